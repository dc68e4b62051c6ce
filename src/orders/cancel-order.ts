import type { Ctx } from "../context.ts";
import { ProblemError } from "../problems.ts";
import { findOrder } from "./find-order.ts";
import { tell } from "./messages.ts";
import { moveOrder } from "./order-moves.ts";
import { loadSnapshot } from "./order-snapshot.ts";
import { customerMayCancel, refusalOf } from "./order-transitions.ts";
import type { OrderDetail } from "./orders.schema.ts";

/**
 * Cancels the customer's own order while nobody picks it yet: its stock is free again, its pending invoices are
 * cancelled, and what was paid is refunded. `not-found`, `order-not-changeable`.
 */
export async function cancelOrder(ctx: Ctx, orderId: string): Promise<OrderDetail> {
  const order = await loadSnapshot(ctx, orderId);
  if (!customerMayCancel.includes(order.status)) {
    throw new ProblemError("order-not-changeable", {
      detail:
        order.status === "cancelled" || order.status === "delivered"
          ? refusalOf(order.status, "cancelled")
          : "The order is on its way already; write to us instead.",
    });
  }
  const notes = "Cancelled by the customer";
  await ctx.db.write([
    ...moveOrder(ctx, order, { to: "cancelled", notes }),
    tell(ctx, { orderId }, "customer", notes),
  ]);
  return findOrder(ctx, orderId);
}
