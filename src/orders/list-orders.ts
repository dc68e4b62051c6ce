import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { customerIdOf } from "../identity/actor.ts";
import { ProblemError } from "../problems.ts";
import { orderStatuses, type OrderStatus } from "./order-transitions.ts";
import type { Order, OrderQuery } from "./orders.schema.ts";
import { orders } from "./orders.tables.ts";
import { readOrders } from "./read-orders.ts";

/** Orders, the newest first: the customer's own, or all of them for staff. `status-unknown`. */
export async function listOrders(ctx: Ctx, input: OrderQuery): Promise<Order[]> {
  const customerId = customerIdOf(ctx.actor);
  const { status } = input;
  const wanted = and(
    customerId === null ? undefined : eq(orders.customerId, customerId),
    status === undefined ? undefined : eq(orders.status, parseStatus(status)),
  );
  return readOrders(ctx, wanted, input);
}

/** A status in either case, as the originals' clients write it; `status-unknown` lists them. */
export function parseStatus(text: string): OrderStatus {
  const status = orderStatuses.find((one) => one === text.toLowerCase());
  if (status) return status;
  throw new ProblemError("status-unknown", {
    detail: `There is no such status; the statuses are ${orderStatuses.join(", ")}.`,
  });
}
