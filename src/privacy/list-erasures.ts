import { desc, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { bounds, type Page, type Paging } from "../db/paging.ts";
import { query } from "../db/query.ts";
import { erasures } from "./erasures.tables.ts";
import { presentErasure } from "./present-erasure.ts";
import type { Erasure } from "./privacy.schema.ts";

/** The receipts of all erasures, the newest first; their ids begin with the time. */
export async function listErasures(ctx: Ctx, wanted: Paging): Promise<Page<Erasure>> {
  const { skip, limit } = bounds(wanted);
  const [rows, [counted]] = await ctx.db.read([
    query.select().from(erasures).orderBy(desc(erasures.id)).limit(limit).offset(skip),
    query.select({ total: sql<number>`count(*)` }).from(erasures),
  ]);
  const items = rows.map(({ id, createdAt, createdBy, finishedAt, counts }) =>
    presentErasure({
      ...{ id, made_at: createdAt, made_by: createdBy, finished_at: finishedAt },
      counts,
    }),
  );
  return { items, total: counted?.total ?? 0, skip, limit };
}
