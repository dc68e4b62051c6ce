import { and, asc, eq, or, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { likeAnywhere } from "../db/search.ts";
import { presentProduct } from "./present-product.ts";
import { products } from "./products.schema.ts";
import { inventory, type StockItem, type StockPage, type StockQuery } from "./stock.schema.ts";

/** Stock by product code; the search looks into codes and names. */
export async function listStock(ctx: Ctx, input: StockQuery): Promise<StockPage> {
  const pattern = likeAnywhere(input.search ?? "");
  const wanted =
    input.search === undefined
      ? undefined
      : or(
          sql`${products.product_code} like ${pattern} escape '\\'`,
          sql`${products.product_name} like ${pattern} escape '\\'`,
        );
  const [rows, [counted]] = await ctx.db.read([
    selectStock()
      .where(and(wanted))
      .orderBy(asc(inventory.productCode))
      .limit(input.limit)
      .offset(input.skip),
    query
      .select({ total: sql<number>`count(*)` })
      .from(inventory)
      .innerJoin(products, eq(products.product_code, inventory.productCode))
      .where(wanted),
  ]);
  const total = counted?.total ?? 0;
  return {
    items: rows.map(presentStock),
    total,
    skip: input.skip,
    limit: input.limit,
    has_more: input.skip + rows.length < total,
  };
}

/** Stock with its product, to be narrowed down. */
export function selectStock() {
  return query
    .select({ stock: inventory, product: products })
    .from(inventory)
    .innerJoin(products, eq(products.product_code, inventory.productCode));
}

export function presentStock(row: {
  stock: typeof inventory.$inferSelect;
  product: typeof products.$inferSelect;
}): StockItem {
  const { stock, product } = row;
  return {
    inventory_id: stock.id,
    product_code: stock.productCode,
    quantity: stock.onHand,
    reserved_quantity: stock.reserved,
    available_quantity: stock.onHand - stock.reserved,
    last_updated: stock.updatedAt,
    updated_by: stock.updatedBy,
    product: product.deleted_at === null ? presentProduct(product) : null,
  };
}
