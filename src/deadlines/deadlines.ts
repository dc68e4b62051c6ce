import type { Cost } from "../cost.ts";
import type { DeadlineClock } from "./deadline-clock.ts";

/** What waits for something: an order for its customer, a claim for an engine's opinion. */
export type Subject = { kind: "order" | "claim"; id: string };

/** The clocks, one per subject. */
export type Deadlines = {
  /** Looks at the subject when the time has come; a later call replaces an earlier one. */
  set(subject: Subject, at: Date): Promise<void>;
};

export function openDeadlines(
  clocks: DurableObjectNamespace<DeadlineClock>,
  cost: Cost,
): Deadlines {
  return {
    async set(subject, at) {
      cost.objectCalls += 1;
      await clocks.getByName(`${subject.kind}:${subject.id}`).set(subject, at.getTime());
    },
  };
}
