import { createRoute } from "@hono/zod-openapi";
import { answerAs } from "../agents/answer-as.ts";
import { recordAgentCall } from "../agents/record-agent-call.ts";
import { allow, keyWith } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { IdempotencyHeader } from "../http/idempotency.ts";
import { reply } from "../http/reply.ts";
import { createTicket } from "./create-ticket.ts";
import { NewTicket, TicketCreated } from "./tickets.schema.ts";

export const agentTickets = feature("/gpt-rag").openapi(
  createRoute({
    method: "post",
    path: "/create-ticket",
    operationId: "createTicket",
    tags: ["Agent desk"],
    summary: "Open a support ticket",
    description: "Opens a ticket for a customer and says who takes it and by when.",
    "x-openai-isConsequential": true,
    ...allow(keyWith("gpt"), { limits: ["gpt"], writes: true, record: recordAgentCall }),
    request: { headers: IdempotencyHeader, body: json(NewTicket) },
    responses: {
      ...gives(200, TicketCreated, "The stored ticket and what to tell the customer."),
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
    const { language, ...ticket } = c.req.valid("json");
    const answer = await createTicket(c.get("ctx"), ticket);
    return reply(c, TicketCreated, answerAs("createTicket", answer, language));
  },
);
