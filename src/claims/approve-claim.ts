import { and, eq, inArray, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { centsOf } from "../db/money.ts";
import { query, type Statement } from "../db/query.ts";
import { principalOf } from "../identity/actor.ts";
import { ProblemError } from "../problems.ts";
import { approve, refundableSql, type Decided } from "./approve.ts";
import type { Approval, ClaimDetail } from "./claims.schema.ts";
import { claims, undecided } from "./claims.tables.ts";
import { findClaim } from "./read-claims.ts";
import { approvalStep } from "./second-person.ts";

/**
 * Approves a claim, in whole or with another refund; if that takes two people, the first approval is kept and nothing is
 * decided. Fields of the body win over query parameters. `not-found`, `claim-decided`, `refund-over-limit`,
 * `second-person-required`, `claim-changed`; `validation-failed` for an amount that is not above 0 in whole cents.
 */
export async function approveClaim(
  ctx: Ctx,
  claimId: string,
  body: Approval | null,
  parameters: { refund_amount?: number | undefined },
): Promise<{ claim: ClaimDetail; isDecided: boolean }> {
  const amount = body?.refund_amount ?? parameters.refund_amount;
  const [[claim]] = await ctx.db.read([query.select().from(claims).where(eq(claims.id, claimId))]);
  if (!claim) throw new ProblemError("not-found");
  if (!undecided.some((status) => status === claim.status)) throw new ProblemError("claim-decided");
  const refundCents = amount === undefined ? claim.proposedCents : refundOf(amount);
  const limitCents = ctx.config.portal.secondPersonCents;
  const isDecided = approvalStep(claim, ctx.actor, refundCents, limitCents) === "decides";
  const decided = {
    claimId,
    orderId: claim.orderId,
    customerId: claim.customerId,
    refundCents,
    resolution: body ?? {},
    handledBy: principalOf(ctx.actor),
    sender: "admin" as const,
  };
  const statements = isDecided ? approve(ctx, decided) : approveFirst(ctx, decided);
  const takesTwo = refundCents > limitCents;
  await ctx.db.write(takesTwo ? [unlessChanged(claim), ...statements] : statements);
  return { claim: await findClaim(ctx, claimId), isDecided };
}

/** What is decided about the first approval must still be so when it is written. */
function unlessChanged({ id, firstApprovedBy, firstApprovedCents }: typeof claims.$inferSelect) {
  return guard(
    "claim-changed",
    sql`(select ${claims.firstApprovedBy} is ${firstApprovedBy}
      and ${claims.firstApprovedCents} is ${firstApprovedCents} from ${claims} where ${claims.id} = ${id})`,
  );
}

/** Keeps who would refund how much, for somebody else to approve too. */
function approveFirst(
  ctx: Ctx,
  { claimId, orderId, refundCents, handledBy }: Decided,
): [Statement, ...Statement[]] {
  const now = ctx.now.toISOString();
  return [
    query
      .update(claims)
      .set({
        firstApprovedBy: handledBy,
        firstApprovedCents: refundCents,
        firstApprovedAt: now,
        updatedAt: now,
      })
      .where(and(eq(claims.id, claimId), inArray(claims.status, [...undecided]))),
    guard("claim-decided", changedOneRow),
    guard("refund-over-limit", sql`${refundCents} <= ${refundableSql(orderId)}`),
  ];
}

function refundOf(amount: number): number {
  const cents = centsOf(amount);
  if (cents !== null && cents > 0 && Number.isSafeInteger(cents)) return cents;
  const msg = "is more than 0, in whole cents";
  throw new ProblemError("validation-failed", {
    detail: `refund_amount: ${msg}.`,
    errors: [{ loc: ["body", "refund_amount"], msg, type: "too_small" }],
  });
}
