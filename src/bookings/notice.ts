import { daysBetween } from "../db/time.ts";
import type { BookingStatus } from "./bookings.schema.ts";

const settled: readonly BookingStatus[] = ["in_progress", "completed", "cancelled"];

/**
 * Whether a booking may still be changed: it has not begun or ended, and more than `noticeDays` whole
 * calendar days are left. Days are `YYYY-MM-DD` in the business's time zone.
 */
export function allowsChange(
  booking: { status: BookingStatus; day: string },
  today: string,
  noticeDays: number,
): boolean {
  return !settled.includes(booking.status) && daysBetween(today, booking.day) > noticeDays;
}
