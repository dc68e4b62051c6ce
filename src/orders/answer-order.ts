import type { Ctx } from "../context.ts";
import { ProblemError } from "../problems.ts";
import type { Statement } from "../db/query.ts";
import { findOrder } from "./find-order.ts";
import { tell } from "./messages.ts";
import { isShort, moveOrder, type Move } from "./order-moves.ts";
import { loadSnapshot, type OrderSnapshot } from "./order-snapshot.ts";
import type { OrderAnswer, OrderDetail } from "./orders.schema.ts";
import { replaceLine } from "./replace-line.ts";

/**
 * The customer's answer to an order that waits for it: deliver what is there, replace what is short by the chosen
 * substitutes, or cancel. `not-found`, `order-not-changeable` if it does not wait (any more).
 */
export async function answerOrder(
  ctx: Ctx,
  orderId: string,
  input: OrderAnswer,
): Promise<OrderDetail> {
  const order = await loadSnapshot(ctx, orderId);
  if (order.status !== "waiting_for_customer_action") {
    throw new ProblemError("order-not-changeable", {
      detail: `The order is ${order.status}; it does not wait for an answer.`,
    });
  }
  const swaps = input.decision === "substitute" ? swapsFor(order) : [];
  const changes = swaps.flatMap(({ line, substitute }) =>
    replaceLine(ctx, order, line, substitute, "customer"),
  );
  await ctx.db.write([
    ...moveOrder(ctx, withoutSwapped(order, swaps), moveFor(order, input, swaps.length)),
    ...changes,
    ...comment(ctx, orderId, input),
  ]);
  return findOrder(ctx, orderId);
}

type Swap = {
  line: OrderSnapshot["lines"][number];
  substitute: OrderSnapshot["substitutes"][number];
};

/** For each short line its first substitute of which there is enough, counting what other lines take of it. */
function swapsFor(order: OrderSnapshot): Swap[] {
  const taken = new Map<string, number>();
  return order.lines.filter(isShort).flatMap((line) => {
    const substitute = order.substitutes.find(
      (one) =>
        one.lineId === line.id &&
        one.code !== line.productCode &&
        one.available - (taken.get(one.code) ?? 0) >= line.orderedQty,
    );
    if (!substitute) return [];
    taken.set(substitute.code, (taken.get(substitute.code) ?? 0) + line.orderedQty);
    return [{ line, substitute }];
  });
}

/** A line that is about to be replaced needs no more of its old product. */
function withoutSwapped(order: OrderSnapshot, swaps: Swap[]): OrderSnapshot {
  const swapped = new Set(swaps.map(({ line }) => line.id));
  return { ...order, lines: order.lines.filter((line) => !swapped.has(line.id)) };
}

function moveFor(order: OrderSnapshot, { decision }: OrderAnswer, swaps: number): Move {
  if (decision === "cancel") return { to: "cancelled", notes: "Cancelled by the customer" };
  if (decision === "accept") return { to: "placed", notes: "The customer takes what is there" };
  const left = order.lines.filter(isShort).length - swaps;
  return left > 0
    ? { to: "under_risk", notes: `${swaps} replaced; for ${left} there is no substitute in stock` }
    : { to: "placed", notes: "The customer takes the substitutes" };
}

function comment(ctx: Ctx, orderId: string, input: OrderAnswer): Statement[] {
  return input.comment === undefined ? [] : [tell(ctx, { orderId }, "customer", input.comment)];
}
