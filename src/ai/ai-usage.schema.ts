import { sql } from "drizzle-orm";
import { check, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Tokens of the AI provider that were used, per local day and user; the user `""` is everybody. */
export const aiUsage = sqliteTable(
  "ai_usage",
  {
    day: text().notNull(),
    userId: text("user_id").notNull(),
    tokens: integer().notNull(),
  },
  (t) => [
    primaryKey({ name: "ai_usage_pk", columns: [t.day, t.userId] }),
    check("ai_usage_tokens", sql`${t.tokens} >= 0`),
  ],
);
