import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { holdings, type Holding } from "./holdings.ts";
import type { Naming, PersonExport } from "./privacy.schema.ts";
import { findSubject } from "./subject.ts";

const MOST_ROWS = 10_000;

type Row = Record<string, unknown>;

/**
 * Everything that the desk holds about a person (GDPR, articles 15 and 20), in two round trips. Files are named by their paths
 * in messages and claims. Nobody who is held nothing about is an error.
 */
export async function exportPerson(ctx: Ctx, naming: Naming): Promise<PersonExport> {
  const subject = await findSubject(ctx, naming);
  const [first, ...others] = holdings.filter(({ isInternal }) => !isInternal);
  if (!first) throw new Error("The desk holds nothing about anybody.");
  const select = ({ table, whose }: Holding) =>
    query.all<Row>(sql`select * from ${table} where ${whose(subject)} limit ${MOST_ROWS + 1}`);
  const found = await ctx.db.read([select(first), ...others.map(select)]);
  return {
    made_at: ctx.now.toISOString(),
    user_ids: subject.accounts,
    customer_ids: subject.customers,
    holdings: [first, ...others].flatMap(({ name, hidden }, i) => {
      const rows = found[i] ?? [];
      const shown = rows.slice(0, MOST_ROWS).map((row) => without(row, hidden));
      return rows.length === 0
        ? []
        : [{ name, rows: shown, is_complete: rows.length <= MOST_ROWS }];
    }),
  };
}

function without(row: Row, hidden: readonly string[] = []): Row {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !hidden.includes(column)));
}
