import { and, eq, isNull } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { products } from "./products.schema.ts";

/** Sells a product no longer. Orders, invoices and its stock keep referring to it. Or `not-found`. */
export async function deleteProduct(ctx: Ctx, code: string): Promise<void> {
  await ctx.db.write([
    query
      .update(products)
      .set({ deleted_at: ctx.now.toISOString() })
      .where(and(eq(products.product_code, code), isNull(products.deleted_at))),
    guard("not-found", changedOneRow),
  ]);
}
