import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { normalizePhone } from "../customers/contact.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { planned } from "./apply-rows.ts";
import type { LeadChange } from "./lead-lists.schema.ts";
import { leads, type Lead, type LeadRow } from "./leads.schema.ts";
import { keysOf } from "./merge-rows.ts";
import { usualPlan } from "./next-action.ts";
import { presentLead } from "./present-lead.ts";
import { amountOf } from "./read-amount.ts";

const HOME_COUNTRY = "DE";

/**
 * Changes what is given of a lead. A status given here is a person's: no AI and no rule changes it again, only
 * another word in an import. `lead-changed` if the sender had read another version, `lead-email-taken`, and
 * `lead-without-contact` if nothing would be left to reach it by.
 */
export async function changeLead(ctx: Ctx, id: string, change: LeadChange): Promise<Lead> {
  const [[before]] = await ctx.db.read([query.select().from(leads).where(eq(leads.id, id))]);
  if (!before) throw new ProblemError("not-found");
  if (change.version !== undefined && change.version !== before.version) {
    throw new ProblemError("lead-changed");
  }
  const contact = { ...contactOf(before), ...contactGiven(change) };
  if (contact.name === null && contact.email === null && contact.phone === null) {
    throw new ProblemError("lead-without-contact");
  }
  const keys = keysOf(contact);
  const [[after]] = await ctx.db.write([
    query
      .update(leads)
      .set({
        ...contact,
        ...standing(before, change),
        notes: change.notes === undefined ? before.notes : change.notes,
        tags: change.tags === undefined ? before.tags : [...new Set(change.tags)].toSorted(),
        dealCents: dealOf(before, change),
        phoneKey: keys.phone,
        nameKey: keys.name,
        version: before.version + 1,
        updatedAt: ctx.now.toISOString(),
      })
      .where(and(eq(leads.id, id), eq(leads.version, before.version)))
      .returning(),
    guard("lead-changed", changedOneRow),
  ]);
  if (!after) throw new ProblemError("lead-changed");
  return presentLead(after, ctx.now);
}

function contactOf({ name, email, phone, company }: LeadRow) {
  return { name, email, phone, company };
}

function contactGiven({ name, email, phone, company }: LeadChange) {
  const number = typeof phone === "string" ? (normalizePhone(phone, HOME_COUNTRY) ?? phone) : phone;
  return {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(number === undefined ? {} : { phone: number }),
    ...(company === undefined ? {} : { company }),
  };
}

function dealOf(before: LeadRow, { deal_value: value }: LeadChange): number | null {
  if (value === undefined) return before.dealCents;
  return value === null ? null : amountOf(value);
}

/** Status, last contact and what follows from them, unless the next step is given itself. */
function standing(before: LeadRow, change: LeadChange) {
  const status = change.status ?? before.status;
  const lastContact =
    change.last_contact === undefined ? before.lastContact : utc(change.last_contact);
  const follows = change.status !== undefined || change.last_contact !== undefined;
  const plan = planned(usualPlan(status, lastContact));
  const next = follows ? plan : { ...plan, ...planOf(before) };
  const at = change.next_action_at;
  return {
    status,
    lastContact,
    ...(change.status === undefined
      ? {}
      : { statusBy: "person" as const, statusReason: "Von Hand gesetzt." }),
    nextAction: change.next_action ?? next.nextAction,
    nextActionDescription: change.next_action_description ?? next.nextActionDescription,
    nextActionAt:
      change.needs_action === false ? null : at === undefined ? next.nextActionAt : utc(at),
    isSettled:
      change.needs_action === undefined ? (at ? false : next.isSettled) : !change.needs_action,
  };
}

function planOf({ nextAction, nextActionAt, nextActionDescription, isSettled }: LeadRow) {
  return { nextAction, nextActionAt, nextActionDescription, isSettled };
}

function utc(instant: string | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
