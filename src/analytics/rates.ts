/** A share in percent with two decimals; 0 of nothing. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : twoDecimals((part / whole) * 100);
}

/** A mean with two decimals; 0 of nothing. */
export function mean(sum: number, count: number): number {
  return count === 0 ? 0 : twoDecimals(sum / count);
}

/** The mean of durations in milliseconds as minutes with two decimals. */
export function meanMinutes(sumMs: number, count: number): number {
  return mean(sumMs / 60_000, count);
}

export function sumOf<Row>(rows: readonly Row[], value: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + value(row), 0);
}

function twoDecimals(value: number): number {
  return Math.round(value * 100) / 100;
}
