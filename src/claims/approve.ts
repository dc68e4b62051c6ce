import { and, eq, inArray, sql, type SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { moneyText } from "../db/money.ts";
import { query, type Statement } from "../db/query.ts";
import { invoices } from "../invoices/invoices.tables.ts";
import { issueInvoice } from "../invoices/issue-invoice.ts";
import { tell } from "../orders/messages.ts";
import type { Approval } from "./claims.schema.ts";
import { claims, undecided, type ClaimStatus } from "./claims.tables.ts";

export type Decided = {
  claimId: string;
  orderId: string;
  customerId: string;
  /** Cents, with VAT. */
  refundCents: number;
  resolution: Pick<Approval, "resolution_type" | "re_delivery_date">;
  handledBy: string;
  sender: "admin" | "ai";
};

/**
 * All that approving a claim writes, once: the decision, and its refund. `claim-decided` if somebody was faster,
 * `refund-over-limit` if the refunds of the order would exceed what was charged for it.
 */
export function approve(ctx: Ctx, decided: Decided): [Statement, ...Statement[]] {
  const now = ctx.now.toISOString();
  const { claimId, orderId, refundCents } = decided;
  return [
    query
      .update(claims)
      .set({
        status: "approved",
        resolutionType: decided.resolution.resolution_type ?? "CREDIT",
        reDeliveryDate: decided.resolution.re_delivery_date ?? null,
        creditCents: refundCents,
        handledBy: decided.handledBy,
        reviewedBy: decided.handledBy,
        reviewedAt: now,
        updatedAt: now,
      })
      .where(and(eq(claims.id, claimId), inArray(claims.status, [...openTo(decided.sender)]))),
    guard("claim-decided", changedOneRow),
    guard("refund-over-limit", sql`${refundCents} <= ${refundableSql(orderId)}`),
    ...issueInvoice(ctx, {
      customerId: decided.customerId,
      orderId,
      claimId,
      type: "refund",
      notes: `Refund for claim ${claimId}`,
      lines: [
        {
          productCode: null,
          description: `Refund for claim ${claimId}`,
          quantity: 1,
          unitPriceCents: refundCents,
          vatBasisPoints: 0,
        },
      ],
    }),
    tell(
      ctx,
      { claimId },
      decided.sender,
      `Your claim has been approved. We refund € ${moneyText(refundCents)}.`,
    ),
  ];
}

/** An engine decides only while it is asked; once a person has the claim, it comes too late. */
function openTo(sender: Decided["sender"]): readonly ClaimStatus[] {
  return sender === "ai" ? ["ai_processing"] : undecided;
}

/** What can still be refunded of an order, in cents: what is charged for it less its refunds. */
export function refundableSql(orderId: string | SQL) {
  const gross = sql`${invoices.netCents} + ${invoices.vatCents}`;
  return sql<number>`(select coalesce(sum(case ${invoices.type} when 'refund' then -(${gross}) else ${gross} end), 0)
    from ${invoices}
    where ${invoices.concernsOrderId} = ${orderId} and ${invoices.status} <> 'cancelled')`;
}
