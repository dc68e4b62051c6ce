import { createRoute } from "@hono/zod-openapi";
import { allow, anyone, keyWith } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { IdempotencyHeader } from "../http/idempotency.ts";
import { operations, type AgentOperation } from "./operations.ts";
import { recordAgentCall } from "./record-agent-call.ts";

/** The operations of seed 0, whose routes stand in their own features. */
const elsewhere = new Set(["customerLookup", "bookingDetails", "createTicket", "calculatePrice"]);

/** The other operations of the list over REST. */
export const agentOperations = feature("/");
for (const operation of operations) {
  if (elsewhere.has(operation.name)) continue;
  agentOperations.openapi(routeOf(operation), async (c) => {
    return c.json(await operation.answer(c.get("ctx"), await c.req.json()), 200);
  });
}

function routeOf(operation: AgentOperation) {
  const { name, path, title, description, scope, writes, input, output } = operation;
  const rules = { writes, record: recordAgentCall };
  return createRoute({
    method: "post",
    path,
    operationId: name,
    tags: ["Agent desk"],
    summary: title,
    description,
    "x-openai-isConsequential": writes,
    ...(scope === "anyone"
      ? allow(anyone, { ...rules, limits: ["public"] })
      : allow(keyWith("gpt"), { ...rules, limits: ["gpt"] })),
    request: { ...(writes ? { headers: IdempotencyHeader } : {}), body: json(input) },
    responses: {
      ...gives(200, output, "The answer and what to say."),
      ...fails(
        ...accessProblems,
        ...bodyProblems,
        ...(writes
          ? ([
              "limits-unavailable",
              "outcome-unknown",
              "idempotency-key-reused",
              "file-refused",
              "file-not-fetched",
              "claim-open",
              "verification-failed",
            ] as const)
          : []),
        "verification-required",
        "not-found",
      ),
    },
  });
}
