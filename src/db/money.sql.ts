import { sql, type SQL, type SQLWrapper } from "drizzle-orm";

/** vatOn() of money.ts for amounts that only the database knows; `net` must not be negative. */
export function vatOnSql(net: SQLWrapper, basisPoints: SQLWrapper): SQL<number> {
  return sql<number>`((${net}) * ${basisPoints} * 2 + 10000) / 20000`;
}
