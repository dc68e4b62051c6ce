import { and, desc, eq, gt, lt, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { auditLog } from "../db/system.tables.ts";
import type { AuditPage, AuditQuery } from "./audit.schema.ts";

/**
 * Who changed what, the newest first, a page at a time. What is read grows with how far back it lies, unless an actor or a
 * target is named: those have an index.
 */
export async function listChanges(
  ctx: Ctx,
  { from, to, cursor, limit, ...wanted }: AuditQuery,
): Promise<AuditPage> {
  const { seq, at, requestId } = auditLog;
  const [rows] = await ctx.db.read([
    query
      .select()
      .from(auditLog)
      .where(
        and(
          wanted.actor === undefined ? undefined : eq(auditLog.actor, wanted.actor),
          wanted.operation === undefined ? undefined : eq(auditLog.operation, wanted.operation),
          wanted.target === undefined ? undefined : eq(auditLog.target, wanted.target),
          wanted.request_id === undefined ? undefined : eq(requestId, wanted.request_id),
          from === undefined ? undefined : gt(seq, lastBefore(from)),
          to === undefined ? undefined : lt(at, to),
          cursor === undefined ? undefined : lt(seq, cursor),
        ),
      )
      .orderBy(desc(seq))
      .limit(limit + 1),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ requestId: request_id, target, ...row }) => ({
      ...row,
      target: target === "" ? null : target,
      request_id,
    })),
    next_cursor: rows.length > limit && last ? String(last.seq) : null,
  };
}

/** Numbers follow time but for requests that overlap, so that nothing older than this one has to be read. */
function lastBefore(from: string) {
  return sql`coalesce((
    select ${auditLog.seq} from ${auditLog} where ${auditLog.at} < ${from}
    order by ${auditLog.seq} desc limit 1
  ), 0)`;
}
