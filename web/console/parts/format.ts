const language = "en-GB";

const times = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const days = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" });
const moments = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
const euros = new Intl.NumberFormat(language, { style: "currency", currency: "EUR" });
const spans = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });

export const asTime = (iso: string) => times.format(new Date(iso));
export const asDay = (iso: string) => days.format(new Date(iso));
export const asMoment = (iso: string) => moments.format(new Date(iso));
export const asNumber = (value: number) => numbers.format(value);
/** Of a number from 0 to 100. */
export const asPercent = (value: number) => percents.format(value / 100);
export const asEuros = (value: number) => euros.format(value);

/** How long ago something was, in its largest unit. */
export function asAgo(iso: string): string {
  const seconds = (Date.parse(iso) - Date.now()) / 1000;
  const units = [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ] as const;
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return spans.format(Math.round(seconds / size), unit);
  }
  return "now";
}

/** `waiting_for_customer_action` as people write it. */
export function asWords(code: string): string {
  const words = code
    .replaceAll(/[_-]/g, " ")
    .toLowerCase()
    .replaceAll(/\bai\b/g, "AI");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
