import { and, asc, eq, isNull, sql, type SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { matchAllWords } from "../db/search.ts";
import { presentProduct } from "./present-product.ts";
import { products, type ProductPage, type ProductQuery } from "./products.schema.ts";

/** Products by name, narrowed down by filters and words. One round trip. */
export async function listProducts(ctx: Ctx, input: ProductQuery): Promise<ProductPage> {
  const wanted = and(
    isNull(products.deleted_at),
    input.category === undefined ? undefined : eq(products.category, input.category),
    input.sub_category === undefined ? undefined : eq(products.sub_category, input.sub_category),
    input.temperature_zone === undefined
      ? undefined
      : eq(products.temperature_zone, input.temperature_zone),
    input.search === undefined ? undefined : containing(input.search),
  );
  const [rows, [counted]] = await ctx.db.read([
    query
      .select()
      .from(products)
      .where(wanted)
      .orderBy(asc(products.product_name), asc(products.id))
      .limit(input.limit)
      .offset(input.skip),
    query
      .select({ total: sql<number>`count(*)` })
      .from(products)
      .where(wanted),
  ]);
  const total = counted?.total ?? 0;
  return {
    items: rows.map(presentProduct),
    total,
    skip: input.skip,
    limit: input.limit,
    has_more: input.skip + rows.length < total,
  };
}

/** Names, code, GTIN and ingredients, by the beginnings of words; nothing fits what has no words. */
function containing(search: string): SQL {
  const words = matchAllWords(search);
  return words === null
    ? sql`0`
    : sql`${products.id} in (select rowid from products_fts where words match ${words})`;
}
