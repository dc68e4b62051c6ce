import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query, type Statement } from "../db/query.ts";
import { carts } from "./cart.schema.ts";

/** Counts a change of a customer's cart, and makes the cart if there is none. */
export function touchCart(ctx: Ctx, customerId: string): Statement {
  const now = ctx.now.toISOString();
  return query
    .insert(carts)
    .values({ customerId, version: 1, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({
      target: carts.customerId,
      set: { version: sql`${carts.version} + 1`, updatedAt: now },
    });
}
