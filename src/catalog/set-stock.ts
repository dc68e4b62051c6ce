import { eq, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { guard } from "../db/guard.ts";
import { ProblemError } from "../problems.ts";
import { presentStock, selectStock } from "./list-stock.ts";
import { countStock } from "./stock-moves.ts";
import { inventory, type NewStock, type StockItem } from "./stock.schema.ts";

/** Sets what is on hand. `not-found` without such a product, `stock-reserved` if more is promised. */
export async function setStock(ctx: Ctx, code: string, { quantity }: NewStock): Promise<StockItem> {
  const [, , [row]] = await ctx.db.write([
    guard(
      "not-found",
      sql`exists (select 1 from ${inventory} where ${inventory.productCode} = ${code})`,
    ),
    countStock(ctx, code, quantity),
    selectStock().where(eq(inventory.productCode, code)),
  ]);
  if (!row) throw new ProblemError("not-found");
  return presentStock(row);
}

/** Takes all stock of a product out; nothing to take out is no problem. `stock-reserved` if some is promised. */
export async function clearStock(ctx: Ctx, code: string): Promise<void> {
  await ctx.db.write([countStock(ctx, code, 0)]);
}
