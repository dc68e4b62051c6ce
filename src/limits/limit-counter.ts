import { DurableObject } from "cloudflare:workers";
import { count, type Count, type Taken } from "./count.ts";
import type { Policy } from "./policies.ts";

const STORED_COUNT = "count";
const KEPT_AFTER_WINDOW_MS = 60_000;

/**
 * Counts the calls of one principal under one policy, exactly and for the whole world. One row holds
 * the count of the window: without it an object that has been idle for ten seconds would forget. The row
 * is no longer written once the limit is passed, and is deleted after the window.
 */
export class LimitCounter extends DurableObject<Env> {
  #count: Count | null = null;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#count = state.storage.kv.get<Count>(STORED_COUNT) ?? null;
  }

  /** Counts `calls` more at `now` (milliseconds) and says whether they are still within the policy. */
  async take(policy: Policy, calls: number, now: number): Promise<Taken> {
    const taken = count(this.#count, policy, calls, now);
    const isNewWindow = taken.count.startedAt !== this.#count?.startedAt;
    this.#count = taken.count;
    if (isNewWindow) {
      await this.ctx.storage.setAlarm(Date.now() + policy.seconds * 1000 + KEPT_AFTER_WINDOW_MS);
    }
    if (taken.allowed || taken.crossed) {
      await this.ctx.storage.put(STORED_COUNT, taken.count, { allowUnconfirmed: true });
    }
    return taken;
  }

  override async alarm(): Promise<void> {
    this.#count = null;
    await this.ctx.storage.deleteAll();
  }
}
