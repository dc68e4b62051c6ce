import { createRoute } from "@hono/zod-openapi";
import { allow, salesDesk } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { reply } from "../http/reply.ts";
import { askAssistant, draftFollowUp } from "./ask-assistant.ts";
import {
  AssistantReply,
  AssistantRequest,
  FollowUpDraft,
  FollowUpRequest,
} from "./assistant.schema.ts";
import { LeadId } from "./lead-lists.schema.ts";

export const salesAssistant = feature("/ai").openapi(
  createRoute({
    method: "post",
    path: "/",
    operationId: "askAssistant",
    tags: ["Sales desk"],
    summary: "Ask the sales assistant",
    description:
      "Coaches, writes a message, rates a lead, makes a template, or answers from knowledge that is sent along. Nothing is stored.",
    ...allow(salesDesk, { limits: ["sales"] }),
    request: { body: json(AssistantRequest) },
    responses: {
      ...gives(200, AssistantReply, "The reply, in the lead's language or German."),
      ...fails(...accessProblems, ...bodyProblems, "ai-unavailable"),
    },
  }),
  async (c) => reply(c, AssistantReply, await askAssistant(c.get("ctx"), c.req.valid("json"))),
);

export const followUps = feature("/leads").openapi(
  createRoute({
    method: "post",
    path: "/{id}/follow-up",
    operationId: "draftFollowUp",
    tags: ["Sales desk"],
    summary: "Draft a follow-up",
    description:
      "A short message to a lead, to be read before it is sent. Nothing is stored or sent.",
    ...allow(salesDesk, { limits: ["sales"] }),
    request: { params: LeadId, body: json(FollowUpRequest) },
    responses: {
      ...gives(200, FollowUpDraft, "The draft."),
      ...fails(...accessProblems, ...bodyProblems, "not-found", "ai-unavailable"),
    },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    return reply(c, FollowUpDraft, await draftFollowUp(c.get("ctx"), id, c.req.valid("json")));
  },
);
