import { and, eq, isNull, ne, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { presentProduct } from "./present-product.ts";
import { products, type Product } from "./products.schema.ts";
import { similarity } from "./similarity.ts";

const CANDIDATES = 500;

/** Products of the same category and zone, the most alike first; never the product itself. Or `not-found`. */
export async function similarProducts(ctx: Ctx, code: string, limit: number): Promise<Product[]> {
  const sold = isNull(products.deleted_at);
  const self = (column: "category" | "temperature_zone") =>
    sql`(select ${sql.identifier(column)} from ${products} where product_code = ${code})`;
  const [[product], candidates] = await ctx.db.read([
    query
      .select()
      .from(products)
      .where(and(eq(products.product_code, code), sold)),
    query
      .select()
      .from(products)
      .where(
        and(
          sold,
          ne(products.product_code, code),
          sql`${products.category} is ${self("category")}`,
          eq(products.temperature_zone, self("temperature_zone")),
        ),
      )
      .limit(CANDIDATES),
  ]);
  if (!product) throw new ProblemError("not-found");
  return candidates
    .map((candidate) => ({ candidate, alike: similarity(product, candidate) }))
    .toSorted(
      (a, b) =>
        b.alike - a.alike || a.candidate.product_code.localeCompare(b.candidate.product_code),
    )
    .slice(0, limit)
    .map(({ candidate }) => presentProduct(candidate));
}
