import { and, asc, eq, sql } from "drizzle-orm";
import { products } from "../catalog/products.schema.ts";
import { inventory } from "../catalog/stock.schema.ts";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { customerIdOf } from "../identity/actor.ts";
import { invoices } from "../invoices/invoices.tables.ts";
import { ProblemError } from "../problems.ts";
import type { OrderStatus } from "./order-transitions.ts";
import { orderLines, orders, orderSubstitutes } from "./orders.tables.ts";

/** An order as a decision about it needs it. Every write guards that its status is still this one. */
export type OrderSnapshot = {
  id: string;
  customerId: string;
  status: OrderStatus;
  answerBy: string | null;
  /** What has been paid for it less what was given back, with VAT. */
  paidCents: number;
  lines: (typeof orderLines.$inferSelect & { productName: string })[];
  /** What the customer would take instead, by line and priority, with today's stock and price. */
  substitutes: {
    lineId: number;
    isUsed: boolean;
    code: string;
    name: string;
    priceCents: number;
    vatBasisPoints: number;
    available: number;
  }[];
};

/** Loads an order in one round trip; `not-found` for the orders of others. */
export async function loadSnapshot(ctx: Ctx, id: string): Promise<OrderSnapshot> {
  const customerId = customerIdOf(ctx.actor);
  const own = customerId === null ? undefined : eq(orders.customerId, customerId);
  const [[order], lines, substitutes, [paid]] = await ctx.db.read([
    query
      .select()
      .from(orders)
      .where(and(eq(orders.id, id), own)),
    query
      .select({ line: orderLines, productName: products.product_name })
      .from(orderLines)
      .innerJoin(products, eq(products.product_code, orderLines.productCode))
      .where(eq(orderLines.orderId, id))
      .orderBy(asc(orderLines.id)),
    query
      .select({
        lineId: orderSubstitutes.lineId,
        isUsed: orderSubstitutes.isUsed,
        code: products.product_code,
        name: products.product_name,
        priceCents: products.price_cents,
        vatBasisPoints: products.vat_basis_points,
        available: sql<number>`${inventory.onHand} - ${inventory.reserved}`,
      })
      .from(orderSubstitutes)
      .innerJoin(orderLines, eq(orderLines.id, orderSubstitutes.lineId))
      .innerJoin(products, eq(products.product_code, orderSubstitutes.productCode))
      .innerJoin(inventory, eq(inventory.productCode, orderSubstitutes.productCode))
      .where(eq(orderLines.orderId, id))
      .orderBy(asc(orderSubstitutes.lineId), asc(orderSubstitutes.priority)),
    query
      .select({ cents: sql<number>`coalesce(sum(${invoices.netCents} + ${invoices.vatCents}), 0)` })
      .from(invoices)
      .where(and(eq(invoices.concernsOrderId, id), eq(invoices.status, "paid"))),
  ]);
  if (!order) throw new ProblemError("not-found");
  return {
    id: order.id,
    customerId: order.customerId,
    status: order.status,
    answerBy: order.answerBy,
    paidCents: paid?.cents ?? 0,
    lines: lines.map(({ line, productName }) => ({ ...line, productName })),
    substitutes,
  };
}
