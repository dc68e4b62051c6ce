// npm run keys -- create <name> <scope,…> [days] | list | revoke <id> | rotate <id>   [--remote]
import { eq } from "drizzle-orm";
import { changeBy } from "../src/changes.ts";
import { noCost } from "../src/cost.ts";
import { openDatabase } from "../src/db/database.ts";
import { query } from "../src/db/query.ts";
import type { Actor } from "../src/identity/actor.ts";
import { expiryIn, issueMachineKey } from "../src/identity/create-machine-key.ts";
import { machineKeys, Scope } from "../src/identity/machine-keys.schema.ts";
import { revokeMachineKey } from "../src/identity/revoke-machine-key.ts";
import { databaseConnection, requireMatchingKv } from "./support/database.ts";
import { openEdgeKv } from "./support/edge-kv.ts";
import { Explained, main } from "./support/explained.ts";

const USAGE = `Machine keys. A key is shown once; only its digest is stored.

  npm run keys -- create <name> <scope,scope> [days until it expires]
  npm run keys -- list
  npm run keys -- revoke <id>
  npm run keys -- rotate <id>      a new key with the same name and scopes; the old one is revoked

Scopes: ${Scope.options.join(", ")}. For a deployed desk set DATABASE_URL and add --remote.`;

const db = openDatabase(databaseConnection(), noCost());
const words = process.argv.slice(2).filter((word) => word !== "--remote");
const isRemote = process.argv.includes("--remote");
const actor: Actor = { kind: "system" };
/** What is to be done when the key has been shown. */
const behind: (() => Promise<void>)[] = [];
const desk = {
  db,
  kv: openEdgeKv(isRemote),
  now: new Date(),
  actor,
  background: (task: () => Promise<void>) => void behind.push(task),
};

await main(async () => {
  await obey();
  for (const task of behind) await task();
});

async function obey(): Promise<void> {
  const [command, first, second, third] = words;
  if (command !== "list") requireMatchingKv(isRemote);
  if (command === "create" && first && second) {
    const scopes = second.split(",").map((word) => parseScope(word));
    return create(first, scopes, expiryIn(parseDays(third), desk.now));
  }
  if (command === "list") return list();
  if (command === "revoke" && first) return revoke((await find(first)).id);
  if (command === "rotate" && first) return rotate(first);
  throw new Explained(USAGE);
}

async function create(name: string, scopes: Scope[], expiresAt: string | null): Promise<void> {
  const key = await issueMachineKey(recording("createMachineKey"), { name, scopes, expiresAt });
  console.log(
    `${key.id}  ${name}  (${key.scopes.join(", ")})\n\n  ${key.secret}\n\nThis is the only time it is shown.`,
  );
}

/** What is done from here stands in the log of changes too, as done by the system. */
function recording(operation: string, target?: string) {
  const change = changeBy({ ...desk, requestId: crypto.randomUUID() }, operation, target);
  return { ...desk, db: db.recording(change) };
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

async function revoke(id: string): Promise<void> {
  await revokeMachineKey(recording("revokeMachineKey", id), id);
  console.log(`${id} is revoked.`);
}

async function rotate(id: string): Promise<void> {
  const old = await find(id);
  if (old.revokedAt !== null) throw new Explained(`${id} is revoked; create a new key instead.`);
  await create(old.name, old.scopes, old.expiresAt);
  await revoke(id);
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

function parseDays(days: string | undefined): number | null {
  if (days === undefined) return null;
  const count = Number(days);
  if (!Number.isInteger(count) || count < 1) throw new Explained(`${days} is no number of days.`);
  return count;
}
