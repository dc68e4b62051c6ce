import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import type { UserActor } from "./actor.ts";
import { knownUser, publishRevocations } from "./sessions.ts";
import { revokedTokens } from "./users.tables.ts";

/** Ends the session of the token that was sent; the user's other sessions go on. `unauthenticated` if there is no such user. */
export async function logOut(ctx: Ctx, { id, token }: UserActor): Promise<void> {
  const revoked = { id: token.id, userId: id, expiresAt: token.expiresAt.toISOString() };
  await ctx.db.write(
    [knownUser(id), query.insert(revokedTokens).values(revoked).onConflictDoNothing()],
    { repeatable: true },
  );
  await publishRevocations(ctx, id);
}
