import type { LeadStatus } from "./lead-status.ts";
import { usualPlan, type Plan } from "./next-action.ts";
import { readNotes, readStatus } from "./read-status.ts";

/** What a lead is judged by. `status` is the word of its status column, as it was imported. */
export type Evidence = {
  status: string | null;
  notes: string | null;
  lastContact: string | null;
};

/** Where a lead stands, why, and what is next. The reason is a German sentence. */
export type Verdict = { status: LeadStatus; reason: string; plan: Plan };

const DAY_MS = 86_400_000;
const HOT_DAYS = 3;
const WARM_DAYS = 14;
const LONGEST_QUOTE = 60;

/** Judges by the words of the status column, then of the notes, then by the last contact. */
export function judgeByRules(lead: Evidence, now: Date): Verdict {
  const { status, reason } = read(lead, now);
  return { status, reason, plan: usualPlan(status, lead.lastContact) };
}

function read(lead: Evidence, now: Date): { status: LeadStatus; reason: string } {
  const told = lead.status === null ? null : readStatus(lead.status);
  if (told !== null) return { status: told, reason: `Status laut Import: „${cut(lead.status)}“.` };
  const noted = lead.notes === null ? null : readNotes(lead.notes);
  if (noted !== null) return { status: noted, reason: `Aus den Notizen: „${cut(lead.notes)}“.` };
  if (lead.lastContact === null) {
    return { status: "new", reason: "Weder Status noch Notizen noch letzter Kontakt sagen mehr." };
  }
  const days = Math.floor((now.getTime() - Date.parse(lead.lastContact)) / DAY_MS);
  const status = days <= HOT_DAYS ? "hot" : days <= WARM_DAYS ? "warm" : "cold";
  const ago = days <= 0 ? "heute" : days === 1 ? "vor einem Tag" : `vor ${days} Tagen`;
  return { status, reason: `Letzter Kontakt ${ago}.` };
}

function cut(text: string | null): string {
  const line = (text ?? "").replaceAll(/\s+/g, " ").trim();
  return line.length <= LONGEST_QUOTE ? line : `${line.slice(0, LONGEST_QUOTE - 1).trimEnd()}…`;
}
