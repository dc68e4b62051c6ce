import type { Ctx } from "../context.ts";
import { newId } from "../db/ids.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { isAdmin } from "./actor.ts";
import { isBootstrapSecret } from "./bootstrap.ts";
import { placeOf, rememberPlace } from "./check-password.ts";
import { hashPassword, isWeak } from "./passwords.ts";
import { issueToken } from "./tokens.ts";
import { presentUser, type NewUser, type Registered } from "./users.schema.ts";
import { usernameKey, users } from "./users.tables.ts";

/**
 * Makes a user and logs them in. `forbidden` for an admin's account without an admin's token or the
 * bootstrap secret, `weak-password`, `username-taken`, `email-taken`.
 */
export async function register(
  ctx: Ctx,
  input: NewUser,
  bootstrapSecret: string | undefined,
): Promise<Registered> {
  const mayMakeAdmin = isAdmin(ctx.actor) || isBootstrapSecret(ctx.config, bootstrapSecret);
  if (input.user_type === "admin" && !mayMakeAdmin) throw new ProblemError("forbidden");
  if (isWeak(input.password, [input.username, input.email])) {
    throw new ProblemError("weak-password");
  }
  const now = ctx.now.toISOString();
  const user = {
    id: newId("usr", ctx.now),
    username: input.username,
    usernameKey: usernameKey(input.username),
    email: input.email ?? null,
    fullName: input.full_name ?? input.name ?? null,
    phone: input.phone ?? null,
    role: input.user_type,
    customerId: null,
    isActive: true,
    tokensValidFrom: now,
    createdAt: now,
  };
  const passwordHash = await hashPassword(input.password);
  const place = await placeOf(ctx);
  await ctx.db.write(
    [query.insert(users).values({ ...user, passwordHash }), rememberPlace(ctx, user.id, place)],
    { made: user.id },
  );
  return { ...presentUser(user), ...(await issueToken(ctx, user)) };
}
