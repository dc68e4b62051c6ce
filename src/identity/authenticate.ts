import type { Ctx } from "../context.ts";
import type { Actor, UserActor } from "./actor.ts";
import { findMachineKey } from "./find-machine-key.ts";
import { readToken } from "./tokens.ts";
import { Revocations, revocationsName } from "./users.schema.ts";

const looksLikeToken = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/**
 * Who presents this bearer credential, a user's token or a machine key; null if nobody. Tokens cost one
 * KV read: logout, a changed password and deactivation are seen here within a minute. Routes of
 * administrators also ask the database, see requireLiveSession().
 */
export async function authenticate(ctx: Ctx, credential: string): Promise<Actor | null> {
  if (!looksLikeToken.test(credential)) return findMachineKey(ctx, credential);
  const user = await readToken(ctx, credential);
  return user && !(await isRevoked(ctx, user)) ? user : null;
}

async function isRevoked(ctx: Ctx, { id, token }: UserActor): Promise<boolean> {
  const revocations = await ctx.kv.read(revocationsName(id), Revocations);
  if (!revocations) return false;
  const isTooOld = token.issuedAt.toISOString() < revocations.valid_from;
  return isTooOld || revocations.tokens.includes(token.id);
}
