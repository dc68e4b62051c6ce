import type { Ctx } from "../context.ts";
import { ProblemError } from "../problems.ts";
import { findOrder } from "./find-order.ts";
import { parseStatus } from "./list-orders.ts";
import { tell } from "./messages.ts";
import { isShort, moveOrder } from "./order-moves.ts";
import { loadSnapshot, type OrderSnapshot } from "./order-snapshot.ts";
import type { NewStatus, OrderDetail } from "./orders.schema.ts";

const HOUR_MS = 3_600_000;

/**
 * Moves an order to another status, with all that follows from it. Fields of the body win over query parameters.
 * Waiting for the customer tells them why and gives them until `answer_by`. `not-found`, `status-unknown`,
 * `transition-illegal`, `order-changed` if somebody else was faster.
 */
export async function updateOrderStatus(
  ctx: Ctx,
  orderId: string,
  body: NewStatus | null,
  parameters: NewStatus,
): Promise<OrderDetail> {
  const status = body?.status ?? parameters.status;
  if (status === undefined) throw new ProblemError("status-unknown");
  const to = parseStatus(status);
  const notes = body?.notes ?? parameters.notes ?? null;
  const order = await loadSnapshot(ctx, orderId);
  if (to !== "waiting_for_customer_action") {
    await ctx.db.write(moveOrder(ctx, order, { to, notes }));
    return findOrder(ctx, orderId);
  }
  const told = body?.answer_by ?? parameters.answer_by;
  const usual = new Date(ctx.now.getTime() + ctx.config.portal.answerHours * HOUR_MS);
  const answerBy = told === undefined ? usual : new Date(told);
  await ctx.db.write([
    ...moveOrder(ctx, order, { to, notes, answerBy }),
    tell(ctx, { orderId }, "admin", notes ?? question(order)),
  ]);
  ctx.background(() => ctx.deadlines.set({ kind: "order", id: orderId }, answerBy));
  return findOrder(ctx, orderId);
}

/** What a customer is asked if the staff says nothing of its own. */
function question({ lines }: OrderSnapshot): string {
  const short = lines.filter(isShort);
  if (short.length === 0) return "Please look at your order and tell us whether it is right.";
  const list = short.map(
    (line) =>
      `${line.productName} (${line.productCode}): ${line.reservedQty + line.shippedQty} of ${line.orderedQty}`,
  );
  return `We do not have all that you ordered in stock. ${list.join("; ")}. What shall we do?`;
}
