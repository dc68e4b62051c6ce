import { desc, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { presentStock, selectStock } from "./list-stock.ts";
import { inventory, stockMovements, type Movements, type StockItem } from "./stock.schema.ts";

/** The stock of one product, or `not-found`. */
export async function findStock(ctx: Ctx, code: string): Promise<StockItem> {
  const [[row]] = await ctx.db.read([selectStock().where(eq(inventory.productCode, code))]);
  if (!row) throw new ProblemError("not-found");
  return presentStock(row);
}

/** The ledger of one product, the newest movement first. */
export async function listMovements(
  ctx: Ctx,
  code: string,
  page: { skip: number; limit: number },
): Promise<Movements> {
  const [rows] = await ctx.db.read([
    query
      .select({
        kind: stockMovements.kind,
        on_hand_change: stockMovements.onHandChange,
        reserved_change: stockMovements.reservedChange,
        order_id: stockMovements.orderId,
        created_by: stockMovements.createdBy,
        created_at: stockMovements.createdAt,
      })
      .from(stockMovements)
      .where(eq(stockMovements.productCode, code))
      .orderBy(desc(stockMovements.id))
      .limit(page.limit)
      .offset(page.skip),
  ]);
  return rows;
}
