/** Which of day and month comes first in 03/04/2024, where the cell itself does not tell. */
export type DayMonthOrder = "day-first" | "month-first";

export type DateRules = { order: DayMonthOrder; timeZone: string; now: Date };

const MIN_YEAR = 1970;
/** Two-digit years up to this many years ahead are in this century. */
const PIVOT_YEARS = 10;
const DAY_MS = 86_400_000;
/** Day 0 of a spreadsheet that counts days from 1900, and the numbers that can only be such days. */
const SHEET_EPOCH = Date.UTC(1899, 11, 30);
const FIRST_SHEET_DAY = 30_000;
const LAST_SHEET_DAY = 60_000;

const clockTime = /[ T,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?: ?uhr)?(?: ?([ap]m))?$/i;
const numeric = /^(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})$/;
const zoned = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/** Months by the first letters of their names in German, English, Swedish and Finnish. */
const monthNames: [RegExp, number][] = [
  [/^(jan|jän|tammi)/, 1],
  [/^(feb|helmi)/, 2],
  [/^(mär|mar|mrz|maalis)/, 3],
  [/^(apr|huhti)/, 4],
  [/^(mai|may|maj|touko)/, 5],
  [/^(jun|kesä)/, 6],
  [/^(jul|heinä)/, 7],
  [/^(aug|elo)/, 8],
  [/^(sep|syys)/, 9],
  [/^(okt|oct|loka)/, 10],
  [/^(nov|marras)/, 11],
  [/^(dez|dec|joulu)/, 12],
];

/** No date is written longer; what is longer is not tried against the patterns. */
const LONGEST_DATE = 100;

/**
 * A date as people and spreadsheets write it, as a UTC instant. A day without a time is that day at
 * 00:00 UTC; a time without a zone is the business's. Null if it is no date, or one not yet come.
 */
export function readDate(text: string, rules: DateRules): string | null {
  const instant = text.length > LONGEST_DATE ? null : read(text.trim(), rules);
  if (instant === null || Number.isNaN(instant)) return null;
  const isPossible = instant >= Date.UTC(MIN_YEAR, 0) && instant < rules.now.getTime() + DAY_MS;
  return isPossible ? new Date(instant).toISOString() : null;
}

/** The order that the cells of a column prove: month-first if one of them can be nothing else. */
export function dayMonthOrder(cells: readonly string[]): DayMonthOrder {
  let monthFirst = false;
  for (const cell of cells) {
    const [, first = "", separator, second = ""] =
      numeric.exec(cell.trim().split(/[ T]/)[0] ?? "") ?? [];
    if (separator !== "/" || first.length > 2) continue;
    if (Number(first) > 12) return "day-first";
    if (Number(second) > 12) monthFirst = true;
  }
  return monthFirst ? "month-first" : "day-first";
}

function read(text: string, rules: DateRules): number | null {
  if (zoned.test(text)) return Date.parse(text.replace(" ", "T"));
  const sheetDay = /^\d{5}([.,]\d+)?$/.test(text) ? Number(text.replace(",", ".")) : 0;
  if (sheetDay >= FIRST_SHEET_DAY && sheetDay < LAST_SHEET_DAY) {
    return SHEET_EPOCH + Math.floor(sheetDay) * DAY_MS;
  }
  const time = clockTime.exec(text);
  const day = dayOf(time ? text.slice(0, time.index) : text, rules);
  if (day === null || !time) return day;
  const minutes = minutesOf(time);
  return minutes === null ? null : toUtc(day + minutes * 60_000, rules.timeZone);
}

function dayOf(text: string, rules: DateRules): number | null {
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (compact) return utcDay(Number(compact[1]), Number(compact[2]), Number(compact[3]));
  const parts = numeric.exec(text);
  if (parts) return numericDay(parts, rules);
  const words = text.toLowerCase().replaceAll(/[.,]/g, " ").split(/\s+/).filter(Boolean);
  const month = words.map(monthOf).find((found) => found !== null);
  const numbers = words
    .filter((word) => /^\d{1,4}(st|nd|rd|th)?$/.test(word))
    .map(Number.parseFloat);
  if (words.length !== 3 || !month || numbers.length !== 2) return null;
  const [first = 0, second = 0] = numbers;
  return first > 31
    ? utcDay(first, month, second)
    : utcDay(fullYear(second, rules.now), month, first);
}

function numericDay(parts: RegExpExecArray, { order, now }: DateRules): number | null {
  const [, first = "", separator, second = "", third = ""] = parts;
  if (first.length === 4) return utcDay(Number(first), Number(second), Number(third));
  if (first.length === 3) return null;
  const year = fullYear(Number(third), now);
  const [day, month] = [Number(first), Number(second)];
  const isMonthFirst = separator === "/" && day <= 12 && (month > 12 || order === "month-first");
  return isMonthFirst ? utcDay(year, day, month) : utcDay(year, month, day);
}

function fullYear(year: number, now: Date): number {
  if (year > 99) return year;
  const inThisCentury = 2000 + year;
  return inThisCentury > now.getUTCFullYear() + PIVOT_YEARS ? 1900 + year : inThisCentury;
}

/** Null if the calendar has no such day, such as 31.02. */
function utcDay(year: number, month: number, day: number): number | null {
  const instant = Date.UTC(year, month - 1, day);
  const date = new Date(instant);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? instant : null;
}

function monthOf(word: string): number | null {
  return monthNames.find(([name]) => name.test(word))?.[1] ?? null;
}

function minutesOf(time: RegExpExecArray): number | null {
  const [, hours = "", minutes = "", , half] = time;
  const isAfternoon = half?.toLowerCase() === "pm";
  const hour = half ? (Number(hours) % 12) + (isAfternoon ? 12 : 0) : Number(hours);
  return hour < 24 && Number(minutes) < 60 ? hour * 60 + Number(minutes) : null;
}

/** The instant at which clocks of a zone show this time (given as if it were UTC). */
function toUtc(shown: number, timeZone: string): number {
  const guess = shown - offset(shown, timeZone);
  return shown - offset(guess, timeZone);
}

function offset(instant: number, timeZone: string): number {
  const date = new Date(Math.floor(instant / 60_000) * 60_000);
  const shown = date.toLocaleString("sv-SE", { timeZone });
  return Date.parse(`${shown.replace(" ", "T")}Z`) - date.getTime();
}
