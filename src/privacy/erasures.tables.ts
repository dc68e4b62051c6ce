import { index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { sql } from "drizzle-orm";

/** What is left to do of an erasure outside the database, in ids and keyed digests. */
export type Todo = {
  /** Rooms that go whole. */
  rooms: string[];
  /** Rooms of others in which these accounts have spoken. */
  otherRooms: string[];
  accounts: string[];
  /** Names in KV, and in the bucket. */
  cached: string[];
  files: string[];
};

/** The receipts of erasures: who, when and how much; nothing about whom. */
export const erasures = sqliteTable(
  "erasures",
  {
    id: text().primaryKey(),
    createdAt: text("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    /** Rows by the name of their holding. */
    counts: text({ mode: "json" }).$type<Record<string, number>>().notNull(),
    /** Null once nothing is left. */
    todo: text({ mode: "json" }).$type<Todo>(),
    finishedAt: text("finished_at"),
  },
  (t) => [
    index("erasures_unfinished")
      .on(t.id)
      .where(sql`finished_at is null`),
  ],
);
