import { and, eq, isNull } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { presentProduct } from "./present-product.ts";
import { productValues } from "./product-values.ts";
import { products, type Product, type ProductChange } from "./products.schema.ts";

/** Changes what is said about a product; orders keep the prices they were placed at. Or `not-found`. */
export async function updateProduct(
  ctx: Ctx,
  code: string,
  input: ProductChange,
): Promise<Product> {
  const [[row]] = await ctx.db.write([
    query
      .update(products)
      .set({ ...productValues(input), updated_at: ctx.now.toISOString() })
      .where(and(eq(products.product_code, code), isNull(products.deleted_at)))
      .returning(),
    guard("not-found", changedOneRow),
  ]);
  if (!row) throw new ProblemError("not-found");
  return presentProduct(row);
}
