import { eq, isNotNull, and, sql } from "drizzle-orm";
import { products } from "../catalog/products.schema.ts";
import { reserveForOrder } from "../catalog/stock-moves.ts";
import type { Ctx } from "../context.ts";
import { guard } from "../db/guard.ts";
import { portalId } from "../db/portal-id.ts";
import { query } from "../db/query.ts";
import { principalOf } from "../identity/actor.ts";
import { customerOf } from "../identity/customer-of.ts";
import { invoiceSeries, orderInvoice } from "../invoices/issue-invoice.ts";
import { writeOnce } from "../write-once.ts";
import { cartItems, cartItemSubstitutes, carts } from "./cart.schema.ts";
import { requirePossibleDelivery } from "./delivery-time.ts";
import { findOrder } from "./find-order.ts";
import type { NewOrder, OrderDetail } from "./orders.schema.ts";
import { orderLines, orders, orderSubstitutes, orderTracking } from "./orders.tables.ts";
import { touchCart } from "./touch-cart.ts";

/**
 * Places the cart as an order: lines at today's prices, stock promised as far as it goes, the invoice, and an
 * empty cart, in one batch that reads what it needs as it lands. What stock does not cover is accepted, marked on
 * its line, and makes the order `under_risk`. `delivery-invalid`, `cart-empty`, `cart-changed`, `product-unavailable`.
 */
export async function placeOrder(ctx: Ctx, input: NewOrder): Promise<OrderDetail> {
  const customerId = customerOf(ctx);
  requirePossibleDelivery(input, ctx.now, ctx.config.portal.timeZone);
  const id = portalId("ORD");
  const now = ctx.now.toISOString();
  const by = principalOf(ctx.actor);
  const ofCart = eq(cartItems.customerId, customerId);
  const { cart_version: version } = input;
  const inCart = query.select({ id: cartItems.id }).from(cartItems).where(ofCart);
  const noLongerSold = query
    .select({ id: cartItems.id })
    .from(cartItems)
    .innerJoin(products, eq(products.product_code, cartItems.productCode))
    .where(and(ofCart, isNotNull(products.deleted_at)));
  const isShort = sql`exists (select 1 from ${orderLines}
    where ${orderLines.orderId} = ${id} and ${orderLines.reservedQty} < ${orderLines.orderedQty})`;

  const placed = await writeOnce(ctx, {
    operation: "placeOrder",
    input,
    series: invoiceSeries(ctx),
    made: id,
    statements: [
      guard(
        "cart-changed",
        version === undefined
          ? sql`1`
          : sql`(select ${carts.version} from ${carts} where ${carts.customerId} = ${customerId}) = ${version}`,
      ),
      guard("cart-empty", sql`exists ${inCart}`),
      guard("product-unavailable", sql`not exists ${noLongerSold}`),
      query.insert(orders).values({
        id,
        customerId,
        deliveryDate: input.delivery_date,
        windowStart: input.delivery_window_start ?? null,
        windowEnd: input.delivery_window_end ?? null,
        status: "placed",
        risk: sql`(select max(${cartItems.riskScore}) from ${cartItems} where ${ofCart})`,
        placedBy: by,
        createdAt: now,
        updatedAt: now,
      }),
      query.run(sql`
        insert into ${orderLines}
          (order_id, product_code, ordered_qty, price_cents, vat_basis_points, risk_score)
        select ${id}, ${cartItems.productCode}, ${cartItems.quantity}, ${products.price_cents},
          ${products.vat_basis_points}, ${cartItems.riskScore}
        from ${cartItems}
        join ${products} on ${products.product_code} = ${cartItems.productCode}
        where ${ofCart} order by ${cartItems.id}`),
      query.run(sql`
        insert into ${orderSubstitutes} (line_id, product_code, priority)
        select ${orderLines.id}, ${cartItemSubstitutes.productCode}, ${cartItemSubstitutes.priority}
        from ${cartItemSubstitutes}
        join ${cartItems} on ${cartItems.id} = ${cartItemSubstitutes.cartItemId}
        join ${orderLines} on ${orderLines.productCode} = ${cartItems.productCode}
        where ${ofCart} and ${orderLines.orderId} = ${id}`),
      reserveForOrder(ctx, id),
      query.insert(orderTracking).values({
        orderId: id,
        status: "placed",
        notes: "Order placed",
        updatedBy: by,
        createdAt: now,
      }),
      query.run(sql`
        insert into ${orderTracking} (order_id, status, notes, updated_by, created_at)
        select ${id}, 'under_risk', 'Stock does not cover the whole order', 'system', ${now}
        where ${isShort}`),
      query
        .update(orders)
        .set({ status: "under_risk" })
        .where(and(eq(orders.id, id), isShort)),
      ...orderInvoice(ctx, id),
      query.delete(cartItems).where(ofCart),
      touchCart(ctx, customerId),
    ],
    answer: { order_id: id },
  });
  return findOrder(ctx, placed.order_id);
}
