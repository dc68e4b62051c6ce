import { asc, count, desc, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { localDay } from "../db/time.ts";
import { isDue } from "./find-leads.ts";
import type { DailyCommand } from "./lead-lists.schema.ts";
import { leads } from "./leads.schema.ts";
import { presentLead } from "./present-lead.ts";
import { SALES_TIME_ZONE } from "./sales-zone.ts";

/** What most needs doing today: hot leads, then warm, new, customers, cold and lost; within them by value. */
export async function dailyCommand(ctx: Ctx, limit: number): Promise<DailyCommand> {
  const urgency = sql`case ${leads.status}
    when 'hot' then 0 when 'warm' then 1 when 'new' then 2
    when 'customer' then 3 when 'cold' then 4 else 5 end`;
  const [rows, [all]] = await ctx.db.read([
    query
      .select()
      .from(leads)
      .where(isDue(ctx.now))
      .orderBy(urgency, desc(leads.dealCents), asc(leads.nextActionAt), asc(leads.id))
      .limit(limit),
    query.select({ total: count() }).from(leads).where(isDue(ctx.now)),
  ]);
  return {
    date: localDay(ctx.now, SALES_TIME_ZONE),
    total: all?.total ?? 0,
    items: rows.map((row) => presentLead(row, ctx.now)),
  };
}
