import type { Policy } from "./policies.ts";

/** How many calls a window has seen since it began. Times are milliseconds. */
export type Count = { startedAt: number; calls: number };

export type Taken = {
  allowed: boolean;
  /** True for the one call that went over the limit first. */
  crossed: boolean;
  remaining: number;
  limit: number;
  /** When the window ends, milliseconds. */
  resetAt: number;
  count: Count;
};

/** Counts `calls` more, or fewer if negative, in a fixed window that begins with its first call. */
export function count(before: Count | null, policy: Policy, calls: number, now: number): Taken {
  const length = policy.seconds * 1000;
  const running = before !== null && now < before.startedAt + length ? before : null;
  const startedAt = running?.startedAt ?? now;
  const already = running?.calls ?? 0;
  const total = Math.max(0, already + calls);
  return {
    allowed: total <= policy.limit,
    crossed: already <= policy.limit && total > policy.limit,
    remaining: Math.max(0, policy.limit - total),
    limit: policy.limit,
    resetAt: startedAt + length,
    count: { startedAt, calls: total },
  };
}
