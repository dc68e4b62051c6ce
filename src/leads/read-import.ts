import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { imports, type LeadImport } from "./imports.schema.ts";
import { presentImport } from "./present-import.ts";

/** An import and how far it is; `not-found` if there is none of this id. */
export async function readImport(ctx: Ctx, id: string): Promise<LeadImport> {
  const [[row]] = await ctx.db.read([query.select().from(imports).where(eq(imports.id, id))]);
  if (!row) throw new ProblemError("not-found");
  return presentImport(row);
}
