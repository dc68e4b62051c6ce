import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { LARGEST_QUANTITY, products } from "../catalog/products.schema.ts";
import { factsFor, selectRiskFacts } from "../catalog/risk-facts.ts";
import { assessRisk } from "../catalog/risk.ts";
import type { Ctx } from "../context.ts";
import { customers } from "../customers/customers.schema.ts";
import { guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { customerOf } from "../identity/customer-of.ts";
import { ProblemError } from "../problems.ts";
import { writeOnce } from "../write-once.ts";
import {
  CART_LINES,
  cartItems,
  cartItemSubstitutes,
  SUBSTITUTES,
  type CartItem,
  type NewCartItem,
} from "./cart.schema.ts";
import { loadCart } from "./load-cart.ts";
import { touchCart } from "./touch-cart.ts";

/**
 * Puts a product into the cart; one that is in it already gets more. New substitutes replace the old ones, none
 * keeps them. `not-found` for products that are not sold, `substitutes-invalid`, `lot-size`, `cart-full`,
 * `quantity-too-large`.
 */
export async function addToCart(ctx: Ctx, input: NewCartItem): Promise<CartItem> {
  const customerId = customerOf(ctx);
  const { product_code: code, quantity, substitutes } = input;
  requirePossible(input);
  const codes = [code, ...substitutes.map((one) => one.substitute_product_code)];
  const [sold, [facts], [known]] = await ctx.db.read([
    query
      .select({ code: products.product_code, lot: products.allowed_lot_size })
      .from(products)
      .where(and(inArray(products.product_code, codes), isNull(products.deleted_at))),
    selectRiskFacts(ctx, [code]),
    query
      .select({ quantity: cartItems.quantity })
      .from(cartItems)
      .where(and(eq(cartItems.customerId, customerId), eq(cartItems.productCode, code))),
  ]);
  const lot = sold.find((product) => product.code === code)?.lot;
  if (!facts || lot === undefined || sold.length < codes.length) {
    throw new ProblemError("not-found", { detail: "This product, or a substitute, is not sold." });
  }
  if (quantity % lot !== 0) throw new ProblemError("lot-size");
  const wanted = quantity + (known?.quantity ?? 0);
  const { score } = assessRisk(factsFor(facts, wanted));

  const item = sql`(select ${cartItems.id} from ${cartItems}
    where ${cartItems.customerId} = ${customerId} and ${cartItems.productCode} = ${code})`;
  const inCart = sql`select count(*) from ${cartItems} where ${cartItems.customerId} = ${customerId}`;
  await writeOnce(ctx, {
    operation: "addToCart",
    input,
    statements: [
      // A database that was put back to an older state may not know the customer.
      guard(
        "unauthenticated",
        sql`exists (select 1 from ${customers} where ${customers.id} = ${customerId})`,
      ),
      touchCart(ctx, customerId),
      guard(
        "quantity-too-large",
        sql`coalesce((select ${cartItems.quantity} from ${cartItems}
          where ${cartItems.id} = ${item}), 0) + ${quantity} <= ${LARGEST_QUANTITY}`,
      ),
      query
        .insert(cartItems)
        .values({
          customerId,
          productCode: code,
          quantity,
          riskScore: score,
          createdAt: ctx.now.toISOString(),
        })
        .onConflictDoUpdate({
          target: [cartItems.customerId, cartItems.productCode],
          set: { quantity: sql`${cartItems.quantity} + ${quantity}`, riskScore: score },
        }),
      guard("cart-full", sql`(${inCart}) <= ${CART_LINES}`),
      ...(substitutes.length === 0
        ? []
        : [
            query.delete(cartItemSubstitutes).where(eq(cartItemSubstitutes.cartItemId, item)),
            query.insert(cartItemSubstitutes).values(
              substitutes.map((one) => ({
                cartItemId: item,
                productCode: one.substitute_product_code,
                priority: one.priority,
              })),
            ),
          ]),
    ],
    answer: { product_code: code },
  });
  const cart = await loadCart(ctx);
  const added = cart.items.find((one) => one.product_code === code);
  if (!added) throw new ProblemError("cart-changed");
  return added;
}

/** At most two substitutes, other products than the one and than each other, each with a rank of its own. */
function requirePossible({ product_code, substitutes }: NewCartItem): void {
  const codes = new Set(substitutes.map((one) => one.substitute_product_code));
  const ranks = new Set(substitutes.map((one) => one.priority));
  const isPossible =
    substitutes.length <= SUBSTITUTES &&
    codes.size === substitutes.length &&
    ranks.size === substitutes.length &&
    !codes.has(product_code) &&
    substitutes.every(({ priority }) => priority === 1 || priority === 2);
  if (!isPossible) throw new ProblemError("substitutes-invalid");
}
