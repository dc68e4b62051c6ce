// npm run keys -- create <name> <scope,…> [days] | list | revoke <id> | rotate <id>   [--remote]
import { randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { noCost } from "../src/cost.ts";
import { openDatabase } from "../src/db/database.ts";
import { sha256 } from "../src/db/digest.ts";
import { newId } from "../src/db/ids.ts";
import { query } from "../src/db/query.ts";
import {
  machineKeys,
  publishedKeyName,
  Scope,
  type PublishedKey,
} from "../src/identity/machine-keys.schema.ts";
import { databaseConnection, requireMatchingKv } from "./support/database.ts";
import { openEdgeKv } from "./support/edge-kv.ts";
import { Explained, main } from "./support/explained.ts";

const USAGE = `Machine keys. A key is shown once; only its digest is stored.

  npm run keys -- create <name> <scope,scope> [days until it expires]
  npm run keys -- list
  npm run keys -- revoke <id>
  npm run keys -- rotate <id>      a new key with the same name and scopes; the old one is revoked

Scopes: ${Scope.options.join(", ")}. For a deployed desk set DATABASE_URL and add --remote.`;

const DAY_MS = 86_400_000;
const db = openDatabase(databaseConnection(), noCost());
const words = process.argv.slice(2).filter((word) => word !== "--remote");
const isRemote = process.argv.includes("--remote");
const kv = openEdgeKv(isRemote);

await main(async () => {
  const [command, first, second, third] = words;
  if (command !== "list") requireMatchingKv(isRemote);
  if (command === "create" && first && second) {
    const scopes = second.split(",").map((word) => parseScope(word));
    return create(first, scopes, expiryIn(third));
  }
  if (command === "list") return list();
  if (command === "revoke" && first) return revoke(await find(first));
  if (command === "rotate" && first) return rotate(first);
  throw new Explained(USAGE);
});

async function create(name: string, scopes: Scope[], expiresAt: string | null): Promise<void> {
  const now = new Date();
  const key = `edk_${randomBytes(32).toString("base64url")}`;
  const hash = await sha256(key);
  const published: PublishedKey = { id: newId("key", now), name, scopes, expires_at: expiresAt };
  const { id } = published;
  const createdAt = now.toISOString();
  await db.write([
    query
      .insert(machineKeys)
      .values({ id, name, hint: key.slice(0, 8), hash, scopes, createdAt, expiresAt }),
  ]);
  console.log(
    `${id}  ${name}  (${scopes.join(", ")})\n\n  ${key}\n\nThis is the only time it is shown.`,
  );
  // Without its copy in KV a key works too, only slower.
  kv.put(publishedKeyName(hash), published);
}

async function list(): Promise<void> {
  const [keys] = await db.read([query.select().from(machineKeys).orderBy(machineKeys.createdAt)]);
  const rows = keys.map((key) => ({
    id: key.id,
    name: key.name,
    begins: key.hint,
    scopes: key.scopes.join(", "),
    "last used": key.lastUsedAt ?? "never",
    state: key.revokedAt ? `revoked ${key.revokedAt}` : `valid until ${key.expiresAt ?? "revoked"}`,
  }));
  console.table(rows);
}

/** Refused everywhere within two minutes: the database first, then the copy at the edge. Can be repeated. */
async function revoke(key: { id: string; hash: string }): Promise<void> {
  const revokedAt = new Date().toISOString();
  await db.write([
    query
      .update(machineKeys)
      .set({ revokedAt })
      .where(and(eq(machineKeys.id, key.id), isNull(machineKeys.revokedAt))),
  ]);
  kv.delete(publishedKeyName(key.hash));
  console.log(`${key.id} is revoked.`);
}

async function rotate(id: string): Promise<void> {
  const old = await find(id);
  if (old.revokedAt !== null) throw new Explained(`${id} is revoked; create a new key instead.`);
  await create(old.name, old.scopes, old.expiresAt);
  await revoke(old);
}

async function find(id: string) {
  const [[key]] = await db.read([query.select().from(machineKeys).where(eq(machineKeys.id, id))]);
  if (!key) throw new Explained(`There is no key ${id}; see: npm run keys -- list`);
  return key;
}

function parseScope(word: string): Scope {
  const scope = Scope.safeParse(word);
  if (!scope.success)
    throw new Explained(`${word} is no scope; there are ${Scope.options.join(", ")}.`);
  return scope.data;
}

function expiryIn(days: string | undefined): string | null {
  if (days === undefined) return null;
  const count = Number(days);
  if (!Number.isInteger(count) || count < 1) throw new Explained(`${days} is no number of days.`);
  return new Date(Date.now() + count * DAY_MS).toISOString();
}
