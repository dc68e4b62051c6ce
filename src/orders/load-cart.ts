import { asc, eq } from "drizzle-orm";
import { presentProduct } from "../catalog/present-product.ts";
import { products } from "../catalog/products.schema.ts";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { customerOf } from "../identity/customer-of.ts";
import { cartItems, cartItemSubstitutes, carts, type Cart } from "./cart.schema.ts";

/** The customer's cart; one that has not been used yet is empty. One round trip. */
export async function loadCart(ctx: Ctx): Promise<Cart> {
  const customerId = customerOf(ctx);
  const [[cart], items, substitutes] = await ctx.db.read([
    query.select().from(carts).where(eq(carts.customerId, customerId)),
    query
      .select({ item: cartItems, product: products })
      .from(cartItems)
      .innerJoin(products, eq(products.product_code, cartItems.productCode))
      .where(eq(cartItems.customerId, customerId))
      .orderBy(asc(cartItems.id)),
    query
      .select({ substitute: cartItemSubstitutes, product: products })
      .from(cartItemSubstitutes)
      .innerJoin(cartItems, eq(cartItems.id, cartItemSubstitutes.cartItemId))
      .innerJoin(products, eq(products.product_code, cartItemSubstitutes.productCode))
      .where(eq(cartItems.customerId, customerId))
      .orderBy(asc(cartItemSubstitutes.priority)),
  ]);
  const now = ctx.now.toISOString();
  const ofItem = Map.groupBy(substitutes, ({ substitute }) => substitute.cartItemId);
  return {
    cart_id: `CART-${customerId}`,
    customer_id: customerId,
    version: cart?.version ?? 0,
    items: items.map(({ item, product }) => ({
      cart_item_id: item.id,
      product_code: item.productCode,
      quantity: item.quantity,
      risk_score: item.riskScore,
      product: presentProduct(product),
      substitutes: (ofItem.get(item.id) ?? []).map((row) => ({
        substitute_id: row.substitute.id,
        substitute_product_code: row.substitute.productCode,
        priority: row.substitute.priority,
        substitute_product: presentProduct(row.product),
      })),
      created_at: item.createdAt,
    })),
    created_at: cart?.createdAt ?? now,
    updated_at: cart?.updatedAt ?? now,
  };
}
