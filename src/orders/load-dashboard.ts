import { and, eq, gte, inArray, sql } from "drizzle-orm";
import {
  selectBusinessCustomers,
  presentBusinessCustomer,
} from "../customers/business-customers.ts";
import { businessCustomers } from "../customers/business-customers.schema.ts";
import { claims, undecided } from "../claims/claims.tables.ts";
import { presentClaims, selectClaims } from "../claims/read-claims.ts";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { localDay } from "../db/time.ts";
import { customerOf } from "../identity/customer-of.ts";
import { ProblemError } from "../problems.ts";
import type { Dashboard } from "./dashboard.schema.ts";
import type { Order } from "./orders.schema.ts";
import { orders } from "./orders.tables.ts";
import { presentOrders, readOrders, selectOrders } from "./read-orders.ts";

const RECENT_ORDERS = 10;
const CLAIMS_SHOWN = 100;
const WAITING_SHOWN = 100;
const TWO_DAYS_MS = 2 * 86_400_000;

/** The customer's orders and claims at a glance. One round trip. `not-found` if they are none of the portal's. */
export async function loadDashboard(ctx: Ctx): Promise<Dashboard> {
  const customerId = customerOf(ctx);
  const { timeZone } = ctx.config.portal;
  const own = eq(orders.customerId, customerId);
  const openClaims = and(eq(claims.customerId, customerId), inArray(claims.status, [...undecided]));
  const recently = new Date(ctx.now.getTime() - TWO_DAYS_MS).toISOString();
  const [[customer], counts, delivered, rows, lines, changes, claimRows, claimLines, files] =
    await ctx.db.read([
      selectBusinessCustomers().where(eq(businessCustomers.customerId, customerId)),
      query
        .select({ status: orders.status, count: sql<number>`count(*)` })
        .from(orders)
        .where(own)
        .groupBy(orders.status),
      query
        .select({ at: orders.updatedAt })
        .from(orders)
        .where(and(own, eq(orders.status, "delivered"), gte(orders.updatedAt, recently))),
      ...selectOrders(own, { skip: 0, limit: RECENT_ORDERS }),
      ...selectClaims(openClaims, { skip: 0, limit: CLAIMS_SHOWN }),
    ]);
  if (!customer) throw new ProblemError("not-found");
  const countOf = (status: Order["status"]) =>
    counts.find((row) => row.status === status)?.count ?? 0;
  const today = localDay(ctx.now, timeZone);
  return {
    customer: presentBusinessCustomer(customer),
    recent_orders: presentOrders(rows, lines, changes),
    open_claims: presentClaims(ctx, claimRows, claimLines, files),
    stats: {
      total_orders: counts.reduce((sum, { count }) => sum + count, 0),
      orders_at_risk: countOf("under_risk"),
      orders_in_picking: countOf("picking"),
      orders_delivered_today: delivered.filter(
        ({ at }) => localDay(new Date(at), timeZone) === today,
      ).length,
    },
  };
}

/** The customer's orders that wait for their answer, the newest first. */
export async function actionsNeeded(ctx: Ctx): Promise<Order[]> {
  const waiting = and(
    eq(orders.customerId, customerOf(ctx)),
    eq(orders.status, "waiting_for_customer_action"),
  );
  return readOrders(ctx, waiting, { skip: 0, limit: WAITING_SHOWN });
}
