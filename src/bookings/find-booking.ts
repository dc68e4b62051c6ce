import { and, desc, eq, or } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { customers } from "../customers/customers.schema.ts";
import { kronor } from "../db/money.ts";
import { query } from "../db/query.ts";
import { localDay } from "../db/time.ts";
import { bookings, type BookingFound, type BookingLookup } from "./bookings.schema.ts";
import { allowsChange } from "./notice.ts";

/**
 * The newest booking that matches everything given: number, e-mail and day. No match is an answer
 * with nulls, not a problem; `database-unavailable` if the database is away.
 */
export async function findBooking(ctx: Ctx, lookup: BookingLookup): Promise<BookingFound> {
  ctx.about.customerEmail = lookup.customer_email ?? null;
  if (lookup.customer_email === undefined) ctx.notes.push("booking-by-number-alone");
  const [[found]] = await ctx.db.read([
    query
      .select({ booking: bookings })
      .from(bookings)
      .innerJoin(customers, eq(customers.id, bookings.customerId))
      .where(matching(lookup))
      .orderBy(desc(bookings.day))
      .limit(1),
  ]);
  if (!found) {
    return {
      booking_found: false,
      booking_data: null,
      service_context: null,
      additional_info: null,
    };
  }
  return present(ctx, found.booking);
}

function matching(lookup: BookingLookup) {
  const { customer_email: email, booking_id: number, booking_date: day } = lookup;
  return and(
    email === undefined ? undefined : eq(customers.email, email),
    number === undefined
      ? undefined
      : or(eq(bookings.reference, number.toUpperCase()), eq(bookings.id, number)),
    day === undefined ? undefined : eq(bookings.day, day),
  );
}

function present(ctx: Ctx, booking: typeof bookings.$inferSelect): BookingFound {
  const isPacked = booking.services.includes("packning");
  const today = localDay(ctx.now, ctx.config.timeZone);
  const { changeNoticeDays, cancelNoticeDays } = ctx.config.booking;
  return {
    booking_found: true,
    booking_data: {
      booking_id: booking.id,
      reference_number: booking.reference,
      date: booking.day,
      services: booking.services,
      total_amount: kronor(booking.totalOre),
      status: booking.status,
      packed_by_nordflytt: isPacked,
      photos_available: booking.photosAvailable,
      from_address: booking.fromAddress,
      to_address: booking.toAddress,
      volume_m3: booking.volumeLitres / 1000,
    },
    service_context: {
      has_packing_service: isPacked,
      has_cleaning: booking.services.includes("städning"),
      has_boxes: booking.boxes > 0,
      has_storage: booking.services.includes("magasinering"),
    },
    additional_info: {
      can_modify: allowsChange(booking, today, changeNoticeDays),
      can_cancel: allowsChange(booking, today, cancelNoticeDays),
      invoice_sent: booking.invoiceSent,
      payment_status: booking.paymentStatus,
    },
  };
}
