import { desc, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { bounds, type Page, type Paging } from "../db/paging.ts";
import { query } from "../db/query.ts";
import { presentMachineKey, type MachineKey } from "./key-administration.schema.ts";
import { machineKeys } from "./machine-keys.schema.ts";

/** All keys, revoked and expired ones too, the newest first. */
export async function listMachineKeys(ctx: Ctx, wanted: Paging): Promise<Page<MachineKey>> {
  const { skip, limit } = bounds(wanted);
  const [rows, [counted]] = await ctx.db.read([
    query
      .select()
      .from(machineKeys)
      .orderBy(desc(machineKeys.createdAt), desc(machineKeys.id))
      .limit(limit)
      .offset(skip),
    query.select({ total: sql<number>`count(*)` }).from(machineKeys),
  ]);
  return { items: rows.map(presentMachineKey), total: counted?.total ?? 0, skip, limit };
}
