import { and, eq, inArray, sql } from "drizzle-orm";
import type { Writing } from "../context.ts";
import { guard } from "../db/guard.ts";
import { query, type Statement } from "../db/query.ts";
import { invoices } from "./invoices.tables.ts";
import { issueInvoice } from "./issue-invoice.ts";

type Paid = { id: string; customerId: string; paidCents: number };

/**
 * What a cancelled order does to its invoices: those that nobody has paid are cancelled, and what has been paid is
 * owed back by a refund of its own. `order-changed` if it was paid in the meantime.
 */
export function cancelInvoices(ctx: Writing, order: Paid): Statement[] {
  const ofOrder = eq(invoices.orderId, order.id);
  return [
    query
      .update(invoices)
      .set({ status: "cancelled" })
      .where(
        and(
          ofOrder,
          eq(invoices.status, "pending"),
          inArray(invoices.type, ["order", "modification"]),
        ),
      ),
    guard(
      "order-changed",
      sql`(select coalesce(sum(${invoices.netCents} + ${invoices.vatCents}), 0) from ${invoices}
        where ${invoices.concernsOrderId} = ${order.id} and ${invoices.status} = 'paid')
        = ${order.paidCents}`,
    ),
    ...issueInvoice(ctx, {
      customerId: order.customerId,
      orderId: order.id,
      type: order.paidCents < 0 ? "modification" : "refund",
      notes: "Order cancelled",
      lines: [
        {
          productCode: null,
          description: "What had been paid for the cancelled order",
          quantity: 1,
          unitPriceCents: Math.abs(order.paidCents),
          vatBasisPoints: 0,
        },
      ],
    }),
  ];
}
