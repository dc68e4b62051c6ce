import { and, eq, isNull } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { presentProduct } from "./present-product.ts";
import { products, type Product } from "./products.schema.ts";

/** One product that is sold, or `not-found`. */
export async function findProduct(ctx: Ctx, code: string): Promise<Product> {
  const [[row]] = await ctx.db.read([
    query
      .select()
      .from(products)
      .where(and(eq(products.product_code, code), isNull(products.deleted_at))),
  ]);
  if (!row) throw new ProblemError("not-found");
  return presentProduct(row);
}
