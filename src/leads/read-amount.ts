import { oreFromDecimal } from "../db/money.ts";

const currencies =
  /€|\$|£|(?<![a-z])(?:euro|eur|usd|chf|gbp|sek|kr|fr)(?![a-z])\.?|[,.][-–]+(?=\s*$)/giu;
const blanks = /[\s\u00a0\u202f'’]/gu;
const thousandWords = /(?:tsd\.?|k|t€)$/iu;
const millionWords = /(?:mio\.?|mn|m)$/iu;

/** More than this is a slip of the pen: 100 billion, in cents. */
const LARGEST = 10_000_000_000_000;

/**
 * An amount as people write it, in cents: `1.234,56 €`, `1,234.56`, `1'200`, `12k`. The last separator
 * is the decimal one, unless it parts groups of three. Null if it is no amount.
 */
export function readAmount(text: string): number | null {
  const bare = text.replaceAll(currencies, "").replaceAll(blanks, "");
  const factor = thousandWords.test(bare) ? 1_000 : millionWords.test(bare) ? 1_000_000 : 1;
  const digits = bare.replace(thousandWords, "").replace(millionWords, "");
  const parts = partsOf(digits);
  if (parts === null) return null;
  const cents = oreFromDecimal(parts.whole, parts.fraction, factor);
  return cents <= LARGEST ? cents : null;
}

/** An amount that a program wrote, in cents; null if it is not one. */
export function amountOf(value: number): number | null {
  const [whole = "", fraction = ""] = value.toFixed(6).split(".");
  if (!/^\d{1,15}$/.test(whole)) return null;
  const cents = oreFromDecimal(whole, fraction);
  return cents <= LARGEST ? cents : null;
}

function partsOf(digits: string): { whole: string; fraction: string } | null {
  if (/^\d{1,15}$/.test(digits)) return { whole: digits, fraction: "" };
  // Groups of three all the way, whichever the separator: 1.234 and 1,234,567 are whole.
  if (/^[1-9]\d{0,2}([.,])\d{3}(\1\d{3}){0,3}$/.test(digits)) {
    return { whole: digits.replaceAll(/[.,]/g, ""), fraction: "" };
  }
  const decimal = /^(\d{1,15}|\d{1,3}(?:([.,])\d{3}){1,4})?([.,])(\d{1,6})$/.exec(digits);
  if (!decimal || decimal[2] === decimal[3]) return null;
  return { whole: (decimal[1] ?? "0").replaceAll(/[.,]/g, ""), fraction: decimal[4] ?? "" };
}
