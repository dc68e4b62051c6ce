import type { AgentPriority, IssueType } from "./tickets.schema.ts";

type Issue = { name: string; team: string; followUp: string };

/** What each kind of issue is called, who takes it, and what happens next, in Swedish. */
export const issues: Record<IssueType, Issue> = {
  damage_claim: {
    name: "skadeanmälan",
    team: "Claims Department",
    followUp: "Skadeavdelningen ringer dig om nästa steg och vilken dokumentation som behövs.",
  },
  booking_change: {
    name: "bokningsändring",
    team: "Booking Team",
    followUp: "Bokningsteamet bekräftar ändringen.",
  },
  complaint: {
    name: "klagomål",
    team: "Customer Relations",
    followUp: "En kundansvarig ringer upp dig.",
  },
  cleaning_issue: {
    name: "städningsproblem",
    team: "Quality Control",
    followUp: "Kvalitetsteamet går igenom ärendet och städar om vid behov.",
  },
  general: {
    name: "allmän fråga",
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
