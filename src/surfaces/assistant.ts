import { assistantChat, assistantSocket } from "../assistant/chat.routes.ts";
import { assistantConversations } from "../assistant/conversations.routes.ts";
import { buildApp } from "../build-app.ts";
import { faqs } from "../knowledge/faqs.routes.ts";
import { knowledgeBase } from "../knowledge/knowledge.routes.ts";
import { customerLogs } from "../tickets/logs.routes.ts";

export const assistant = [
  assistantChat,
  assistantConversations,
  assistantSocket,
  faqs,
  knowledgeBase,
  customerLogs,
] as const;

export const app = buildApp(assistant);
