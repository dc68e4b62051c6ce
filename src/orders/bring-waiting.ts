import { eq, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { logFailure } from "../log.ts";
import { bringToRoom } from "./bring-to-room.ts";
import { portalMessages } from "./orders.tables.ts";

const AT_ONCE = 200;

/** Brings messages to their rooms that have not got there, although nobody has looked at them since. */
export async function bringWaiting(ctx: Pick<Ctx, "db" | "rooms" | "requestId">): Promise<void> {
  const [subjects] = await ctx.db.read([
    query
      .selectDistinct({ orderId: portalMessages.orderId, claimId: portalMessages.claimId })
      .from(portalMessages)
      .where(eq(portalMessages.inRoom, false))
      // Others every night: as many as cannot be brought must not keep out those that can.
      .orderBy(sql`random()`)
      .limit(AT_ONCE),
  ]);
  for (const { orderId, claimId } of subjects) {
    const about = orderId === null ? { claimId: claimId ?? "" } : { orderId };
    await bringToRoom(ctx, about).catch((error: unknown) =>
      logFailure(ctx.requestId, "room-message", error),
    );
  }
}
