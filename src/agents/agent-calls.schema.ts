import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** One row per call of an agent operation. The hourly tables are kept from it by triggers. */
export const agentCalls = sqliteTable(
  "agent_calls",
  {
    id: integer().primaryKey(),
    at: text().notNull(),
    endpoint: text().notNull(),
    keyId: text("key_id").notNull(),
    customerEmail: text("customer_email"),
    succeeded: integer({ mode: "boolean" }).notNull(),
    /** The problem code of a call that failed. */
    problem: text(),
    responseMs: integer("response_ms").notNull(),
  },
  (t) => [
    index("agent_calls_at").on(t.at),
    index("agent_calls_failed_at")
      .on(t.at)
      .where(sql`succeeded = 0`),
    check("agent_calls_succeeded", sql`${t.succeeded} in (0, 1)`),
  ],
);

/** Calls by hour and endpoint. `hour` is `YYYY-MM-DDTHH` in UTC. */
export const agentCallHours = sqliteTable(
  "agent_call_hours",
  {
    hour: text().notNull(),
    endpoint: text().notNull(),
    calls: integer().notNull(),
    succeeded: integer().notNull(),
    responseMs: integer("response_ms").notNull(),
  },
  (t) => [primaryKey({ name: "agent_call_hours_pk", columns: [t.hour, t.endpoint] })],
);

/** Calls by hour and customer. */
export const agentCallCustomers = sqliteTable(
  "agent_call_customers",
  {
    hour: text().notNull(),
    customerEmail: text("customer_email").notNull(),
    calls: integer().notNull(),
    lastAt: text("last_at").notNull(),
  },
  (t) => [primaryKey({ name: "agent_call_customers_pk", columns: [t.hour, t.customerEmail] })],
);
