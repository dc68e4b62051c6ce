import { and, eq, gt, inArray, isNull, lte, or, sql, type SQL } from "drizzle-orm";
import { dueBefore } from "./next-action.ts";
import { leads } from "./leads.schema.ts";
import type { LeadFilters } from "./lead-lists.schema.ts";

/** Words that a search looks for; the rest of a long one is not looked at. */
const MOST_WORDS = 8;

/** The leads that fit all of the filters. */
export function fits(filters: LeadFilters, now: Date): SQL | undefined {
  const { status, needs_action: needs, q, import_id: importId } = filters;
  return and(
    status === undefined ? undefined : eq(leads.status, status),
    needs === undefined ? undefined : needs ? isDue(now) : isNotDue(now),
    importId === undefined ? undefined : eq(leads.importBatchId, importId),
    q === undefined ? undefined : mentions(q),
  );
}

/** The leads that need somebody: see needsAction(). */
export function isDue(now: Date): SQL | undefined {
  return and(
    eq(leads.isSettled, false),
    or(isNull(leads.nextActionAt), lte(leads.nextActionAt, dueBefore(now))),
  );
}

function isNotDue(now: Date): SQL | undefined {
  return or(eq(leads.isSettled, true), gt(leads.nextActionAt, dueBefore(now)));
}

/** Every word is the beginning of one in the name, company, e-mail, notes or tags. */
function mentions(text: string): SQL {
  const words = text.match(/[\p{L}\p{N}]+/gu)?.slice(0, MOST_WORDS) ?? [];
  if (words.length === 0) return sql`0`;
  const match = words.map((word) => `"${word}"*`).join(" ");
  return inArray(leads.seq, sql`(select rowid from lead_search where lead_search match ${match})`);
}
