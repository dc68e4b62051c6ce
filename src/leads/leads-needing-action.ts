import { asc } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { daysBetween, localDay } from "../db/time.ts";
import { isDue } from "./find-leads.ts";
import type { LeadsNeedingAction } from "./lead-lists.schema.ts";
import { leads, type LeadRow } from "./leads.schema.ts";
import { SALES_TIME_ZONE } from "./sales-zone.ts";

/** The leads that need somebody by tomorrow: those without a date first, then the longest overdue. */
export async function leadsNeedingAction(ctx: Ctx, limit: number): Promise<LeadsNeedingAction> {
  const [rows] = await ctx.db.read([
    query
      .select()
      .from(leads)
      .where(isDue(ctx.now))
      // SQLite puts nulls first.
      .orderBy(asc(leads.nextActionAt), asc(leads.id))
      .limit(limit),
  ]);
  return {
    leads: rows.map((row) => ({
      id: row.id,
      name: row.name,
      email: row.email,
      phone: row.phone,
      company: row.company,
      status: row.status,
      last_contact: row.lastContact,
      next_action: row.nextAction,
      next_action_at: row.nextActionAt,
      next_action_description: row.nextActionDescription,
      reason: reasonFor(row, ctx.now),
    })),
  };
}

function reasonFor(row: LeadRow, now: Date): string {
  if (row.nextActionAt === null) {
    return row.lastContact === null
      ? "Noch kein Kontakt festgehalten und kein Termin gesetzt."
      : "Kein Termin gesetzt.";
  }
  const days = daysBetween(
    localDay(now, SALES_TIME_ZONE),
    localDay(new Date(row.nextActionAt), SALES_TIME_ZONE),
  );
  if (days >= 1) return "Morgen fällig.";
  if (days === 0) return "Heute fällig.";
  return days === -1 ? "Seit gestern überfällig." : `Seit ${-days} Tagen überfällig.`;
}
