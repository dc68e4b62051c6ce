import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { principalOf } from "../identity/actor.ts";
import { tell } from "../orders/messages.ts";
import { ProblemError } from "../problems.ts";
import type { ClaimDetail, Rejection } from "./claims.schema.ts";
import { claims, undecided } from "./claims.tables.ts";
import { findClaim } from "./read-claims.ts";

/** Rejects a claim; the customer is told why. `reason-required`, `not-found`, `claim-decided`. */
export async function rejectClaim(
  ctx: Ctx,
  claimId: string,
  body: Rejection | null,
  parameters: Rejection,
): Promise<ClaimDetail> {
  const reason = (body?.reason ?? parameters.reason ?? "").trim();
  if (reason === "") throw new ProblemError("reason-required");
  await findClaim(ctx, claimId);
  const now = ctx.now.toISOString();
  const by = principalOf(ctx.actor);
  await ctx.db.write([
    query
      .update(claims)
      .set({
        status: "rejected",
        rejectionReason: reason,
        handledBy: by,
        reviewedBy: by,
        reviewedAt: now,
        updatedAt: now,
      })
      .where(and(eq(claims.id, claimId), inArray(claims.status, [...undecided]))),
    guard("claim-decided", changedOneRow),
    tell(ctx, { claimId }, "admin", `Your claim has been rejected. ${reason}`),
  ]);
  return findClaim(ctx, claimId);
}
