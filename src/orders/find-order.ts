import { and, asc, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { customerIdOf } from "../identity/actor.ts";
import { ProblemError } from "../problems.ts";
import { bringBehind } from "./bring-to-room.ts";
import { oldestFirst, presentMessage } from "./messages.ts";
import type { OrderDetail } from "./orders.schema.ts";
import {
  orderLines,
  orders,
  orderSubstitutes,
  orderTracking,
  portalMessages,
} from "./orders.tables.ts";
import { presentOrders, selectOrders } from "./read-orders.ts";

/** One order with all that belongs to it; `not-found` for the orders of others. One round trip. */
export async function findOrder(ctx: Ctx, id: string): Promise<OrderDetail> {
  const customerId = customerIdOf(ctx.actor);
  const own = customerId === null ? undefined : eq(orders.customerId, customerId);
  const [rows, lines, changes, substitutes, tracking, messages] = await ctx.db.read([
    ...selectOrders(and(eq(orders.id, id), own), { skip: 0, limit: 1 }),
    query
      .select({ substitute: orderSubstitutes })
      .from(orderSubstitutes)
      .innerJoin(orderLines, eq(orderLines.id, orderSubstitutes.lineId))
      .where(eq(orderLines.orderId, id))
      .orderBy(asc(orderSubstitutes.lineId), asc(orderSubstitutes.priority)),
    query
      .select()
      .from(orderTracking)
      .where(eq(orderTracking.orderId, id))
      .orderBy(asc(orderTracking.id)),
    query
      .select()
      .from(portalMessages)
      .where(eq(portalMessages.orderId, id))
      .orderBy(...oldestFirst),
  ]);
  const [order] = presentOrders(rows, lines, changes);
  if (!order) throw new ProblemError("not-found");
  bringBehind(ctx, { orderId: id }, messages);
  return {
    ...order,
    order_substitutes: substitutes.map(({ substitute }) => ({
      substitute_id: substitute.id,
      line_id: substitute.lineId,
      substitute_product_code: substitute.productCode,
      priority: substitute.priority,
      is_used: substitute.isUsed,
    })),
    tracking_history: tracking.map((entry) => ({
      tracking_id: entry.id,
      status: entry.status,
      notes: entry.notes,
      updated_by: entry.updatedBy,
      created_at: entry.createdAt,
    })),
    messages: messages.map(presentMessage),
  };
}
