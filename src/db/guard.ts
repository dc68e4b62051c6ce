import { sql, type SQL } from "drizzle-orm";
import type { ProblemCode } from "../problems.ts";
import { query, type RawStatement, type Statement } from "./query.ts";
import { precondition } from "./system.tables.ts";

export type Guard = RawStatement & { problem: ProblemCode };

/**
 * A statement that aborts its batch with `problem` unless `condition` holds when the write lands.
 * After an update that must hit exactly one row, guard with `changedOneRow`.
 */
export function guard(problem: ProblemCode, condition: SQL): Guard {
  const statement = query.run(
    sql`insert into ${precondition} select 0 where not coalesce((${condition}), 0)`,
  );
  return Object.assign(statement, { problem });
}

/** True if the statement before it in the batch changed exactly one row. */
export const changedOneRow: SQL = sql`changes() = 1`;

export function isGuard(statement: Statement): statement is Guard {
  return "problem" in statement;
}
