import type { Cost } from "../cost.ts";
import { answered } from "../in-time.ts";
import type { Taken } from "./count.ts";
import type { LimitCounter } from "./limit-counter.ts";
import type { Policy } from "./policies.ts";

const PATIENCE_MS = 2_000;

/** The counting Durable Objects, one per policy and principal. */
export type Counters = {
  take(name: string, policy: Policy, calls: number, now: Date): Promise<Taken>;
};

export function openCounters(objects: DurableObjectNamespace<LimitCounter>, cost: Cost): Counters {
  return {
    async take(name, policy, calls, now) {
      cost.objectCalls += 1;
      const taken = objects.getByName(name).take(policy, calls, now.getTime());
      // A counter that does not answer must not hold up the caller.
      return answered("The counter", taken, PATIENCE_MS);
    },
  };
}
