import { z } from "zod";
import type { Ctx } from "../context.ts";
import { keyedDigest } from "../db/digest.ts";
import { logFailure } from "../log.ts";
import { ProblemError } from "../problems.ts";
import { blockedUntil, rememberBlock } from "./blocks.ts";
import type { Taken } from "./count.ts";
import { currentPolicy } from "./current-policies.ts";
import type { PolicyName } from "./policies.ts";

/** What counting needs of a request. */
type Counting = Pick<Ctx, "requestId" | "now" | "config" | "kv" | "counters" | "background">;

/** Where a caller stands after this call. `resetAt` is milliseconds. */
export type Standing = Pick<Taken, "limit" | "remaining" | "resetAt">;

const BlockMark = z.object({ resetAt: z.int() });

/**
 * Counts one call of a principal and waits for the count. Over the limit: `rate-limited`, without a hop
 * once this isolate or this location knows. If the counter fails, reads pass uncounted (null) and
 * writes are refused with `limits-unavailable`.
 */
export async function admit(
  ctx: Counting,
  policyName: PolicyName,
  principal: string,
  writes: boolean,
): Promise<Standing | null> {
  const id = `${policyName}:${principal}`;
  const now = ctx.now.getTime();
  const policy = currentPolicy(ctx, policyName);
  refuseIfBlocked(id, policy.limit, now);

  const name = await counterName(ctx, policyName, principal);
  try {
    const mark = await ctx.kv.readCached(blockName(name), BlockMark);
    if (mark) rememberBlock(id, mark.resetAt);
    refuseIfBlocked(id, policy.limit, now);
    const taken = await ctx.counters.take(name, policy, 1, ctx.now);
    if (!taken.allowed) {
      rememberBlock(id, taken.resetAt);
      if (taken.crossed) ctx.background(() => markBlocked(ctx, name, taken));
      refuseIfBlocked(id, policy.limit, now);
    }
    return taken;
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    logFailure(ctx.requestId, "limit-counter", error);
    if (writes) throw new ProblemError("limits-unavailable", { retryAfter: 1, cause: error });
    return null;
  }
}

/** Uncounts a call that was let in: it was none of those that the policy is about. */
export async function takeBack(
  ctx: Counting,
  policyName: PolicyName,
  principal: string,
): Promise<void> {
  const name = await counterName(ctx, policyName, principal);
  await ctx.counters.take(name, currentPolicy(ctx, policyName), -1, ctx.now);
}

/** Calls of a principal that this isolate has not reported yet, and when their report was begun. */
const unreported = new Map<string, { calls: number; reportBegunAt: number }>();

/** How long calls are gathered before they are reported: at most a report a second for each caller. */
const GATHER_MS = 1_000;

/** A report that has not ended by then never will: its request was cut off. */
const REPORT_DEADLINE_MS = 10_000;

/**
 * Counts one call of a principal after the answer. Refuses with `rate-limited` only by what this
 * isolate already knows; nothing is awaited. Calls that come within the same second are reported
 * together, so a burst costs a few calls of the counter.
 */
export function admitWithoutWaiting(
  ctx: Counting,
  policyName: PolicyName,
  principal: string,
): void {
  const id = `${policyName}:${principal}`;
  const now = ctx.now.getTime();
  refuseIfOverLimit(ctx, policyName, principal);
  const tally = unreported.get(id);
  if (tally && now - tally.reportBegunAt < REPORT_DEADLINE_MS) {
    tally.calls += 1;
    return;
  }
  const mine = { calls: 1, reportBegunAt: now };
  unreported.set(id, mine);
  ctx.background(async () => {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    unreported.delete(id);
    await report(ctx, policyName, principal, mine.calls);
  });
}

/** Refuses with `rate-limited` by what this isolate already knows, and counts nothing. */
export function refuseIfOverLimit(ctx: Counting, policyName: PolicyName, principal: string): void {
  const id = `${policyName}:${principal}`;
  refuseIfBlocked(id, currentPolicy(ctx, policyName).limit, ctx.now.getTime());
}

async function report(ctx: Counting, policyName: PolicyName, principal: string, calls: number) {
  const name = await counterName(ctx, policyName, principal);
  const taken = await ctx.counters.take(name, currentPolicy(ctx, policyName), calls, ctx.now);
  if (taken.allowed) return;
  rememberBlock(`${policyName}:${principal}`, taken.resetAt);
  if (taken.crossed) await markBlocked(ctx, name, taken);
}

function refuseIfBlocked(id: string, limit: number, now: number): void {
  const resetAt = blockedUntil(id, now);
  if (resetAt === null) return;
  throw new ProblemError("rate-limited", {
    retryAfter: Math.ceil((resetAt - now) / 1000),
    headers: standingHeaders({ limit, remaining: 0, resetAt }),
  });
}

/** The three headers of every limited answer; the reset is in Unix seconds. */
export function standingHeaders(standing: Standing): Record<string, string> {
  return {
    "X-RateLimit-Limit": String(standing.limit),
    "X-RateLimit-Remaining": String(standing.remaining),
    "X-RateLimit-Reset": String(Math.ceil(standing.resetAt / 1000)),
  };
}

/** Addresses are few enough to be tried out, so their digests are keyed. */
async function counterName(
  { config }: Counting,
  policyName: PolicyName,
  principal: string,
): Promise<string> {
  return `${policyName}:${await keyedDigest(config.authSecret, `limit:${principal}`)}`;
}

function blockName(counter: string): string {
  return `limit-block:${counter}`;
}

async function markBlocked(ctx: Counting, counter: string, taken: Taken): Promise<void> {
  const seconds = Math.ceil((taken.resetAt - ctx.now.getTime()) / 1000);
  await ctx.kv.write(blockName(counter), { resetAt: taken.resetAt }, seconds);
}
