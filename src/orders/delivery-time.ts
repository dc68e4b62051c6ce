import { addDays, isDay, localDay } from "../db/time.ts";
import { ProblemError } from "../problems.ts";
import type { NewOrder } from "./orders.schema.ts";

const FURTHEST_DAYS = 365;
const time = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Refuses a delivery that cannot be: `delivery-invalid` says why. Days are the portal's. */
export function requirePossibleDelivery(input: NewOrder, now: Date, timeZone: string): void {
  const { delivery_date: date, delivery_window_start: start, delivery_window_end: end } = input;
  if (!isDay(date)) refuse("delivery_date is a day as YYYY-MM-DD.");
  const today = localDay(now, timeZone);
  if (date <= today) refuse("The earliest day of delivery is tomorrow.");
  if (date > addDays(today, FURTHEST_DAYS)) refuse("The day of delivery is within a year.");
  for (const at of [start, end]) {
    if (at !== undefined && !time.test(at)) refuse("A delivery window has times as HH:MM.");
  }
  if (start !== undefined && end !== undefined && start >= end) {
    refuse("The delivery window ends after it starts.");
  }
}

function refuse(detail: string): never {
  throw new ProblemError("delivery-invalid", { detail });
}
