import { sql, type SQL } from "drizzle-orm";
import { query, type Statement } from "./query.ts";
import { counters } from "./system.tables.ts";

/** A series of numbers without gaps, such as `ticket:2026` from 1000. */
export type Series = { name: string; first: number };

/** Stands in an answer for the number that its batch takes; see writeOnce(). */
export const ASSIGNED_NUMBER = "⟦number⟧";

/** Takes the next number of a series. The batch that takes it and fails gives it back. */
export function nextNumber(series: Series): Statement {
  return query
    .insert(counters)
    .values({ name: series.name, value: series.first })
    .onConflictDoUpdate({ target: counters.name, set: { value: sql`${counters.value} + 1` } });
}

/** The number that nextNumber() has just taken, for later statements of the same batch. */
export function numberTaken(series: Series): SQL {
  return sql`(select ${counters.value} from ${counters} where ${counters.name} = ${series.name})`;
}
