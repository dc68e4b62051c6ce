import { and, eq, isNull, sql } from "drizzle-orm";
import { LARGEST_QUANTITY, products } from "../catalog/products.schema.ts";
import type { Ctx } from "../context.ts";
import { guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { customerOf } from "../identity/customer-of.ts";
import { CART_LINES, cartItems, type Cart } from "./cart.schema.ts";
import { loadCart } from "./load-cart.ts";
import { orderLines, orders } from "./orders.tables.ts";
import { touchCart } from "./touch-cart.ts";

/**
 * Puts what an earlier order had into the cart, as far as it is still sold; what is in the cart already stays as it
 * is. `not-found` for the orders of others, `cart-full`.
 */
export async function orderAgain(ctx: Ctx, orderId: string): Promise<Cart> {
  const customerId = customerOf(ctx);
  const own = query
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.id, orderId), eq(orders.customerId, customerId)));
  const inCart = sql`select count(*) from ${cartItems} where ${cartItems.customerId} = ${customerId}`;
  await ctx.db.write([
    guard("not-found", sql`exists ${own}`),
    touchCart(ctx, customerId),
    query.run(sql`
      insert into ${cartItems} (customer_id, product_code, quantity, risk_score, created_at)
      select ${customerId}, ${orderLines.productCode},
        min(sum(${orderLines.orderedQty}), ${LARGEST_QUANTITY}), max(${orderLines.riskScore}),
        ${ctx.now.toISOString()}
      from ${orderLines}
      join ${products} on ${products.product_code} = ${orderLines.productCode}
      where ${orderLines.orderId} = ${orderId} and ${isNull(products.deleted_at)}
      group by ${orderLines.productCode} order by min(${orderLines.id})
      on conflict do nothing`),
    guard("cart-full", sql`(${inCart}) <= ${CART_LINES}`),
  ]);
  return loadCart(ctx);
}
