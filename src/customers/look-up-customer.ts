import type { Ctx } from "../context.ts";
import type { CustomerFound, CustomerLookup } from "./customers.schema.ts";
import { greet, isVip, responseContext } from "./greeting.ts";
import { lookUpProfile, type CachedLookup } from "./profile-cache.ts";

/**
 * Who is asking, how to treat them, and a greeting. The e-mail decides if both contacts are given.
 * Somebody unknown is an answer, not a problem; `database-unavailable` if the database is needed
 * and away.
 */
export async function lookUpCustomer(
  ctx: Ctx,
  lookup: CustomerLookup,
): Promise<{ answer: CustomerFound } & Pick<CachedLookup, "cache" | "age">> {
  ctx.about.customerEmail = lookup.email ?? null;
  const contact =
    lookup.email === undefined ? { phone: lookup.phone ?? "" } : { email: lookup.email };
  const { profile, cache, age } = await lookUpProfile(ctx, contact);
  const answer: CustomerFound = {
    customer_found: profile !== null,
    customer_data: profile && {
      name: profile.name,
      is_vip: isVip(profile),
      total_bookings: profile.bookings,
      last_booking: profile.last_booking,
      is_returning: profile.bookings > 0,
    },
    response_context: responseContext(profile),
    suggested_greeting: greet(profile, lookup.query_context),
  };
  return { answer, cache, age };
}
