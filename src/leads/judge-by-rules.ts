import type { LeadStatus } from "./lead-status.ts";
import { usualPlan, type Plan } from "./next-action.ts";
import { readNotes, readStatus } from "./read-status.ts";

/** What a lead is judged by. `status` is the word of its status column, as it was imported. */
export type Evidence = {
  status: string | null;
  notes: string | null;
  lastContact: string | null;
};

/** What a judgement of the rules goes by. */
export type Basis = "status" | "notes" | "contact" | "nothing";

/** Where a lead stands, why, and what is next. The reason is a German sentence. */
export type Verdict = { status: LeadStatus; reason: string; plan: Plan };

const DAY_MS = 86_400_000;
const HOT_DAYS = 3;
const WARM_DAYS = 14;
const LONGEST_QUOTE = 60;

/** Judges by the words of the status column, then of the notes, then by the last contact. */
export function judgeByRules(lead: Evidence, now: Date): Verdict & { basis: Basis } {
  const read = readEvidence(lead, now);
  return { ...read, plan: usualPlan(read.status, lead.lastContact) };
}

type Read = { status: LeadStatus; basis: Basis; reason: string };

function readEvidence(lead: Evidence, now: Date): Read {
  const told = lead.status === null ? null : readStatus(lead.status);
  if (told !== null) {
    return { status: told, basis: "status", reason: `Status: „${cut(lead.status)}“.` };
  }
  const noted = lead.notes === null ? null : readNotes(lead.notes);
  if (noted !== null) {
    return { status: noted, basis: "notes", reason: `Aus den Notizen: „${cut(lead.notes)}“.` };
  }
  if (lead.lastContact === null) {
    const reason = "Weder Status noch Notizen noch letzter Kontakt sagen mehr.";
    return { status: "new", basis: "nothing", reason };
  }
  const days = Math.floor((now.getTime() - Date.parse(lead.lastContact)) / DAY_MS);
  const status = days <= HOT_DAYS ? "hot" : days <= WARM_DAYS ? "warm" : "cold";
  const ago = days <= 0 ? "heute" : days === 1 ? "vor einem Tag" : `vor ${days} Tagen`;
  return { status, basis: "contact", reason: `Letzter Kontakt ${ago}.` };
}

function cut(text: string | null): string {
  const line = (text ?? "").replaceAll(/\s+/g, " ").trim();
  return line.length <= LONGEST_QUOTE ? line : `${line.slice(0, LONGEST_QUOTE - 1).trimEnd()}…`;
}
