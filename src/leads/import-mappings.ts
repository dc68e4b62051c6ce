import { asc, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { importMappings, type ImportMapping } from "./imports.schema.ts";
import type { Mapping } from "./read-headers.ts";

const AT_MOST = 100;

/** The saved mapping of a name; `unknown-mapping` if there is none. */
export async function findMapping(ctx: Ctx, name: string): Promise<Mapping> {
  const [[found]] = await ctx.db.read([
    query
      .select({ columns: importMappings.columns })
      .from(importMappings)
      .where(eq(importMappings.name, name)),
  ]);
  if (!found) throw new ProblemError("unknown-mapping");
  return found.columns;
}

/** The saved mappings by name, at most 100. */
export async function listMappings(ctx: Ctx): Promise<{ mappings: ImportMapping[] }> {
  const [mappings] = await ctx.db.read([
    query
      .select({ name: importMappings.name, columns: importMappings.columns })
      .from(importMappings)
      .orderBy(asc(importMappings.name))
      .limit(AT_MOST),
  ]);
  return { mappings };
}

/** Saves a mapping under a name, in place of the one that has it. */
export async function saveMapping(
  ctx: Ctx,
  name: string,
  columns: Mapping,
): Promise<ImportMapping> {
  const changedAt = ctx.now.toISOString();
  await ctx.db.write(
    [
      query
        .insert(importMappings)
        .values({ name, columns, changedAt })
        .onConflictDoUpdate({ target: importMappings.name, set: { columns, changedAt } }),
    ],
    { repeatable: true },
  );
  return { name, columns };
}
