import { eq, or } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { normalizeEmail } from "../customers/contact.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { checkPassword } from "./check-password.ts";
import { hashPassword } from "./passwords.ts";
import { issueToken } from "./tokens.ts";
import { presentUser, type Credentials, type LoggedIn } from "./users.schema.ts";
import { usernameKey, users } from "./users.tables.ts";

/**
 * Logs a user in by username or e-mail. An unknown user and a wrong password take the same work and get
 * the same answer, `wrong-credentials`; `account-inactive` is told only to whoever knows the password.
 * `rate-limited` as checkPassword() says.
 */
export async function logIn(ctx: Ctx, input: Credentials): Promise<LoggedIn> {
  const name = usernameKey(input.username.trim());
  const isThem = or(eq(users.usernameKey, name), eq(users.email, normalizeEmail(input.username)));
  const { user, isOutdated } = await checkPassword(ctx, name, isThem, input.password);
  if (!user.isActive) throw new ProblemError("account-inactive");
  if (isOutdated) ctx.background(() => rehash(ctx, user.id, input.password));
  const { user_id, username, user_type, role } = presentUser(user);
  return { user_id, username, user_type, role, ...(await issueToken(ctx, user)) };
}

async function rehash(ctx: Ctx, id: string, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await ctx.db.write([query.update(users).set({ passwordHash }).where(eq(users.id, id))]);
}
