import { newId } from "../db/ids.ts";
import type { Candidate, Judged } from "./judge-leads.ts";
import type { LeadRow } from "./leads.schema.ts";
import { KeyIndex, keysOf, type MergedRow } from "./merge-rows.ts";
import { usualPlan, type Plan } from "./next-action.ts";
import type { Facts } from "./source-rows.ts";

/** A lead as it is stored; its place in lists is the database's to give. */
export type StoredLead = Omit<LeadRow, "seq">;

/** A lead that rows of an import are about: as it was (null if it is new), and as it becomes. */
export type Draft = {
  before: LeadRow | null;
  lead: StoredLead;
  isChanged: boolean;
  /** Its status has to be judged anew. */
  isOpen: boolean;
};

type Import = { id: string; now: Date };

/** Finds out which lead each row is about and what it changes. Rows that say nothing new change nothing. */
export function applyRows(
  rows: readonly MergedRow[],
  known: readonly LeadRow[],
  { id, now }: Import,
): { drafts: Draft[]; merged: number } {
  const index = new KeyIndex<Draft>();
  for (const before of known) {
    const { seq: _place, ...lead } = before;
    const draft = { before, lead, isChanged: false, isOpen: false };
    index.add(draft, { email: lead.email, phone: lead.phoneKey, name: lead.nameKey });
  }
  const touched = new Set<Draft>();
  let merged = 0;
  for (const { facts } of rows) {
    const found = index.find(keysOf(facts), ({ lead }) => lead.email);
    const draft = found ?? { before: null, ...freshLead(facts, { id, now }) };
    if (found) {
      if (touched.has(found) || found.before?.importBatchId === id) merged += 1;
      update(found, facts, { id, now });
    }
    touched.add(draft);
    index.add(draft, keysOf(draft.lead));
  }
  return { drafts: [...touched], merged };
}

/** What the lead of a draft is judged by. */
export function candidateOf({ lead }: Draft): Candidate {
  const { name, company, notes, lastContact, importedStatus } = lead;
  return { name, company, notes, lastContact, status: importedStatus };
}

/** Writes a verdict into the lead of a draft. */
export function settleDraft(draft: Draft, verdict: Judged): void {
  draft.lead = {
    ...draft.lead,
    status: verdict.status,
    statusBy: verdict.by,
    statusReason: verdict.reason,
    lastContact: draft.lead.lastContact ?? verdict.lastContact,
    ...planned(verdict.plan),
  };
}

/** A plan as the columns that hold it. */
export function planned(plan: Plan) {
  return {
    nextAction: plan.action,
    nextActionAt: plan.at,
    nextActionDescription: plan.description,
    isSettled: plan.isSettled,
  };
}

function freshLead(facts: Facts, { id, now }: Import): Omit<Draft, "before"> {
  const keys = keysOf(facts);
  return {
    isChanged: true,
    isOpen: true,
    lead: {
      id: newId("lead", now),
      name: facts.name,
      email: facts.email,
      phone: facts.phone,
      company: facts.company,
      notes: facts.notes,
      tags: facts.tags ?? [],
      status: "new",
      statusBy: "rules",
      statusReason: "",
      importedStatus: facts.status,
      dealCents: facts.dealCents,
      lastContact: facts.lastContact,
      ...planned(usualPlan("new", facts.lastContact)),
      importBatchId: id,
      source: "import",
      version: 1,
      createdAt: now.toISOString(),
      updatedAt: null,
      phoneKey: keys.phone,
      nameKey: keys.name,
    },
  };
}

/** Given values update, blanks never overwrite. A status that a person has set only yields to a new word. */
function update(draft: Draft, facts: Facts, { id, now }: Import): void {
  const { lead } = draft;
  const given = {
    name: facts.name ?? lead.name,
    email: facts.email ?? lead.email,
    phone: facts.phone ?? lead.phone,
    company: facts.company ?? lead.company,
    notes: facts.notes ?? lead.notes,
    tags: facts.tags ?? lead.tags,
    // An export brings the status itself as the word; that says nothing new.
    importedStatus: (facts.status === lead.status ? null : facts.status) ?? lead.importedStatus,
    dealCents: facts.dealCents ?? lead.dealCents,
    lastContact: facts.lastContact ?? lead.lastContact,
  };
  const isNewWord = given.importedStatus !== lead.importedStatus;
  const isNewContact = given.lastContact !== lead.lastContact;
  const isNewEvidence = isNewWord || isNewContact || given.notes !== lead.notes;
  if (!isNewEvidence && JSON.stringify(given) === JSON.stringify(pick(lead, given))) return;

  const keys = keysOf(given);
  const isNewPlan = isNewContact && lead.statusBy === "person";
  draft.isOpen ||= isNewEvidence && (isNewWord || lead.statusBy !== "person");
  draft.lead = {
    ...lead,
    ...given,
    ...(isNewPlan ? planned(usualPlan(lead.status, given.lastContact)) : {}),
    importBatchId: id,
    version: draft.isChanged ? lead.version : lead.version + 1,
    updatedAt: now.toISOString(),
    phoneKey: keys.phone,
    nameKey: keys.name,
  };
  draft.isChanged = true;
}

/** The values of a lead under the keys of another object, in their order. */
function pick<T extends Partial<StoredLead>>(lead: StoredLead, like: T): Partial<StoredLead> {
  const keys = new Set(Object.keys(like));
  const entries = Object.entries(lead).filter(([key]) => keys.has(key));
  const values = Object.fromEntries(entries);
  return Object.fromEntries([...keys].map((key) => [key, values[key]]));
}
