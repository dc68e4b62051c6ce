import { and, eq, gte, inArray, isNull, ne, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { orderLines, orders } from "../orders/orders.tables.ts";
import { products } from "./products.schema.ts";
import type { RiskFacts } from "./risk.ts";
import { inventory } from "./stock.schema.ts";

const DEMAND_DAYS = 28;
const DAY_MS = 86_400_000;

/** The facts of some products, except what is wanted of them; to be read in any batch. */
export function selectRiskFacts(ctx: Ctx, codes: string[]) {
  const since = new Date(ctx.now.getTime() - DEMAND_DAYS * DAY_MS).toISOString();
  const ordered = query
    .select({ sum: sql<number>`coalesce(sum(${orderLines.orderedQty}), 0)` })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(
      and(
        eq(orderLines.productCode, products.product_code),
        gte(orders.createdAt, since),
        ne(orders.status, "cancelled"),
      ),
    );
  return query
    .select({
      code: products.product_code,
      available: sql<number>`${inventory.onHand} - ${inventory.reserved}`,
      ordered: sql<number>`(${ordered})`,
      leadTimeDays: products.lead_time_days,
      shelfLifeDays: products.shelf_life_days,
    })
    .from(products)
    .innerJoin(inventory, eq(inventory.productCode, products.product_code))
    .where(and(inArray(products.product_code, codes), isNull(products.deleted_at)));
}

export type RiskRow = {
  code: string;
  available: number;
  ordered: number;
  leadTimeDays: number;
  shelfLifeDays: number | null;
};

export function factsFor(row: RiskRow, quantity: number, daysUntilDelivery = 1): RiskFacts {
  const { available, leadTimeDays, shelfLifeDays, ordered } = row;
  const dailyDemand = ordered / DEMAND_DAYS;
  return { available, quantity, dailyDemand, leadTimeDays, shelfLifeDays, daysUntilDelivery };
}
