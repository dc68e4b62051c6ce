import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { bringBehind } from "../orders/bring-to-room.ts";
import { oldestFirst, presentMessage } from "../orders/messages.ts";
import type { NewPortalMessage, PortalMessage } from "../orders/orders.schema.ts";
import { portalMessages } from "../orders/orders.tables.ts";
import { writeMessage } from "../orders/write-message.ts";
import { ProblemError } from "../problems.ts";
import { claims } from "./claims.tables.ts";
import { ownClaims } from "./read-claims.ts";

/** What was written about a claim, the oldest first; `not-found` for the claims of others. */
export async function listClaimMessages(ctx: Ctx, claimId: string): Promise<PortalMessage[]> {
  const [[claim], rows] = await ctx.db.read([
    visibleClaim(ctx, claimId),
    query
      .select()
      .from(portalMessages)
      .where(eq(portalMessages.claimId, claimId))
      .orderBy(...oldestFirst),
  ]);
  if (!claim) throw new ProblemError("not-found");
  bringBehind(ctx, { claimId }, rows);
  return rows.map(presentMessage);
}

/** Writes to the other side about a claim; `not-found` for the claims of others. */
export async function postClaimMessage(
  ctx: Ctx,
  claimId: string,
  input: NewPortalMessage,
): Promise<PortalMessage> {
  return writeMessage(ctx, input, { claimId }, [
    guard("not-found", sql`exists ${visibleClaim(ctx, claimId)}`),
  ]);
}

function visibleClaim(ctx: Ctx, claimId: string) {
  return query
    .select({ id: claims.id })
    .from(claims)
    .where(and(eq(claims.id, claimId), ownClaims(ctx)));
}
