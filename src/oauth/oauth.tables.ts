import { index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { users } from "../identity/users.tables.ts";

/** What a user has let a program do, for the minute until the program fetches it. */
export const oauthCodes = sqliteTable(
  "oauth_codes",
  {
    /** SHA-256 of the code; it names the family of the tokens that come of it. */
    hash: text().primaryKey(),
    clientId: text("client_id").notNull(),
    redirectUri: text("redirect_uri").notNull(),
    challenge: text().notNull(),
    resource: text().notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    expiresAt: text("expires_at").notNull(),
  },
  (t) => [index("oauth_codes_expires_at").on(t.expiresAt)],
);

/** Refresh tokens, each good once. A used one that comes again ends its whole family. */
export const oauthRefreshTokens = sqliteTable(
  "oauth_refresh_tokens",
  {
    /** SHA-256 of the token. */
    hash: text().primaryKey(),
    family: text().notNull(),
    clientId: text("client_id").notNull(),
    resource: text().notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    /** When the user logged in for it. */
    grantedAt: text("granted_at").notNull(),
    usedAt: text("used_at"),
    expiresAt: text("expires_at").notNull(),
  },
  (t) => [
    index("oauth_refresh_tokens_family").on(t.family),
    index("oauth_refresh_tokens_expires_at").on(t.expiresAt),
  ],
);
