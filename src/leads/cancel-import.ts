import { and, eq, inArray, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { imports, type LeadImport } from "./imports.schema.ts";
import { presentImport } from "./present-import.ts";

/**
 * Ends a running import at once: what is imported stays and can be undone, nothing more is. Cancelled again it
 * is the same answer; `import-finished` if it had ended by itself.
 */
export async function cancelImport(ctx: Ctx, id: string): Promise<LeadImport> {
  const isThis = eq(imports.id, id);
  const [, , , [row]] = await ctx.db.write(
    [
      guard("not-found", sql`exists (select 1 from ${imports} where ${isThis})`),
      query
        .update(imports)
        .set({ status: "cancelled", finishedAt: ctx.now.toISOString() })
        .where(and(isThis, inArray(imports.status, ["queued", "running"]))),
      guard(
        "import-finished",
        sql`(select ${imports.status} from ${imports} where ${isThis}) = 'cancelled'`,
      ),
      query.select().from(imports).where(isThis),
    ],
    { repeatable: true },
  );
  if (!row) throw new ProblemError("not-found");
  return presentImport(row);
}
