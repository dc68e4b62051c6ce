import { and, eq } from "drizzle-orm";
import { releaseLine, reserveForLine } from "../catalog/stock-moves.ts";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query, type Statement } from "../db/query.ts";
import { issueInvoice } from "../invoices/issue-invoice.ts";
import { tell } from "./messages.ts";
import type { OrderSnapshot } from "./order-snapshot.ts";
import { orderChanges, orderLines, orderSubstitutes } from "./orders.tables.ts";

type Line = OrderSnapshot["lines"][number];
type Substitute = OrderSnapshot["substitutes"][number];

/**
 * All that replacing a line's product writes: the stock of the one is given back and that of the other promised,
 * the line takes today's price of the substitute, and the signed difference is an invoice of its own.
 */
export function replaceLine(
  ctx: Ctx,
  order: OrderSnapshot,
  line: Line,
  substitute: Substitute,
  confirmedBy: "admin" | "customer",
): Statement[] {
  const { orderedQty: quantity } = line;
  const differenceCents = quantity * (substitute.priceCents - line.priceCents);
  return [
    releaseLine(ctx, line.id),
    query
      .update(orderLines)
      .set({
        productCode: substitute.code,
        priceCents: substitute.priceCents,
        vatBasisPoints: substitute.vatBasisPoints,
        status: "REPLACED",
      })
      .where(and(eq(orderLines.id, line.id), eq(orderLines.productCode, line.productCode))),
    guard("order-changed", changedOneRow),
    reserveForLine(ctx, line.id),
    query
      .update(orderSubstitutes)
      .set({ isUsed: true })
      .where(
        and(
          eq(orderSubstitutes.lineId, line.id),
          eq(orderSubstitutes.productCode, substitute.code),
        ),
      ),
    query.insert(orderChanges).values({
      orderId: order.id,
      lineId: line.id,
      fromProductCode: line.productCode,
      toProductCode: substitute.code,
      quantity,
      differenceCents,
      reason: "shortage",
      confirmedBy,
      createdAt: ctx.now.toISOString(),
    }),
    ...issueInvoice(ctx, {
      customerId: order.customerId,
      orderId: order.id,
      type: "modification",
      notes: `${line.productCode} replaced by ${substitute.code}`,
      lines: [
        {
          productCode: line.productCode,
          description: line.productName,
          quantity: -quantity,
          unitPriceCents: line.priceCents,
          vatBasisPoints: line.vatBasisPoints,
        },
        {
          productCode: substitute.code,
          description: substitute.name,
          quantity,
          unitPriceCents: substitute.priceCents,
          vatBasisPoints: substitute.vatBasisPoints,
        },
      ],
    }),
    tell(
      ctx,
      { orderId: order.id },
      confirmedBy,
      `${line.productName} (${line.productCode}) is replaced by ${substitute.name} (${substitute.code}).`,
    ),
  ];
}
