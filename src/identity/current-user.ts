import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import type { UserActor } from "./actor.ts";
import { presentUser, type User } from "./users.schema.ts";
import { users } from "./users.tables.ts";

/** The user who asks, as they are now. `unauthenticated` if they have been deactivated since. */
export async function currentUser(ctx: Ctx, actor: UserActor): Promise<User> {
  const [[user]] = await ctx.db.read([
    query
      .select()
      .from(users)
      .where(and(eq(users.id, actor.id), eq(users.isActive, true))),
  ]);
  if (!user) throw new ProblemError("unauthenticated");
  return presentUser(user);
}
