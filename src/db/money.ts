/**
 * Money is integer öre (cents) in the database and two-decimal kronor (euros) in JSON. Computation
 * that must be exact beyond the öre is done in parts: whole numbers, 100,000 of them to the öre.
 * All rounding of money is in this file.
 */

const PARTS_PER_ORE = 100_000;
const ORE_PER_KRONA = 100;

/** Öre as the number that JSON shows: 850000 → 8500. */
export function kronor(ore: number): number {
  return ore / ORE_PER_KRONA;
}

/** Whole kronor as öre. */
export function oreFromKronor(amount: number): number {
  return amount * ORE_PER_KRONA;
}

/** ore × numerator ÷ denominator in parts, rounded half up at the 100,000th of an öre. */
export function parts(ore: number, numerator = 1, denominator = 1): number {
  return divideHalfUp(BigInt(ore) * BigInt(numerator) * BigInt(PARTS_PER_ORE), denominator);
}

/** A share of an amount in parts, in basis points (1/10,000), rounded half up. */
export function share(amount: number, basisPoints: number): number {
  return divideHalfUp(BigInt(amount) * BigInt(basisPoints), 10_000);
}

/** Parts cut to whole kronor; öre are dropped, never rounded. */
export function wholeKronor(amount: number): number {
  return Math.floor(amount / (PARTS_PER_ORE * ORE_PER_KRONA));
}

/** Euros (kronor) with at most two decimals as whole cents (öre); null if there are more decimals. */
export function centsOf(euros: number): number | null {
  const cents = Math.round(euros * ORE_PER_KRONA);
  return Math.abs(cents - euros * ORE_PER_KRONA) < 1e-6 ? cents : null;
}

/** Cents as text for people: -123450 → "-1234.50". */
export function moneyText(cents: number): string {
  return (cents / ORE_PER_KRONA).toFixed(2);
}

/** The VAT on a net amount of cents at a rate in basis points, rounded half up. The rate is ≥ 0. */
export function vatOn(net: number, basisPoints: number): number {
  return Math.sign(net) * share(Math.abs(net), basisPoints);
}

function divideHalfUp(numerator: bigint, denominator: number): number {
  const divisor = BigInt(denominator);
  return Number((numerator * 2n + divisor) / (divisor * 2n));
}

/** A decimal number as its digits, times a factor, in öre or cents; rounded half up. */
export function oreFromDecimal(whole: string, fraction: string, factor = 1): number {
  const scaled = BigInt(whole + fraction) * BigInt(factor) * BigInt(ORE_PER_KRONA);
  return divideHalfUp(scaled, 10 ** fraction.length);
}
