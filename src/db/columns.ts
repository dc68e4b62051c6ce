import { sql, type SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";

/** The condition of a check constraint: the column holds one of these words. */
export function oneOf(column: SQLiteColumn, words: readonly string[]): SQL {
  const list = words.map((word) => `'${word}'`).join(", ");
  return sql`${column} in (${sql.raw(list)})`;
}
