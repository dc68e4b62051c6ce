import type { Ctx } from "../context.ts";
import type { KeyValue } from "../kv/key-value.ts";
import type { Actor, UserActor } from "./actor.ts";
import { ProblemError } from "../problems.ts";
import { logFailure } from "../log.ts";
import { findMachineKey } from "./find-machine-key.ts";
import { readToken } from "./tokens.ts";
import { Revocations, revocationsName } from "./revocations.ts";

const looksLikeToken = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/**
 * Who presents this bearer credential, a user's token or a machine key; null if nobody. Tokens cost one
 * KV read: logout, a changed password and deactivation are seen here within a minute. Routes of
 * administrators also ask the database, see requireLiveSession().
 */
export async function authenticate(ctx: Ctx, credential: string): Promise<Actor | null> {
  return looksLikeToken.test(credential)
    ? authenticateUser(ctx, credential)
    : findMachineKey(ctx, credential);
}

/** Whose token this is; null if nobody's, no longer, or meant for another audience. */
export async function authenticateUser(
  ctx: Pick<Ctx, "now" | "config" | "kv">,
  token: string,
  audience?: string,
): Promise<UserActor | null> {
  const user = await readToken(ctx, token, audience);
  if (!user) return null;
  const { id, issuedAt, expiresAt } = user.token;
  const times = { id, issuedAt: issuedAt.getTime(), expiresAt: expiresAt.getTime() };
  return (await isTokenGood(ctx.kv, user.id, times, ctx.now.getTime())) ? user : null;
}

/**
 * Whether a token that was good is so still: not expired, and not revoked. Times are milliseconds. Without KV that
 * cannot be told: `sessions-unavailable`.
 */
export async function isTokenGood(
  kv: KeyValue,
  userId: string,
  token: { id: string; issuedAt: number; expiresAt: number },
  now: number,
): Promise<boolean> {
  if (now >= token.expiresAt) return false;
  const revocations = await readRevocations(kv, userId);
  if (!revocations) return true;
  const isTooOld = token.issuedAt < Date.parse(revocations.valid_from);
  return !isTooOld && !revocations.tokens.includes(token.id);
}

/** The same for somebody who is connected: while KV is away nobody is let in, and nobody turned out. */
export async function mayStay(...asked: Parameters<typeof isTokenGood>): Promise<boolean> {
  try {
    return await isTokenGood(...asked);
  } catch (error) {
    logFailure("connected", "token-check", error);
    return true;
  }
}

async function readRevocations(kv: KeyValue, userId: string) {
  try {
    return await kv.read(revocationsName(userId), Revocations);
  } catch (cause) {
    throw new ProblemError("sessions-unavailable", { retryAfter: 1, cause });
  }
}
