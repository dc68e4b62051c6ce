import { asc, isNotNull, isNull, and, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { products, type Categories } from "./products.schema.ts";

/** The categories of what is sold, what they are divided into, and how much is in them. */
export async function listCategories(ctx: Ctx): Promise<Categories> {
  const [rows] = await ctx.db.read([
    query
      .select({
        category: products.category,
        subCategory: products.sub_category,
        count: sql<number>`count(*)`,
      })
      .from(products)
      .where(and(isNull(products.deleted_at), isNotNull(products.category)))
      .groupBy(products.category, products.sub_category)
      .orderBy(asc(products.category), asc(products.sub_category)),
  ]);
  return [...Map.groupBy(rows, (row) => row.category ?? "")].map(([category, parts]) => ({
    category,
    sub_categories: parts.flatMap(({ subCategory }) => (subCategory === null ? [] : [subCategory])),
    product_count: parts.reduce((sum, { count }) => sum + count, 0),
  }));
}
