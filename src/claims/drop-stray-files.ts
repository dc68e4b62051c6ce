import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { earliestId } from "../db/ids.ts";
import { query } from "../db/query.ts";
import { claimAttachments } from "./claims.tables.ts";

const FOLDER = "claims/";
const HOUR_MS = 3_600_000;
/** A form may still be on its way, and a lost confirmation be asked for again. */
const YOUNGEST_HOURS = 24;
/** Looked at on a week of nights, so that a night may fail; older files have all been looked at. */
const OLDEST_HOURS = 8 * 24;

/**
 * Removes the files of claims that were never made: their Worker ended between storing them and the claim. Names
 * begin with their time, so only the files of the last days are listed. A thousand at a time.
 */
export async function dropStrayFiles(ctx: Pick<Ctx, "db" | "files" | "now">): Promise<number> {
  const before = (hours: number) => {
    const at = new Date(ctx.now.getTime() - hours * HOUR_MS);
    return `${FOLDER}${earliestId("file", at)}`;
  };
  const end = before(YOUNGEST_HOURS);
  let startAfter = before(OLDEST_HOURS);
  let dropped = 0;
  for (;;) {
    const { objects, truncated } = await ctx.files.list({ prefix: FOLDER, startAfter });
    const keys = objects.map(({ key }) => key).filter((key) => key < end);
    const strays = keys.length === 0 ? [] : await withoutClaim(ctx, keys);
    if (strays.length > 0) await ctx.files.delete(strays);
    dropped += strays.length;
    const last = objects.at(-1);
    if (!truncated || !last || keys.length < objects.length) return dropped;
    startAfter = last.key;
  }
}

async function withoutClaim(ctx: Pick<Ctx, "db">, keys: string[]): Promise<string[]> {
  const [rows] = await ctx.db.read([
    query
      .select({ key: sql<string>`value` })
      .from(sql`json_each(${JSON.stringify(keys)})`)
      .where(
        sql`not exists (select 1 from ${claimAttachments} where ${claimAttachments.fileKey} = value)`,
      ),
  ]);
  return rows.map(({ key }) => key);
}
