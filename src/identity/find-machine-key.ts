import { and, eq, isNull } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { sha256 } from "../db/digest.ts";
import { query } from "../db/query.ts";
import { admitWithoutWaiting, refuseIfOverLimit } from "../limits/admit.ts";
import type { Actor } from "./actor.ts";
import {
  DEMO_KEY_PREFIX,
  machineKeys,
  PublishedKey,
  publishedKeyName,
} from "./machine-keys.schema.ts";

const REMEMBER_MS = 30_000;
const REMEMBER_AT_MOST = 1_000;
const LONGEST_KEY = 200;

/** What this isolate has seen of each key's hash. Only keys that exist are remembered. */
const remembered = new Map<string, { key: PublishedKey; until: number }>();

/**
 * Who presents this machine key; null if nobody. A key is looked for in the isolate, in KV and then in
 * libSQL, so a revoked one is refused within a minute or two of being taken out of both. Wrong keys count
 * against the limit of their network address; over it nothing is looked up (`rate-limited`), while keys
 * that this isolate knows still pass.
 */
export async function findMachineKey(ctx: Ctx, secret: string): Promise<Actor | null> {
  if (secret.length > LONGEST_KEY) return null;
  const hash = await sha256(secret);
  const key = recall(hash, ctx.now) ?? (await find(ctx, hash));
  if (!key || isExpired(key, ctx.now) || isMisplacedDemo(ctx, key)) return null;
  return { kind: "key", id: key.id, name: key.name, scopes: key.scopes };
}

/** Makes this isolate look a key up again; it does not wait for its memory to run out. */
export function forgetMachineKey(hash: string): void {
  remembered.delete(hash);
}

function recall(hash: string, now: Date): PublishedKey | null {
  const entry = remembered.get(hash);
  return entry && entry.until > now.getTime() ? entry.key : null;
}

async function find(ctx: Ctx, hash: string): Promise<PublishedKey | null> {
  refuseIfOverLimit(ctx, "ip", ctx.address);
  const key =
    (await ctx.kv.readCached(publishedKeyName(hash), PublishedKey)) ??
    (await findStored(ctx, hash));
  if (!key) {
    admitWithoutWaiting(ctx, "ip", ctx.address);
    return null;
  }
  if (remembered.size >= REMEMBER_AT_MOST) remembered.clear();
  remembered.set(hash, { key, until: ctx.now.getTime() + REMEMBER_MS });
  ctx.background(() => recordUse(ctx, key.id, hash));
  return key;
}

async function findStored(ctx: Ctx, hash: string): Promise<PublishedKey | null> {
  const [[row]] = await ctx.db.read([
    query
      .select({
        id: machineKeys.id,
        name: machineKeys.name,
        scopes: machineKeys.scopes,
        expires_at: machineKeys.expiresAt,
      })
      .from(machineKeys)
      .where(and(eq(machineKeys.hash, hash), isNull(machineKeys.revokedAt))),
  ]);
  return row ?? null;
}

/** Notes the use, and takes back a published key that the database no longer knows as valid. */
async function recordUse(ctx: Ctx, id: string, hash: string): Promise<void> {
  const [valid] = await ctx.db.write([
    query
      .update(machineKeys)
      .set({ lastUsedAt: ctx.now.toISOString() })
      .where(and(eq(machineKeys.id, id), isNull(machineKeys.revokedAt)))
      .returning({ id: machineKeys.id }),
  ]);
  if (valid.length > 0) return;
  forgetMachineKey(hash);
  await ctx.kv.delete(publishedKeyName(hash));
}

function isExpired(key: PublishedKey, now: Date): boolean {
  return key.expires_at !== null && key.expires_at <= now.toISOString();
}

/** The demo's keys are public, so a production desk does not know them even if its database does. */
function isMisplacedDemo({ config }: Ctx, key: PublishedKey): boolean {
  return config.environment === "production" && key.id.startsWith(DEMO_KEY_PREFIX);
}
