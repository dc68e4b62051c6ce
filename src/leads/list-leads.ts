import { and, desc, eq, lt } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { fits } from "./find-leads.ts";
import type { LeadPage, LeadQuery } from "./lead-lists.schema.ts";
import { leads, type Lead } from "./leads.schema.ts";
import { presentLead } from "./present-lead.ts";

/** Leads that fit the filters, the newest first, a page at a time. */
export async function listLeads(
  ctx: Ctx,
  { cursor, limit, ...filters }: LeadQuery,
): Promise<LeadPage> {
  const older = cursor === undefined ? undefined : lt(leads.seq, cursor);
  const [rows] = await ctx.db.read([
    query
      .select()
      .from(leads)
      .where(and(fits(filters, ctx.now), older))
      .orderBy(desc(leads.seq))
      .limit(limit + 1),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => presentLead(row, ctx.now)),
    next_cursor: rows.length > limit && last ? String(last.seq) : null,
  };
}

/** One lead; `not-found` if there is none of this id. */
export async function readLead(ctx: Ctx, id: string): Promise<Lead> {
  const [[row]] = await ctx.db.read([query.select().from(leads).where(eq(leads.id, id))]);
  if (!row) throw new ProblemError("not-found");
  return presentLead(row, ctx.now);
}
