import { desc, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { bringToRoom } from "./bring-to-room.ts";
import { loadSnapshot } from "./order-snapshot.ts";
import { replaceable } from "./order-transitions.ts";
import { presentChange } from "./read-orders.ts";
import type { OrderChange, Replacement } from "./orders.schema.ts";
import { orderChanges, orders } from "./orders.tables.ts";
import { replaceLine } from "./replace-line.ts";

/**
 * Delivers a substitute that the customer chose for a line instead of its product. Fields of the body win over
 * query parameters. `not-found`, `not-preselected`, `order-not-changeable` from `delivering` on.
 */
export async function replaceProduct(
  ctx: Ctx,
  orderId: string,
  body: Replacement | null,
  parameters: Replacement,
): Promise<OrderChange> {
  const lineId = body?.line_id ?? parameters.line_id;
  const code = body?.substitute_product_code ?? parameters.substitute_product_code;
  const order = await loadSnapshot(ctx, orderId);
  if (!replaceable.includes(order.status)) throw new ProblemError("order-not-changeable");
  const line = order.lines.find((one) => one.id === lineId);
  if (!line) throw new ProblemError("not-found", { detail: "The order has no such line." });
  const substitute = order.substitutes.find((one) => one.lineId === lineId && one.code === code);
  if (!substitute || substitute.code === line.productCode) {
    throw new ProblemError("not-preselected");
  }
  const newest = query
    .select()
    .from(orderChanges)
    .where(eq(orderChanges.lineId, line.id))
    .orderBy(desc(orderChanges.id))
    .limit(1);
  await ctx.db.write([
    guard(
      "order-changed",
      sql`(select ${orders.status} from ${orders} where ${orders.id} = ${orderId}) = ${order.status}`,
    ),
    ...replaceLine(ctx, order, line, substitute, "admin"),
    query.update(orders).set({ updatedAt: ctx.now.toISOString() }).where(eq(orders.id, orderId)),
  ]);
  ctx.background(() => bringToRoom(ctx, { orderId }));
  const [[change]] = await ctx.db.read([newest]);
  if (!change) throw new ProblemError("order-changed");
  return presentChange(change);
}
