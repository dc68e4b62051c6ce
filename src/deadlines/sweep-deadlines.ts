import { and, asc, eq, lt } from "drizzle-orm";
import { OPINION_WITHIN_MS } from "../claims/give-up-waiting.ts";
import { claims } from "../claims/claims.tables.ts";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { logFailure } from "../log.ts";
import { orders } from "../orders/orders.tables.ts";
import type { Subject } from "./deadlines.ts";
import { settleDeadline } from "./settle-deadline.ts";

const AT_ONCE = 200;

/** Settles what is overdue although its clock should have rung: it was never set, or has been lost. */
export async function sweepDeadlines(env: Env, ctx: Pick<Ctx, "db" | "now">): Promise<void> {
  const opinionDue = new Date(ctx.now.getTime() - OPINION_WITHIN_MS).toISOString();
  const [overdueOrders, overdueClaims] = await ctx.db.read([
    query
      .select({ id: orders.id })
      .from(orders)
      .where(
        and(
          eq(orders.status, "waiting_for_customer_action"),
          lt(orders.answerBy, ctx.now.toISOString()),
        ),
      )
      .orderBy(asc(orders.answerBy))
      .limit(AT_ONCE),
    query
      .select({ id: claims.id })
      .from(claims)
      .where(and(eq(claims.status, "ai_processing"), lt(claims.createdAt, opinionDue)))
      .orderBy(asc(claims.createdAt))
      .limit(AT_ONCE),
  ]);
  const subjects: Subject[] = [
    ...overdueOrders.map(({ id }) => ({ kind: "order" as const, id })),
    ...overdueClaims.map(({ id }) => ({ kind: "claim" as const, id })),
  ];
  for (const subject of subjects) {
    const requestId = crypto.randomUUID();
    // One that cannot be settled must not keep the others waiting.
    await settleDeadline(env, subject, requestId).catch((error: unknown) =>
      logFailure(requestId, "deadline", error),
    );
  }
}
