import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";

/** Takes a row only if it holds 1: see guard(). It never keeps one. */
export const precondition = sqliteTable("precondition", { holds: integer().notNull() }, (t) => [
  check("precondition_holds", sql`${t.holds} = 1`),
]);

/** The answer of each write, so that the same request sent again gets it instead of a second effect. */
export const idempotency = sqliteTable(
  "idempotency",
  {
    scope: text().notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    answer: text().notNull(),
    createdAt: text("created_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "idempotency_once", columns: [t.scope, t.key] }),
    index("idempotency_created_at").on(t.createdAt),
  ],
);

/** Number series without gaps, one row per series, such as `ticket:2026`. */
export const counters = sqliteTable("counters", {
  name: text().primaryKey(),
  value: integer().notNull(),
});

/**
 * Who changed what, numbered without holes: see changes.ts. Triggers let nobody alter a row, leave a number out, or
 * delete any but the oldest.
 */
export const auditLog = sqliteTable(
  "audit_log",
  {
    seq: integer().primaryKey(),
    requestId: text("request_id").notNull(),
    at: text().notNull(),
    actor: text().notNull(),
    operation: text().notNull(),
    target: text().notNull(),
  },
  (t) => [
    // Also finds what was done to a thing: each further index would be a row written for every change.
    uniqueIndex("audit_log_once").on(t.target, t.requestId, t.operation),
    index("audit_log_actor").on(t.actor),
  ],
);
