import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** The newest code of each e-mail address that one was asked for, known here or not. */
export const verificationCodes = sqliteTable(
  "verification_codes",
  {
    /** A keyed digest: the table shows no addresses. */
    address: text().primaryKey(),
    codeHash: text("code_hash").notNull(),
    tries: integer().notNull().default(0),
    expiresAt: text("expires_at").notNull(),
  },
  (t) => [
    index("verification_codes_expires_at").on(t.expiresAt),
    check("verification_codes_tries", sql`${t.tries} between 0 and 3`),
  ],
);
