import { and, asc, desc, eq, inArray, type SQL } from "drizzle-orm";
import { presentProduct } from "../catalog/present-product.ts";
import { products } from "../catalog/products.schema.ts";
import type { Ctx } from "../context.ts";
import { kronor } from "../db/money.ts";
import { query } from "../db/query.ts";
import type { Order, OrderChange } from "./orders.schema.ts";
import { orderChanges, orderLines, orders } from "./orders.tables.ts";

/** The statements that read a page of orders with their lines and changes; for any batch. */
export function selectOrders(where: SQL | undefined, page: { skip: number; limit: number }) {
  const ids = query
    .select({ id: orders.id })
    .from(orders)
    .where(where)
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(page.limit)
    .offset(page.skip);
  return [
    query
      .select()
      .from(orders)
      .where(inArray(orders.id, ids))
      .orderBy(desc(orders.createdAt), desc(orders.id)),
    query
      .select({ line: orderLines, product: products })
      .from(orderLines)
      .innerJoin(products, eq(products.product_code, orderLines.productCode))
      .where(inArray(orderLines.orderId, ids))
      .orderBy(asc(orderLines.id)),
    query
      .select()
      .from(orderChanges)
      .where(inArray(orderChanges.orderId, ids))
      .orderBy(asc(orderChanges.id)),
  ] as const;
}

type LineRow = {
  line: typeof orderLines.$inferSelect;
  product: typeof products.$inferSelect;
};
type ChangeRow = typeof orderChanges.$inferSelect;

/** What selectOrders() has read, as it is shown. */
export function presentOrders(
  rows: (typeof orders.$inferSelect)[],
  lines: LineRow[],
  changes: ChangeRow[],
): Order[] {
  const linesOf = Map.groupBy(lines, ({ line }) => line.orderId);
  const changesOf = Map.groupBy(changes, (change) => change.lineId);
  return rows.map((row) => ({
    order_id: row.id,
    customer_id: row.customerId,
    delivery_date: row.deliveryDate,
    delivery_window_start: row.windowStart,
    delivery_window_end: row.windowEnd,
    channel: row.channel,
    order_datetime: row.createdAt,
    status: row.status,
    overall_order_risk: row.risk,
    answer_by: row.answerBy,
    room_id: row.roomId,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    order_lines: (linesOf.get(row.id) ?? []).map(({ line, product }) => ({
      ...presentLine(line, row.status === "cancelled"),
      product: presentProduct(product),
      order_changes: (changesOf.get(line.id) ?? []).map(presentChange),
    })),
  }));
}

function presentLine(line: LineRow["line"], isCancelled: boolean) {
  const missing = isCancelled ? 0 : line.orderedQty - line.reservedQty - line.shippedQty;
  return {
    line_id: line.id,
    product_code: line.productCode,
    ordered_qty: line.orderedQty,
    reserved_qty: line.reservedQty,
    delivered_qty: line.deliveredQty,
    shortage_flag: missing > 0,
    shortage_ratio: Math.round((missing / line.orderedQty) * 1000) / 1000,
    unit_price: kronor(line.priceCents),
    vat_rate: line.vatBasisPoints / 100,
    risk_score: line.riskScore,
    line_status: line.status,
    item_priority: line.priority,
    auto_substitution_allowed: line.autoSubstitution,
    customer_comments: line.comments,
  };
}

export function presentChange(change: ChangeRow): OrderChange {
  return {
    change_id: change.id,
    line_id: change.lineId,
    original_product_code: change.fromProductCode,
    substitute_product_code: change.toProductCode,
    quantity: change.quantity,
    price_difference: kronor(change.differenceCents),
    reason: change.reason,
    confirmed_by: change.confirmedBy,
    created_at: change.createdAt,
  };
}

/** A page of orders, the newest first. One round trip. */
export async function readOrders(
  ctx: Ctx,
  where: SQL | undefined,
  page: { skip: number; limit: number },
): Promise<Order[]> {
  const [rows, lines, changes] = await ctx.db.read([...selectOrders(and(where), page)]);
  return presentOrders(rows, lines, changes);
}
