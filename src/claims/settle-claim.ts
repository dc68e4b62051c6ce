import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { invoices } from "../invoices/invoices.tables.ts";
import type { ClaimDetail } from "./claims.schema.ts";
import { claims } from "./claims.tables.ts";
import { findClaim } from "./read-claims.ts";

/** Notes that the refund of an approved claim has been paid out: the claim is resolved. `claim-not-approved`. */
export async function settleClaim(ctx: Ctx, claimId: string): Promise<ClaimDetail> {
  await findClaim(ctx, claimId);
  const now = ctx.now.toISOString();
  await ctx.db.write([
    query
      .update(claims)
      .set({ status: "resolved", updatedAt: now })
      .where(and(eq(claims.id, claimId), eq(claims.status, "approved"))),
    guard("claim-not-approved", changedOneRow),
    query
      .update(invoices)
      .set({ status: "refunded", paidAt: now })
      .where(and(eq(invoices.claimId, claimId), eq(invoices.status, "pending"))),
    guard("claim-not-approved", changedOneRow),
  ]);
  return findClaim(ctx, claimId);
}
