import type { BookingFound, BookingLookup } from "../bookings/bookings.schema.ts";
import { findBooking } from "../bookings/find-booking.ts";
import type { Ctx } from "../context.ts";
import type { CustomerFound, CustomerLookup } from "../customers/customers.schema.ts";
import { greet, responseContext } from "../customers/greeting.ts";
import { lookUpCustomer } from "../customers/look-up-customer.ts";
import { admit } from "../limits/admit.ts";
import { readCustomerToken } from "../verification/customer-token.ts";

/**
 * Who is asking, as far as an agent may know: under the policy `verified` only with that customer's token. Without
 * it every contact, known or not, gets the same answer, and no lookup is made.
 */
export async function lookUpForAgent(ctx: Ctx, lookup: CustomerLookup) {
  if (ctx.config.agents.customers === "open") return lookUpCustomer(ctx, lookup);
  const email = await emailOf(ctx, lookup.customer_token);
  const isOwn = email !== null && (lookup.email ?? email) === email;
  if (isOwn) return lookUpCustomer(ctx, { ...lookup, email });
  const answer: CustomerFound = {
    customer_found: false,
    customer_data: null,
    response_context: responseContext(null),
    suggested_greeting: greet(null, lookup.query_context),
    verification: "required",
  };
  return { answer, cache: "miss" as const, age: 0 };
}

/**
 * A booking, as far as an agent may know it: under the policy `verified` with the customer's token, or with its
 * number and their e-mail address together, which are tried at most ten times in 15 minutes (`rate-limited`).
 */
export async function findBookingForAgent(ctx: Ctx, lookup: BookingLookup): Promise<BookingFound> {
  if (ctx.config.agents.customers === "open") return findBooking(ctx, lookup);
  const { customer_email: given, booking_id: number } = lookup;
  const email = await emailOf(ctx, lookup.customer_token);
  if (email !== null && (given ?? email) === email) {
    return findBooking(ctx, { ...lookup, customer_email: email });
  }
  if (given !== undefined && number !== undefined) {
    await admit(ctx, "verify", given, true);
    return findBooking(ctx, lookup);
  }
  return {
    booking_found: false,
    booking_data: null,
    service_context: null,
    additional_info: null,
    verification: "required",
  };
}

async function emailOf(ctx: Ctx, token: string | undefined): Promise<string | null> {
  const customer = token === undefined ? null : await readCustomerToken(ctx, token);
  return customer?.email ?? null;
}
