import { createRoute } from "@hono/zod-openapi";
import { allow, anyUser } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { IdempotencyHeader } from "../http/idempotency.ts";
import { reply } from "../http/reply.ts";
import { userOf } from "../http/user-of.ts";
import { Done } from "../identity/users.schema.ts";
import {
  beginConversation,
  deleteConversation,
  listConversations,
  readConversation,
} from "./conversations.ts";
import {
  Conversation,
  ConversationId,
  ConversationList,
  ConversationQuery,
  NewConversation,
} from "./conversations.schema.ts";

const tags = ["Assistant"];
const readers = { limits: ["assistant"] } as const;
const writers = { limits: ["assistant"], writes: true } as const;

export const assistantConversations = feature("/api/v1/chat/conversations")
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "listConversations",
      tags,
      summary: "Read one's conversations",
      description: "The conversations with the assistant, the newest first, without messages.",
      ...allow(anyUser, readers),
      request: { query: ConversationQuery },
      responses: {
        ...gives(200, ConversationList, "Conversations; with `skip` or `limit` a page of them."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) => {
      const ctx = c.get("ctx");
      const list = await listConversations(ctx, userOf(ctx), c.req.valid("query"));
      return reply(c, ConversationList, list);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/",
      operationId: "beginConversation",
      tags,
      summary: "Begin a conversation",
      description: "Begins an empty conversation; a first message can do the same by itself.",
      ...allow(anyUser, writers),
      request: { headers: IdempotencyHeader, body: json(NewConversation) },
      responses: {
        ...gives(200, Conversation, "The new conversation."),
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "idempotency-key-reused",
          "limits-unavailable",
          "outcome-unknown",
        ),
      },
    }),
    async (c) => {
      const ctx = c.get("ctx");
      return reply(c, Conversation, await beginConversation(ctx, userOf(ctx), c.req.valid("json")));
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{conversation_id}",
      operationId: "readConversation",
      tags,
      summary: "Read a conversation",
      description: "A conversation of one's own with its newest thousand messages.",
      ...allow(anyUser, readers),
      request: { params: ConversationId },
      responses: {
        ...gives(200, Conversation, "The conversation with its messages."),
        ...fails(...accessProblems, "validation-failed", "not-found"),
      },
    }),
    async (c) => {
      const ctx = c.get("ctx");
      const { conversation_id: id } = c.req.valid("param");
      return reply(c, Conversation, await readConversation(ctx, userOf(ctx), id));
    },
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/{conversation_id}",
      operationId: "deleteConversation",
      tags,
      summary: "Delete a conversation",
      description: "It is gone for its user at once, and cleared out after 30 days.",
      ...allow(anyUser, writers),
      request: { params: ConversationId },
      responses: {
        ...gives(200, Done, "It is deleted."),
        ...fails(...accessProblems, "validation-failed", "not-found", "limits-unavailable"),
      },
    }),
    async (c) => {
      const ctx = c.get("ctx");
      await deleteConversation(ctx, userOf(ctx), c.req.valid("param").conversation_id);
      return reply(c, Done, { detail: "The conversation is deleted." });
    },
  );
