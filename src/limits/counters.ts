import type { Cost } from "../cost.ts";
import type { Taken } from "./count.ts";
import type { LimitCounter } from "./limit-counter.ts";
import type { Policy } from "./policies.ts";

const PATIENCE_MS = 2_000;

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
      const taken = objects.getByName(name).take(policy, calls, now.getTime());
      return inTime(taken);
    },
    async ping() {
      cost.objectCalls += 1;
      await objects.getByName("ping").ping();
    },
  };
}

/** A counter that does not answer must not hold up the caller. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The counter did not answer in time.")), PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
