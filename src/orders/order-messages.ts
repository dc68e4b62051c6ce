import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { customerIdOf } from "../identity/actor.ts";
import { ProblemError } from "../problems.ts";
import { bringBehind } from "./bring-to-room.ts";
import { oldestFirst, presentMessage } from "./messages.ts";
import type { NewPortalMessage, PortalMessage } from "./orders.schema.ts";
import { orders, portalMessages } from "./orders.tables.ts";
import { writeMessage } from "./write-message.ts";

/** What was written about an order, the oldest first; `not-found` for the orders of others. */
export async function listOrderMessages(ctx: Ctx, orderId: string): Promise<PortalMessage[]> {
  const [[order], rows] = await ctx.db.read([
    visibleOrder(ctx, orderId),
    query
      .select()
      .from(portalMessages)
      .where(eq(portalMessages.orderId, orderId))
      .orderBy(...oldestFirst),
  ]);
  if (!order) throw new ProblemError("not-found");
  bringBehind(ctx, { orderId }, rows);
  return rows.map(presentMessage);
}

/** Writes to the other side about an order; `not-found` for the orders of others. */
export async function postOrderMessage(
  ctx: Ctx,
  orderId: string,
  input: NewPortalMessage,
): Promise<PortalMessage> {
  return writeMessage(ctx, input, { orderId }, [
    guard("not-found", sql`exists ${visibleOrder(ctx, orderId)}`),
  ]);
}

function visibleOrder(ctx: Ctx, orderId: string) {
  const customerId = customerIdOf(ctx.actor);
  const own = customerId === null ? undefined : eq(orders.customerId, customerId);
  return query
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.id, orderId), own));
}
