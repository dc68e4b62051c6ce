import { randomBytes, randomUUID } from "node:crypto";
import { query } from "../src/db/query.ts";
import { sha256 } from "../src/db/digest.ts";
import { machineKeys, type Scope } from "../src/identity/machine-keys.schema.ts";
import { issueToken } from "../src/identity/tokens.ts";
import { users, usernameKey, type Role } from "../src/identity/users.tables.ts";
import type { Lab } from "./lab.ts";

/** How many rows go into one statement: SQLite binds at most 32,766 values. */
const ROWS_AT_ONCE = 1_000;

/** Headers of callers, each with a machine key of their own. */
export async function newKeys(lab: Lab, amount: number, scope: Scope) {
  const createdAt = new Date().toISOString();
  const secrets = Array.from({ length: amount }, () => `edk_${randomBytes(32).toString("hex")}`);
  const rows = secrets.map(async (secret) => ({
    id: `key_${randomUUID()}`,
    name: "bench",
    hint: secret.slice(0, 8),
    hash: await sha256(secret),
    scopes: [scope],
    createdAt,
  }));
  await lab.database.write([query.insert(machineKeys).values(await Promise.all(rows))]);
  return secrets.map(bearer);
}

/** Headers of users who have logged in, made without the work of hashing passwords. */
export async function newUsers(lab: Lab, role: Role, customerIds: readonly (string | null)[]) {
  const now = new Date();
  const made = customerIds.map((customerId) => {
    const id = `usr_${randomUUID()}`;
    return { id, username: id, role, customerId };
  });
  await inParts(made, (part) =>
    lab.database.write([
      query.insert(users).values(
        part.map((user) => ({
          ...user,
          usernameKey: usernameKey(user.username),
          passwordHash: "scrypt$none",
          tokensValidFrom: now.toISOString(),
          createdAt: now.toISOString(),
        })),
      ),
    ]),
  );
  const ctx = { now, config: lab.config };
  return Promise.all(made.map(async (user) => bearer((await issueToken(ctx, user)).access_token)));
}

/** Does something with so many rows at a time as fit into one statement. */
export async function inParts<T>(rows: readonly T[], write: (part: T[]) => Promise<unknown>) {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    await write(rows.slice(at, at + ROWS_AT_ONCE));
  }
}

/** Values that are taken one after another and, in the end, from the beginning again. */
export function inTurn<T>(values: readonly T[]): () => T {
  let taken = 0;
  return () => {
    const value = values[taken % values.length];
    taken += 1;
    if (value === undefined) throw new Error("There is nothing to take.");
    return value;
  };
}

function bearer(credential: string): Record<string, string> {
  return { Authorization: `Bearer ${credential}` };
}
