import { and, eq, sql } from "drizzle-orm";
import {
  dispatchOrder,
  releaseOrder,
  reserveForLine,
  returnOrder,
} from "../catalog/stock-moves.ts";
import type { Writing } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query, type Statement } from "../db/query.ts";
import { principalOf } from "../identity/actor.ts";
import { issueInvoice } from "../invoices/issue-invoice.ts";
import { cancelInvoices } from "../invoices/cancel-invoices.ts";
import { ProblemError } from "../problems.ts";
import type { OrderSnapshot } from "./order-snapshot.ts";
import { mayFollow, refusalOf, type OrderStatus } from "./order-transitions.ts";
import { orderLines, orders, orderTracking } from "./orders.tables.ts";

export type Move = {
  to: OrderStatus;
  notes: string | null;
  /** With waiting_for_customer_action, and only then. */
  answerBy?: Date;
};

/** All that an order's move to another status writes. `transition-illegal` lists where it may go instead. */
export function moveOrder(
  ctx: Writing,
  order: OrderSnapshot,
  move: Move,
): [Statement, ...Statement[]] {
  if (!mayFollow(order.status, move.to)) {
    throw new ProblemError("transition-illegal", { detail: refusalOf(order.status, move.to) });
  }
  const now = ctx.now.toISOString();
  return [
    query
      .update(orders)
      .set({
        status: move.to,
        answerBy: move.answerBy?.toISOString() ?? null,
        updatedAt: now,
      })
      .where(and(eq(orders.id, order.id), eq(orders.status, order.status))),
    guard("order-changed", changedOneRow),
    query.insert(orderTracking).values({
      orderId: order.id,
      status: move.to,
      notes: move.notes,
      updatedBy: principalOf(ctx.actor),
      createdAt: now,
    }),
    ...consequences(ctx, order, move.to),
  ];
}

function consequences(ctx: Writing, order: OrderSnapshot, to: OrderStatus): Statement[] {
  switch (to) {
    case "placed":
    case "picking":
      return order.lines.filter(isShort).map((line) => reserveForLine(ctx, line.id));
    case "delivering":
      return [dispatchOrder(ctx, order.id), settleLines(order.id)];
    case "delivered":
      return [setDelivered(order.id), ...creditMissing(ctx, order)];
    case "cancelled":
      return [
        releaseOrder(ctx, order.id),
        returnOrder(ctx, order.id),
        ...cancelInvoices(ctx, order),
      ];
    case "under_risk":
    case "waiting_for_customer_action":
      return [];
  }
}

export function isShort(line: OrderSnapshot["lines"][number]): boolean {
  return line.reservedQty + line.shippedQty < line.orderedQty;
}

/** What became of each line, once it has left the house. */
function settleLines(orderId: string): Statement {
  const { shippedQty, orderedQty } = orderLines;
  return query
    .update(orderLines)
    .set({
      status: sql`case when ${shippedQty} = 0 then 'ZERO'
        when ${shippedQty} < ${orderedQty} then 'PARTIAL' else ${orderLines.status} end`,
    })
    .where(eq(orderLines.orderId, orderId));
}

function setDelivered(orderId: string): Statement {
  return query
    .update(orderLines)
    .set({ deliveredQty: sql`${orderLines.shippedQty}` })
    .where(eq(orderLines.orderId, orderId));
}

/**
 * A signed invoice for what was charged and not delivered. Each short line is taken back whole and charged
 * anew, so that its VAT is that of the delivered quantity to the cent.
 */
function creditMissing(ctx: Writing, order: OrderSnapshot): Statement[] {
  const short = order.lines.filter(isShort);
  return issueInvoice(ctx, {
    customerId: order.customerId,
    orderId: order.id,
    type: "modification",
    notes: "Not delivered in full",
    lines: short.flatMap((line) => {
      const charged = {
        productCode: line.productCode,
        description: line.productName,
        unitPriceCents: line.priceCents,
        vatBasisPoints: line.vatBasisPoints,
      };
      const delivered = { ...charged, quantity: line.shippedQty };
      const taken = { ...charged, quantity: -line.orderedQty };
      return line.shippedQty === 0 ? [taken] : [taken, delivered];
    }),
  });
}
