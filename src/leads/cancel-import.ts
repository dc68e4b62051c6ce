import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { imports, type LeadImport } from "./imports.schema.ts";
import { presentImport } from "./present-import.ts";

/**
 * Ends a running import at once: what is imported stays and can be undone, nothing more is. Cancelled again it
 * is the same answer; `import-finished` if it had ended by itself.
 */
export async function cancelImport(ctx: Ctx, id: string): Promise<LeadImport> {
  const [, [row]] = await ctx.db.write(
    [
      query
        .update(imports)
        .set({ status: "cancelled", finishedAt: ctx.now.toISOString() })
        .where(and(eq(imports.id, id), inArray(imports.status, ["queued", "running"]))),
      query.select().from(imports).where(eq(imports.id, id)),
    ],
    { repeatable: true },
  );
  if (!row) throw new ProblemError("not-found");
  if (row.status !== "cancelled") throw new ProblemError("import-finished");
  return presentImport(row);
}
