import { DurableObject } from "cloudflare:workers";
import { logFailure } from "../log.ts";
import type { Subject } from "./deadlines.ts";

const SUBJECT = "subject";
const AGAIN_MS = 30_000;

/** Wakes when a subject's time has come. What then happens is decided from the data, not from here. */
export class DeadlineClock extends DurableObject<Env> {
  /** Wakes at a time in milliseconds. */
  async set(subject: Subject, at: number): Promise<void> {
    this.ctx.storage.kv.put(SUBJECT, subject);
    await this.ctx.storage.setAlarm(at);
  }

  /** A failure must not use up the platform's few retries, so that it is tried again for as long as it takes. */
  override async alarm(): Promise<void> {
    const subject = this.ctx.storage.kv.get<Subject>(SUBJECT);
    if (!subject) return;
    const requestId = crypto.randomUUID();
    try {
      const { settleDeadline } = await import("./settle-deadline.ts");
      const next = await settleDeadline(this.env, subject, requestId);
      if (next) await this.ctx.storage.setAlarm(next.getTime());
      else await this.ctx.storage.deleteAll();
    } catch (error) {
      logFailure(requestId, "deadline", error);
      await this.ctx.storage.setAlarm(Date.now() + AGAIN_MS);
    }
  }
}
