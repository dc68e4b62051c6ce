/** Whole days: the only calendar arithmetic of the desk. Days are `YYYY-MM-DD` in the business's zone. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** The local day of an instant in an IANA time zone, as `YYYY-MM-DD`. */
export function localDay(instant: Date, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    // en-CA is the locale whose short date is ISO 8601.
    format = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
    formats.set(timeZone, format);
  }
  return format.format(instant);
}

/** Whether a text is a day that the calendar has, as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}

/** Whole calendar days from one day to another; negative if `to` is the earlier one. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** The day `count` calendar days later. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
}

/** The instant at which a local day begins in a zone, also on the days when clocks are changed. */
export function startOfDay(day: string, timeZone: string): Date {
  return atLocalTime(day, 0, timeZone);
}

/** The instant at which a zone's clocks show so many minutes after midnight of a day. */
export function atLocalTime(day: string, minutes: number, timeZone: string): Date {
  const asIfUtc = Date.parse(day) + minutes * 60_000;
  const guess = asIfUtc - offsetAt(asIfUtc, timeZone);
  return new Date(asIfUtc - offsetAt(guess, timeZone));
}

/** How far a zone's wall clock is ahead of UTC at an instant, milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const wall = new Date(instant).toLocaleString("sv-SE", { timeZone });
  return Date.parse(`${wall.replace(" ", "T")}Z`) - Math.floor(instant / 1_000) * 1_000;
}
