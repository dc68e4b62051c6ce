import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { centsOf } from "../db/money.ts";
import { query } from "../db/query.ts";
import { presentProduct } from "./present-product.ts";
import { FOOD_VAT_BASIS_POINTS, productValues } from "./product-values.ts";
import { products, type NewProduct, type Product } from "./products.schema.ts";
import { ProblemError } from "../problems.ts";

/**
 * Takes a product into the catalogue, with a stock of nothing. `product-exists` if the code is in use; the
 * code of a deleted product brings it back with what is said now.
 */
export async function createProduct(ctx: Ctx, input: NewProduct): Promise<Product> {
  const now = ctx.now.toISOString();
  const values = {
    vat_basis_points: FOOD_VAT_BASIS_POINTS,
    ...productValues(input),
    product_code: input.product_code,
    product_name: input.product_name,
    price_cents: centsOf(input.price) ?? 0,
    created_at: now,
    updated_at: now,
  };
  const [[row]] = await ctx.db.write(
    [
      query
        .insert(products)
        .values(values)
        .onConflictDoUpdate({
          target: products.product_code,
          set: { ...values, deleted_at: null },
          setWhere: sql`${products.deleted_at} is not null`,
        })
        .returning(),
      guard("product-exists", changedOneRow),
    ],
    { made: input.product_code },
  );
  if (!row) throw new ProblemError("product-exists");
  return presentProduct(row);
}
