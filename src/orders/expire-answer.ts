import { changeBy } from "../changes.ts";
import type { Ctx } from "../context.ts";
import { ProblemError } from "../problems.ts";
import { bringToRoom } from "./bring-to-room.ts";
import { tell } from "./messages.ts";
import { isShort, moveOrder } from "./order-moves.ts";
import { loadSnapshot } from "./order-snapshot.ts";

/**
 * What happens to an order whose customer has not answered in time: it goes back to the staff, `under_risk` if it is
 * short. Null if nothing is left to wait for, else when to look again. Safe to be called at any time.
 */
export async function expireAnswer(ctx: Ctx, orderId: string): Promise<Date | null> {
  const order = await loadSnapshot(ctx, orderId);
  if (order.answerBy === null) return null;
  const answerBy = new Date(order.answerBy);
  if (answerBy > ctx.now) return answerBy;
  const to = order.lines.some(isShort) ? "under_risk" : "placed";
  try {
    await ctx.db
      .recording(changeBy(ctx, "expireAnswer", orderId))
      .write([
        ...moveOrder(ctx, order, { to, notes: "No answer from the customer in time" }),
        tell(ctx, { orderId }, "ai", "We have not heard from you in time; our staff decides now."),
      ]);
    ctx.background(() => bringToRoom(ctx, { orderId }));
  } catch (error) {
    const isAnswered = error instanceof ProblemError && error.code === "order-changed";
    if (!isAnswered) throw error;
  }
  return null;
}
