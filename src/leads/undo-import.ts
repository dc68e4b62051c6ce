import { and, eq, getTableColumns, inArray, isNull, sql, type SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { importChanges, imports, type ImportUndone } from "./imports.schema.ts";
import { leads } from "./leads.schema.ts";

/**
 * Undoes an import in one transaction: leads that it made are deleted, leads that it changed get back
 * exactly what they were. Leads that somebody has changed since are left alone and counted. Undone again it is the
 * same answer; `import-running` while it runs.
 */
export async function undoImport(ctx: Ctx, id: string): Promise<ImportUndone> {
  const [[found]] = await ctx.db.read([query.select().from(imports).where(eq(imports.id, id))]);
  if (!found) throw new ProblemError("not-found");
  if (found.finishedAt === null) throw new ProblemError("import-running");
  const [, , , , [undone]] = await ctx.db.write(
    [
      guard("import-running", isOver(id)),
      query
        .update(imports)
        .set({ undoneAt: ctx.now.toISOString(), undo: countUndoable(id) })
        .where(and(eq(imports.id, id), isNull(imports.undoneAt))),
      query.delete(leads).where(inArray(leads.id, unchangedSince(id, sql`before is null`))),
      query
        .update(leads)
        .set(formerValues(id))
        .where(inArray(leads.id, unchangedSince(id, sql`before is not null`))),
      query.select().from(imports).where(eq(imports.id, id)),
      query.delete(importChanges).where(eq(importChanges.importId, id)),
    ],
    { repeatable: true },
  );
  if (!undone?.undo || undone.undoneAt === null) throw new ProblemError("not-found");
  return { id, undone_at: undone.undoneAt, ...undone.undo };
}

function isOver(id: string): SQL {
  return sql`exists (select 1 from ${imports} where ${imports.id} = ${id} and ${imports.finishedAt} is not null)`;
}

/** The leads of an import that are still as it left them. */
function unchangedSince(id: string, kind: SQL): SQL {
  return sql`(
    select lead_id from ${importChanges} as done join ${leads} as now on now.id = done.lead_id
    where done.import_id = ${id} and now.version = done.version and ${kind})`;
}

function countUndoable(id: string): SQL {
  const all = sql`(select count(*) from ${importChanges} where import_id = ${id})`;
  const deleted = sql`(select count(*) from ${unchangedSince(id, sql`before is null`)})`;
  const restored = sql`(select count(*) from ${unchangedSince(id, sql`before is not null`)})`;
  return sql`json_object('deleted_count', ${deleted}, 'restored_count', ${restored},
    'kept_count', ${all} - ${deleted} - ${restored})`;
}

/** Every column of a lead, from the record of what it was. */
function formerValues(id: string): Record<string, SQL> {
  const before = sql`(
    select before from ${importChanges}
    where import_id = ${id} and lead_id = ${leads.id})`;
  const keys = Object.keys(getTableColumns(leads)).filter((key) => key !== "seq" && key !== "id");
  return Object.fromEntries(keys.map((key) => [key, sql`${before} ->> ${`$.${key}`}`]));
}
