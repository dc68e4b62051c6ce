import type { Ctx, Outcome } from "../context.ts";
import { query } from "../db/query.ts";
import { agentCalls } from "./agent-calls.schema.ts";

/** Keeps what the metrics show of a call: never its texts. Triggers add it to the hourly figures. */
export async function recordAgentCall(ctx: Ctx, outcome: Outcome): Promise<void> {
  if (ctx.actor.kind !== "key") return;
  await ctx.db.write([
    query.insert(agentCalls).values({
      at: ctx.now.toISOString(),
      endpoint: outcome.route,
      keyId: ctx.actor.id,
      customerEmail: ctx.about.customerEmail,
      succeeded: outcome.problem === null,
      problem: outcome.problem,
      responseMs: outcome.milliseconds,
    }),
  ]);
}
