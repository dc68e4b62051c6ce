import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { sha256 } from "../db/digest.ts";
import { guard } from "../db/guard.ts";
import { newId } from "../db/ids.ts";
import { query } from "../db/query.ts";
import type { KeyValue } from "../kv/key-value.ts";
import {
  presentMachineKey,
  type CreatedMachineKey,
  type NewMachineKey,
} from "./key-administration.schema.ts";
import {
  machineKeys,
  publishedKeyName,
  type PublishedKey,
  type Scope,
} from "./machine-keys.schema.ts";

const SECRET_BYTES = 32;
const HINT_LENGTH = 8;
const DAY_MS = 86_400_000;

/** What it takes to make a key; `npm run keys` has this without a request. */
type Issuing = Pick<Ctx, "db" | "now" | "actor" | "background"> & { kv: Pick<KeyValue, "write"> };

/** Makes a key as an administrator wants it; see issueMachineKey(). */
export async function createMachineKey(
  ctx: Ctx,
  { name, scopes, days }: NewMachineKey,
): Promise<CreatedMachineKey> {
  return issueMachineKey(ctx, { name, scopes, expiresAt: expiryIn(days ?? null, ctx.now) });
}

/** When a key ends that is good for so many days; null for one that ends when it is revoked. */
export function expiryIn(days: number | null, now: Date): string | null {
  return days === null ? null : new Date(now.getTime() + days * DAY_MS).toISOString();
}

/**
 * Makes a key that works at once. Only its digest is stored, so this answer is the only one that has it.
 * `unauthenticated` if the key that asks for it has been revoked: such a key still passes for a minute
 * or two, which must not be enough to get another.
 */
export async function issueMachineKey(
  ctx: Issuing,
  wanted: { name: string; scopes: readonly Scope[]; expiresAt: string | null },
): Promise<CreatedMachineKey> {
  const secret = `edk_${randomBytes(SECRET_BYTES).toString("base64url")}`;
  const hash = await sha256(secret);
  const row = {
    ...wanted,
    id: newId("key", ctx.now),
    hint: secret.slice(0, HINT_LENGTH),
    scopes: [...new Set(wanted.scopes)],
    createdAt: ctx.now.toISOString(),
    lastUsedAt: null,
    revokedAt: null,
  };
  await ctx.db.write(
    [
      query.insert(machineKeys).values({ ...row, hash }),
      ...(ctx.actor.kind === "key" ? [guard("unauthenticated", isInForce(ctx.actor.id))] : []),
    ],
    { made: row.id },
  );
  const { id, name, scopes, expiresAt } = row;
  const published: PublishedKey = { id, name, scopes, expires_at: expiresAt };
  // Without its copy in KV a key works too, only slower.
  ctx.background(() => ctx.kv.write(publishedKeyName(hash), published));
  return { ...presentMachineKey(row), secret };
}

function isInForce(id: string) {
  return sql`exists (
    select 1 from ${machineKeys} where ${machineKeys.id} = ${id} and ${machineKeys.revokedAt} is null
  )`;
}
