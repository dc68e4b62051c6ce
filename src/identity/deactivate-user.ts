import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { publishRevocations } from "./sessions.ts";
import { users } from "./users.tables.ts";

/** Lets a user no longer in, or in again. Ends their sessions either way; `not-found` if there is none. */
export async function setUserActive(ctx: Ctx, id: string, isActive: boolean): Promise<void> {
  await ctx.db.write([
    query
      .update(users)
      .set({ isActive, tokensValidFrom: ctx.now.toISOString() })
      .where(eq(users.id, id)),
    guard("not-found", changedOneRow),
  ]);
  await publishRevocations(ctx, id);
}
