import { addDays, atLocalTime, localDay } from "../db/time.ts";

/** Hours on some days of the week (0 is Sunday), minutes after midnight. None at all means always. */
export type OpeningHours = { days: number[]; from: number; to: number }[];

const dayNames = ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"];
const one = /^(Su|Mo|Tu|We|Th|Fr|Sa)(?:-(Su|Mo|Tu|We|Th|Fr|Sa))? (\d\d):(\d\d)-(\d\d):(\d\d)$/;

/** Reads `Mo-Fr 08:00-17:00; Sa 10:00-14:00`; null if it is not written like that. */
export function parseOpeningHours(text: string): OpeningHours | null {
  const parts = text
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const hours = parts.map(parsePart);
  return hours.includes(null) ? null : hours.filter((each) => each !== null);
}

function parsePart(text: string): OpeningHours[number] | null {
  const [, first, last, ...clock] = one.exec(text) ?? [];
  if (first === undefined) return null;
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = clock.map(Number);
  const [from, to] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute];
  if (fromMinute > 59 || toMinute > 59 || from >= to || to > 24 * 60) return null;
  const start = dayNames.indexOf(first);
  const length = (dayNames.indexOf(last ?? first) - start + 7) % 7;
  return { days: Array.from({ length: length + 1 }, (_, i) => (start + i) % 7), from, to };
}

/** Whether people answer now, and if not, from when on: an instant at most a week away. */
export function openingAt(
  hours: OpeningHours,
  now: Date,
  timeZone: string,
): { isOpen: boolean; opensAt: Date | null } {
  if (hours.length === 0) return { isOpen: true, opensAt: null };
  const today = localDay(now, timeZone);
  const spans = Array.from({ length: 8 }, (_, i) => addDays(today, i)).flatMap((day) =>
    hours
      .filter(({ days }) => days.includes(new Date(day).getUTCDay()))
      .map(({ from, to }) => ({
        from: atLocalTime(day, from, timeZone),
        to: atLocalTime(day, to, timeZone),
      })),
  );
  if (spans.some(({ from, to }) => from <= now && now < to)) return { isOpen: true, opensAt: null };
  const [next] = spans
    .map(({ from }) => from)
    .filter((from) => from > now)
    .toSorted((a, b) => a.getTime() - b.getTime());
  return { isOpen: false, opensAt: next ?? null };
}
