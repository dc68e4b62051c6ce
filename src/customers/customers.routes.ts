import { createRoute } from "@hono/zod-openapi";
import { answerAs } from "../agents/answer-as.ts";
import { lookUpForAgent } from "../agents/told-to-agents.ts";
import { recordAgentCall } from "../agents/record-agent-call.ts";
import { allow, keyWith } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { reply } from "../http/reply.ts";
import { CustomerFound, CustomerLookup } from "./customers.schema.ts";

export const customerLookup = feature("/gpt-rag").openapi(
  createRoute({
    method: "post",
    path: "/customer-lookup",
    operationId: "customerLookup",
    tags: ["Agent desk"],
    summary: "Look up a customer",
    description: "Finds a customer by e-mail or phone and suggests how to greet them.",
    "x-openai-isConsequential": false,
    ...allow(keyWith("gpt"), { limits: ["gpt"], record: recordAgentCall }),
    request: { body: json(CustomerLookup) },
    responses: {
      ...gives(200, CustomerFound, "The customer, or that nobody is known by this contact."),
      ...fails(...accessProblems, ...bodyProblems),
    },
  }),
  async (c) => {
    const lookup = c.req.valid("json");
    const { answer, cache, age } = await lookUpForAgent(c.get("ctx"), lookup);
    c.header("X-Cache", cache);
    c.header("Age", String(age));
    return reply(c, CustomerFound, answerAs("customerLookup", answer, lookup.language));
  },
);
