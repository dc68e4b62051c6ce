import { and, eq, sql } from "drizzle-orm";
import { products } from "../catalog/products.schema.ts";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { customerOf } from "../identity/customer-of.ts";
import type { Cart } from "./cart.schema.ts";
import { cartItems } from "./cart.schema.ts";
import { loadCart } from "./load-cart.ts";
import { touchCart } from "./touch-cart.ts";

/** Sets how much of an item is in the cart. `not-found` for items of others, `lot-size`. */
export async function changeQuantity(ctx: Ctx, id: number, quantity: number): Promise<Cart> {
  const customerId = customerOf(ctx);
  const lot = sql`(select ${products.allowed_lot_size} from ${products}
    join ${cartItems} on ${cartItems.productCode} = ${products.product_code}
    where ${cartItems.id} = ${id})`;
  await ctx.db.write([
    query.update(cartItems).set({ quantity }).where(ownItem(customerId, id)),
    guard("not-found", changedOneRow),
    guard("lot-size", sql`${quantity} % ${lot} = 0`),
    touchCart(ctx, customerId),
  ]);
  return loadCart(ctx);
}

/** Takes an item out of the cart. `not-found` for items of others. */
export async function removeFromCart(ctx: Ctx, id: number): Promise<void> {
  const customerId = customerOf(ctx);
  await ctx.db.write([
    query.delete(cartItems).where(ownItem(customerId, id)),
    guard("not-found", changedOneRow),
    touchCart(ctx, customerId),
  ]);
}

/** Takes everything out of the cart. */
export async function clearCart(ctx: Ctx): Promise<void> {
  const customerId = customerOf(ctx);
  await ctx.db.write([
    query.delete(cartItems).where(eq(cartItems.customerId, customerId)),
    touchCart(ctx, customerId),
  ]);
}

function ownItem(customerId: string, id: number) {
  return and(eq(cartItems.id, id), eq(cartItems.customerId, customerId));
}
