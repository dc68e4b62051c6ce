import { and, desc, eq, ne, sql, type SQL } from "drizzle-orm";
import { bookings } from "../bookings/bookings.schema.ts";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { z } from "../http/zod.ts";
import { customers } from "./customers.schema.ts";

/** What the desk knows of a customer at a glance. Cancelled bookings do not count. */
export const CustomerProfile = z.object({
  name: z.string(),
  bookings: z.int(),
  spent_ore: z.int(),
  last_booking: z.object({ date: z.string(), services: z.array(z.string()) }).nullable(),
});
export type CustomerProfile = z.infer<typeof CustomerProfile>;

/** Loads a profile by one contact in one round trip; null if nobody has it. */
export async function loadProfile(
  ctx: Ctx,
  contact: { email: string } | { phone: string },
): Promise<CustomerProfile | null> {
  const known =
    "email" in contact ? eq(customers.email, contact.email) : eq(customers.phone, contact.phone);
  const [[customer], [sum], [last]] = await ctx.db.read([
    query
      .select({ name: customers.name })
      .from(customers)
      .where(known)
      .orderBy(customers.id)
      .limit(1),
    query
      .select({
        bookings: sql<number>`count(*)`,
        spent_ore: sql<number>`coalesce(sum(${bookings.totalOre}), 0)`,
      })
      .from(bookings)
      .where(countedBookingsOf(known)),
    query
      .select({ date: bookings.day, services: bookings.services })
      .from(bookings)
      .where(countedBookingsOf(known))
      .orderBy(desc(bookings.day))
      .limit(1),
  ]);
  if (!customer || !sum) return null;
  return { ...customer, ...sum, last_booking: last ?? null };
}

/** Two customers may share a phone; the one known longest is meant. */
function countedBookingsOf(known: SQL) {
  const customer = query
    .select({ id: customers.id })
    .from(customers)
    .where(known)
    .orderBy(customers.id)
    .limit(1);
  return and(eq(bookings.customerId, customer), ne(bookings.status, "cancelled"));
}
