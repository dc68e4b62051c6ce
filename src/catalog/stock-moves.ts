import { sql, type SQL } from "drizzle-orm";
import type { Writing } from "../context.ts";
import { query, type Statement } from "../db/query.ts";
import { principalOf } from "../identity/actor.ts";
import { orderLines } from "../orders/orders.tables.ts";
import { inventory, stockMovements } from "./stock.schema.ts";

/** One row of the ledger; the amounts may be what only the database knows. */
type Move = {
  kind: (typeof stockMovements.$inferInsert)["kind"];
  onHand: SQL;
  reserved: SQL;
};

const nothing = sql`0`;
const reservedOfLine = sql`${orderLines.reservedQty}`;
const shippedOfLine = sql`${orderLines.shippedQty}`;
const missingOfLine = sql`${orderLines.orderedQty} - ${orderLines.reservedQty} - ${orderLines.shippedQty}`;

/** Promises a line what it still lacks, as far as there is stock. One statement per line, so that they add up. */
export function reserveForLine(ctx: Writing, lineId: SQL | number): Statement {
  return moveLines(
    ctx,
    {
      kind: "reservation",
      onHand: nothing,
      reserved: sql`min(${missingOfLine}, ${inventory.available})`,
    },
    sql`${orderLines.id} = ${lineId}`,
  );
}

/** The same for all lines of an order, which must have different products: a cart's have. */
export function reserveForOrder(ctx: Writing, orderId: string): Statement {
  return moveLines(
    ctx,
    {
      kind: "reservation",
      onHand: nothing,
      reserved: sql`min(${missingOfLine}, ${inventory.available})`,
    },
    sql`${orderLines.orderId} = ${orderId}`,
  );
}

/** Gives back what a line was promised. */
export function releaseLine(ctx: Writing, lineId: number): Statement {
  return moveLines(
    ctx,
    { kind: "release", onHand: nothing, reserved: sql`-${reservedOfLine}` },
    sql`${orderLines.id} = ${lineId}`,
  );
}

/** Gives back what an order was promised. */
export function releaseOrder(ctx: Writing, orderId: string): Statement {
  return moveLines(
    ctx,
    { kind: "release", onHand: nothing, reserved: sql`-${reservedOfLine}` },
    sql`${orderLines.orderId} = ${orderId}`,
  );
}

/** What was promised leaves the house. */
export function dispatchOrder(ctx: Writing, orderId: string): Statement {
  return moveLines(
    ctx,
    { kind: "dispatch", onHand: sql`-${reservedOfLine}`, reserved: sql`-${reservedOfLine}` },
    sql`${orderLines.orderId} = ${orderId}`,
  );
}

/** What had left comes back. */
export function returnOrder(ctx: Writing, orderId: string): Statement {
  return moveLines(
    ctx,
    { kind: "return", onHand: shippedOfLine, reserved: nothing },
    sql`${orderLines.orderId} = ${orderId}`,
  );
}

/** Writes the ledger rows of some order lines; where nothing moves, no row is written. */
function moveLines(ctx: Writing, { kind, onHand, reserved }: Move, which: SQL): Statement {
  return query.run(sql`
    insert into ${stockMovements}
      (product_code, kind, on_hand_change, reserved_change, order_id, line_id, created_by, created_at)
    select ${orderLines.productCode}, ${kind}, ${onHand}, ${reserved},
      ${orderLines.orderId}, ${orderLines.id}, ${principalOf(ctx.actor)}, ${ctx.now.toISOString()}
    from ${orderLines}
    join ${inventory} on ${inventory.productCode} = ${orderLines.productCode}
    where ${which} and ((${onHand}) <> 0 or (${reserved}) <> 0)`);
}

/** Makes what is on hand equal to a counted quantity; `stock-reserved` if more than that is promised. */
export function countStock(
  ctx: Writing,
  productCode: string,
  quantity: number,
  kind: "receipt" | "adjustment" = "adjustment",
): Statement {
  return query.run(sql`
    insert into ${stockMovements}
      (product_code, kind, on_hand_change, reserved_change, created_by, created_at)
    select ${inventory.productCode}, ${kind}, ${quantity} - ${inventory.onHand}, 0,
      ${principalOf(ctx.actor)}, ${ctx.now.toISOString()}
    from ${inventory}
    where ${inventory.productCode} = ${productCode} and ${inventory.onHand} <> ${quantity}`);
}
