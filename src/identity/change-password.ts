import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import type { UserActor } from "./actor.ts";
import { checkPassword } from "./check-password.ts";
import { hashPassword, isWeak } from "./passwords.ts";
import { publishRevocations } from "./sessions.ts";
import { issueToken } from "./tokens.ts";
import { presentUser, type LoggedIn, type NewPassword } from "./users.schema.ts";
import { users } from "./users.tables.ts";

/**
 * Sets a new password and ends all of the user's sessions; the answer holds the token of a new one.
 * `wrong-credentials` if the current password is not right, `weak-password`, `rate-limited` as checkPassword() says.
 */
export async function changePassword(
  ctx: Ctx,
  actor: UserActor,
  input: NewPassword,
): Promise<LoggedIn> {
  const isThem = eq(users.id, actor.id);
  const { current_password: current, new_password: wanted } = input;
  // Sent again because the first answer was lost or no success, the new password is the current one already.
  const { user } = await checkPassword(ctx, actor.id, isThem, current, wanted);
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
