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
  const isHash = async (password: string) =>
    (await verifyPassword(password, user?.passwordHash ?? null)).isRight;
  // Sent again because the first answer was lost or no success, the new password is the current one already.
  const isRight = (await isHash(input.current_password)) || (await isHash(input.new_password));
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
