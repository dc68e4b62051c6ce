import type { LeadStatus } from "./lead-status.ts";

export const nextActions = ["FOLLOW_UP", "CHECK_IN", "VALUE", "REFERRAL"] as const;
export type NextAction = (typeof nextActions)[number];

/** What is to be done for a lead, and when. `at` null means that no date is set. */
export type Plan = {
  action: NextAction;
  at: string | null;
  description: string;
  /** Nothing is needed until something changes. */
  isSettled: boolean;
};

const DAY_MS = 86_400_000;

/** By status: what to do, how many days after the last contact, and the sentence for it. */
const usual: Record<LeadStatus, { action: NextAction; days: number; description: string }> = {
  new: { action: "CHECK_IN", days: 1, description: "Ersten Kontakt aufnehmen" },
  hot: { action: "FOLLOW_UP", days: 1, description: "Zum Angebot nachfassen" },
  warm: { action: "FOLLOW_UP", days: 3, description: "An das Gespräch anknüpfen" },
  cold: { action: "CHECK_IN", days: 14, description: "Reaktivierung planen" },
  customer: { action: "VALUE", days: 90, description: "Mehrwert bieten und Beziehung pflegen" },
  lost: { action: "CHECK_IN", days: 30, description: "Um Rückmeldung bitten" },
};

/** The usual next step for a status, counted from the last contact; without one it has no date. */
export function usualPlan(status: LeadStatus, lastContact: string | null): Plan {
  const { action, days, description } = usual[status];
  const at = lastContact === null ? null : daysLater(lastContact, days);
  return { action, at, description, isSettled: false };
}

/** The instant `days` times 24 hours later. */
export function daysLater(instant: string, days: number): string {
  return new Date(Date.parse(instant) + days * DAY_MS).toISOString();
}

/** What is due by tomorrow, or has no date, needs somebody now. */
export function dueBefore(now: Date): string {
  return new Date(now.getTime() + DAY_MS).toISOString();
}

/** Whether somebody has to act: no date, or one that has come or comes within a day. */
export function needsAction(plan: { at: string | null; isSettled: boolean }, now: Date): boolean {
  return !plan.isSettled && (plan.at === null || plan.at <= dueBefore(now));
}
