import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { bringToRoom } from "../orders/bring-to-room.ts";
import { tell } from "../orders/messages.ts";
import { ProblemError } from "../problems.ts";
import { claims } from "./claims.tables.ts";

/** How long an engine may take over a claim before a person gets it. */
export const OPINION_WITHIN_MS = 5 * 60_000;

/** Hands a claim over to a person if its engine has not said anything in time. Safe to be called at any time. */
export async function giveUpWaiting(ctx: Ctx, claimId: string): Promise<Date | null> {
  const [[claim]] = await ctx.db.read([
    query
      .select({ since: claims.createdAt })
      .from(claims)
      .where(and(eq(claims.id, claimId), eq(claims.status, "ai_processing"))),
  ]);
  if (!claim) return null;
  const until = new Date(Date.parse(claim.since) + OPINION_WITHIN_MS);
  if (until > ctx.now) return until;
  await handOver(ctx, claimId);
  return null;
}

/** A person decides about a claim that an engine was looking at; nothing if it has been decided. */
export async function handOver(ctx: Ctx, claimId: string): Promise<void> {
  try {
    await ctx.db.write([
      query
        .update(claims)
        .set({ status: "manual_review", updatedAt: ctx.now.toISOString() })
        .where(and(eq(claims.id, claimId), eq(claims.status, "ai_processing"))),
      guard("claim-decided", changedOneRow),
      tell(ctx, { claimId }, "ai", "A member of our staff looks at your claim."),
    ]);
  } catch (error) {
    if (error instanceof ProblemError && error.code === "claim-decided") return;
    throw error;
  }
  ctx.background(() => bringToRoom(ctx, { claimId }));
}
