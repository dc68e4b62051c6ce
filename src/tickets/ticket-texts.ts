import type { AgentPriority, IssueType, LogType } from "./tickets.schema.ts";

type Issue = { name: string; logType: LogType; team: string; followUp: string };

/** What each kind of issue is called, who takes it, and what happens next, in Swedish. */
export const issues: Record<IssueType, Issue> = {
  damage_claim: {
    name: "skadeanmälan",
    logType: "complaint",
    team: "Claims Department",
    followUp: "Skadeavdelningen ringer dig om nästa steg och vilken dokumentation som behövs.",
  },
  booking_change: {
    name: "bokningsändring",
    logType: "support",
    team: "Booking Team",
    followUp: "Bokningsteamet bekräftar ändringen.",
  },
  complaint: {
    name: "klagomål",
    logType: "complaint",
    team: "Customer Relations",
    followUp: "En kundansvarig ringer upp dig.",
  },
  cleaning_issue: {
    name: "städningsproblem",
    logType: "complaint",
    team: "Quality Control",
    followUp: "Kvalitetsteamet går igenom ärendet och städar om vid behov.",
  },
  general: {
    name: "allmän fråga",
    logType: "inquiry",
    team: "Customer Service",
    followUp: "En medarbetare tar hand om din fråga.",
  },
};

/** By when a ticket of each priority is answered, in Swedish. */
export const promises: Record<AgentPriority, string> = {
  high: "inom 2 timmar",
  medium: "inom 24 timmar",
  low: "inom 2 arbetsdagar",
};
