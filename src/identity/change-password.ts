import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { admit } from "../limits/admit.ts";
import { ProblemError } from "../problems.ts";
import type { UserActor } from "./actor.ts";
import { hashPassword, isWeak, verifyPassword } from "./passwords.ts";
import { publishRevocations } from "./sessions.ts";
import { issueToken } from "./tokens.ts";
import { presentUser, users, type LoggedIn, type NewPassword } from "./users.schema.ts";

/**
 * Sets a new password and ends all of the user's sessions; the answer holds the token of a new one.
 * `wrong-credentials` if the current password is not right, `weak-password`.
 */
export async function changePassword(
  ctx: Ctx,
  actor: UserActor,
  input: NewPassword,
): Promise<LoggedIn> {
  await admit(ctx, "login", `${ctx.address}|${actor.id}`, true);
  const [[user]] = await ctx.db.read([query.select().from(users).where(eq(users.id, actor.id))]);
  const { isRight } = await verifyPassword(input.current_password, user?.passwordHash ?? null);
  if (!user || !isRight) throw new ProblemError("wrong-credentials");
  if (isWeak(input.new_password, [user.username, user.email])) {
    throw new ProblemError("weak-password");
  }
  const passwordHash = await hashPassword(input.new_password);
  await ctx.db.write([
    query
      .update(users)
      .set({ passwordHash, tokensValidFrom: ctx.now.toISOString() })
      .where(eq(users.id, user.id)),
    guard("unauthenticated", changedOneRow),
  ]);
  await publishRevocations(ctx, user.id);
  const { user_id, username, user_type, role } = presentUser(user);
  return { user_id, username, user_type, role, ...(await issueToken(ctx, user)) };
}
