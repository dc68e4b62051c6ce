import { and, eq, gt, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { guard, type Guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import type { UserActor } from "./actor.ts";
import { revocationsName, type Revocations } from "./revocations.ts";
import { revokedTokens, users } from "./users.tables.ts";
import { tellEdge } from "./tell-edge.ts";
import type { z } from "zod";

/**
 * From here on every batch of this request also checks that the administrator's token is still good,
 * so that logout, a changed password and deactivation hold at once. It costs no round trip of its own.
 */
export function requireLiveSession(ctx: Ctx, { id, role, token }: UserActor): void {
  ctx.db.require(
    "unauthenticated",
    sql`exists (
      select 1 from ${users}
      where ${users.id} = ${id} and ${users.isActive} = 1 and ${users.role} = ${role}
        and ${users.tokensValidFrom} <= ${token.issuedAt.toISOString()}
    ) and not exists (select 1 from ${revokedTokens} where ${revokedTokens.id} = ${token.id})`,
  );
}

/** For writes that refer to their user, whom a database that was put back to an older state may not know. */
export function knownUser(id: string): Guard {
  return guard("unauthenticated", sql`exists (select 1 from ${users} where ${users.id} = ${id})`);
}

/**
 * Tells every location which of a user's tokens are no longer good. It takes up to a minute to arrive;
 * `sessions-unavailable` if it cannot be told.
 */
export async function publishRevocations(ctx: Ctx, userId: string): Promise<void> {
  const [[user], tokens] = await ctx.db.read([
    query.select({ validFrom: users.tokensValidFrom }).from(users).where(eq(users.id, userId)),
    query
      .select({ id: revokedTokens.id })
      .from(revokedTokens)
      .where(
        and(eq(revokedTokens.userId, userId), gt(revokedTokens.expiresAt, ctx.now.toISOString())),
      ),
  ]);
  if (!user) return;
  const record: z.input<typeof Revocations> = {
    valid_from: user.validFrom,
    tokens: tokens.map((token) => token.id),
  };
  const seconds = ctx.config.tokenHours * 3600;
  await tellEdge(ctx.kv.write(revocationsName(userId), record, seconds));
}

/**
 * Tells every location that nothing that was issued before `from` is good; `seconds` is for how long any of it could be.
 * `sessions-unavailable` if it cannot be told.
 */
export async function revokeEveryToken(
  { kv }: Pick<Ctx, "kv">,
  holder: string,
  from: Date,
  seconds: number,
): Promise<void> {
  const record: z.input<typeof Revocations> = { valid_from: from.toISOString(), tokens: [] };
  await tellEdge(kv.write(revocationsName(holder), record, seconds));
}
