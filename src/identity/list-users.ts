import { desc, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { bounds, type Page, type Paging } from "../db/paging.ts";
import { query } from "../db/query.ts";
import { presentUser, type User } from "./users.schema.ts";
import { users } from "./users.tables.ts";

/** All users, inactive ones too, the newest first; their ids begin with the time. */
export async function listUsers(ctx: Ctx, wanted: Paging): Promise<Page<User>> {
  const { skip, limit } = bounds(wanted);
  const [rows, [counted]] = await ctx.db.read([
    query.select().from(users).orderBy(desc(users.id)).limit(limit).offset(skip),
    query.select({ total: sql<number>`count(*)` }).from(users),
  ]);
  return { items: rows.map(presentUser), total: counted?.total ?? 0, skip, limit };
}
