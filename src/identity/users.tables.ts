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
import { customers } from "../customers/customers.schema.ts";
import { oneOf } from "../db/columns.ts";

export const roles = ["admin", "customer"] as const;
export type Role = (typeof roles)[number];

export const users = sqliteTable(
  "users",
  {
    id: text().primaryKey(),
    username: text().notNull(),
    /** The username as it is compared: see usernameKey(). */
    usernameKey: text("username_key").notNull(),
    email: text(),
    fullName: text("full_name"),
    phone: text(),
    passwordHash: text("password_hash").notNull(),
    role: text({ enum: roles }).notNull(),
    /** The customer whose orders, bookings and claims this user sees. */
    customerId: text("customer_id").references(() => customers.id),
    isActive: integer("is_active", { mode: "boolean" }).notNull().default(true),
    /** Tokens issued before this moment are no longer good. */
    tokensValidFrom: text("tokens_valid_from").notNull(),
    createdAt: text("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("users_username_key").on(t.usernameKey),
    uniqueIndex("users_email").on(t.email),
    check("users_role", oneOf(t.role, roles)),
    check("users_is_active", sql`${t.isActive} in (0, 1)`),
  ],
);

/** Tokens that were logged out before they expired, by the id inside them. */
export const revokedTokens = sqliteTable(
  "revoked_tokens",
  {
    id: text().primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    expiresAt: text("expires_at").notNull(),
  },
  (t) => [
    index("revoked_tokens_user").on(t.userId),
    index("revoked_tokens_expires_at").on(t.expiresAt),
  ],
);

/** Where users have logged in, each for as long as they come back. */
export const loginPlaces = sqliteTable(
  "login_places",
  {
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    /** A keyed digest of the network address. */
    place: text().notNull(),
    expiresAt: text("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "login_places_key", columns: [t.userId, t.place] }),
    index("login_places_expires_at").on(t.expiresAt),
  ],
);

/** Usernames differ by more than case and form; without `@` none can pass for an e-mail address. */
export function usernameKey(username: string): string {
  return username.normalize("NFKC").toLowerCase();
}
