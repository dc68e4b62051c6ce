import { sql, type SQL } from "drizzle-orm";
import { query, type RawStatement } from "./query.ts";
import { auditLog } from "./system.tables.ts";

/** Who does what to what: a row of the log of changes, which the batch that does it will write. */
export type Change = {
  readonly requestId: string;
  readonly at: string;
  readonly operation: string;
  /** The ids in the path; a batch that makes something puts its id in their place. */
  readonly target: string;
  actor: string;
  /** Nothing that is written from now on belongs to it. */
  isOver: boolean;
  /** Its number in the log, once it has been written. */
  seq: number | null;
};

/** The statement that writes a change's row, under the next number; once, however often its batch is sent. */
export function recordChange(change: Change, made: string | SQL | undefined): RawStatement {
  const { requestId, at, actor, operation } = change;
  return query.run(sql`
    insert into ${auditLog} (seq, request_id, at, actor, operation, target)
    values (coalesce((select max(seq) from ${auditLog}), 0) + 1,
      ${requestId}, ${at}, ${actor}, ${operation}, ${made ?? change.target})
    on conflict (target, request_id, operation) do nothing
    returning seq`);
}
