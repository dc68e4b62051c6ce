import { sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { z } from "zod";

/** What a machine key may do. `admin` includes every other scope. */
export const Scope = z.enum(["gpt", "sales", "admin"]);
export type Scope = z.infer<typeof Scope>;

export const machineKeys = sqliteTable(
  "machine_keys",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** The readable beginning of the key, so that people can tell keys apart. */
    hint: text().notNull(),
    /** SHA-256 of the whole key; the key itself is shown once and never stored. */
    hash: text().notNull(),
    scopes: text({ mode: "json" }).$type<Scope[]>().notNull(),
    createdAt: text("created_at").notNull(),
    expiresAt: text("expires_at"),
    lastUsedAt: text("last_used_at"),
    revokedAt: text("revoked_at"),
  },
  (t) => [uniqueIndex("machine_keys_hash").on(t.hash)],
);

/** The ids of the demo's keys begin with this; see isMisplacedDemo(). */
export const DEMO_KEY_PREFIX = "key_demo_";

/** What the edge keeps of a key in KV, under its hash. Revoking a key deletes it. */
export const PublishedKey = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(Scope),
  expires_at: z.iso.datetime().nullable(),
});
export type PublishedKey = z.infer<typeof PublishedKey>;

/** The KV name of a key's record; it shows nothing of the key. */
export function publishedKeyName(hash: string): string {
  return `machine-key:${hash}`;
}
