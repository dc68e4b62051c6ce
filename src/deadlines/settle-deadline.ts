import { giveUpWaiting } from "../claims/give-up-waiting.ts";
import { createContext } from "../context.ts";
import { logFailure } from "../log.ts";
import { expireAnswer } from "../orders/expire-answer.ts";
import { ProblemError } from "../problems.ts";
import type { Subject } from "./deadlines.ts";

/** Looks at what a deadline was for, as the desk itself. Null if it is done, else when to look again. */
export async function settleDeadline(
  env: Env,
  { kind, id }: Subject,
  requestId: string,
): Promise<Date | null> {
  const behind: Promise<void>[] = [];
  const facts = { requestId, now: new Date(), address: "unknown", idempotencyKey: null };
  const ctx = createContext(env, facts, (task) => behind.push(task()));
  ctx.actor = { kind: "system" };
  try {
    const next = await (kind === "order" ? expireAnswer(ctx, id) : giveUpWaiting(ctx, id));
    await Promise.all(behind);
    return next;
  } catch (error) {
    const isGone = error instanceof ProblemError && error.code === "not-found";
    if (!isGone) throw error;
    logFailure(requestId, "deadline", error);
    return null;
  }
}
