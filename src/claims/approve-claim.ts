import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { centsOf } from "../db/money.ts";
import { query } from "../db/query.ts";
import { principalOf } from "../identity/actor.ts";
import { ProblemError } from "../problems.ts";
import { approve } from "./approve.ts";
import type { Approval, ClaimDetail } from "./claims.schema.ts";
import { claims } from "./claims.tables.ts";
import { findClaim } from "./read-claims.ts";

/**
 * Approves a claim, in whole or with another refund. Fields of the body win over query parameters. `not-found`,
 * `claim-decided`, `refund-over-limit`; `validation-failed` for an amount that is not above 0 in whole cents.
 */
export async function approveClaim(
  ctx: Ctx,
  claimId: string,
  body: Approval | null,
  parameters: { refund_amount?: number | undefined },
): Promise<ClaimDetail> {
  const amount = body?.refund_amount ?? parameters.refund_amount;
  const [[claim]] = await ctx.db.read([query.select().from(claims).where(eq(claims.id, claimId))]);
  if (!claim) throw new ProblemError("not-found");
  const refundCents = amount === undefined ? claim.proposedCents : refundOf(amount);
  await ctx.db.write(
    approve(ctx, {
      claimId,
      orderId: claim.orderId,
      customerId: claim.customerId,
      refundCents,
      resolution: body ?? {},
      handledBy: principalOf(ctx.actor),
      sender: "admin",
    }),
  );
  return findClaim(ctx, claimId);
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
