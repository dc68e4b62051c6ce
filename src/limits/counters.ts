import type { Cost } from "../cost.ts";
import type { Taken } from "./count.ts";
import type { LimitCounter } from "./limit-counter.ts";
import type { Policy } from "./policies.ts";

/** The counting Durable Objects, one per policy and principal. */
export type Counters = {
  take(name: string, policy: Policy, calls: number, now: Date): Promise<Taken>;
  /** Settles if an object can be reached at all. */
  ping(): Promise<void>;
};

export function openCounters(objects: DurableObjectNamespace<LimitCounter>, cost: Cost): Counters {
  return {
    async take(name, policy, calls, now) {
      cost.objectCalls += 1;
      const taken = await objects.getByName(name).take(policy, calls, now.getTime());
      return taken;
    },
    async ping() {
      cost.objectCalls += 1;
      await objects.getByName("ping").ping();
    },
  };
}
