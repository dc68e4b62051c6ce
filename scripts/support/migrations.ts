import { createClient, type Client } from "@libsql/client/web";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Connection } from "./database.ts";
import { Explained } from "./explained.ts";

const ours = join(import.meta.dirname, "../../migrations");

type Migration = { name: string; hash: string; statements: string[] };

/**
 * Applies what is not yet applied, in order, each migration as one transaction with its own record: it
 * happened or it did not, also if it is killed meanwhile or runs twice at once. An applied migration that has been
 * edited since is refused.
 */
export async function migrate(
  { url, authToken }: Connection,
  folder: string = ours,
): Promise<string[]> {
  const database = createClient({ url, ...(authToken === null ? {} : { authToken }) });
  const pending = await findPending(database, folder);
  for (const migration of pending) await apply(database, migration);
  return pending.map((migration) => migration.name);
}

async function findPending(database: Client, folder: string): Promise<Migration[]> {
  await reach(database);
  await database.execute(
    "create table if not exists schema_migrations " +
      "(name text primary key, hash text not null, applied_at text not null) strict",
  );
  const applied = await readApplied(database);
  return readMigrations(folder).filter((migration) => !isApplied(migration, applied));
}

async function readApplied(database: Client): Promise<Map<string, string>> {
  const { rows } = await database.execute("select name, hash from schema_migrations");
  return new Map(rows.map((row) => [String(row["name"]), String(row["hash"])]));
}

async function reach(database: Client): Promise<void> {
  try {
    await database.execute("select 1");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Explained(`The database cannot be reached, or refuses the token: ${reason}`);
  }
}

function readMigrations(folder: string): Migration[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".sql"));
  return files.toSorted().map((file) => {
    const sql = readFileSync(join(folder, file), "utf8");
    return {
      name: file.replace(/\.sql$/, ""),
      hash: createHash("sha256").update(sql).digest("hex"),
      statements: sql.split("--> statement-breakpoint").map((statement) => statement.trim()),
    };
  });
}

function isApplied({ name, hash }: Migration, applied: Map<string, string>): boolean {
  const known = applied.get(name);
  if (known !== undefined && known !== hash) {
    throw new Explained(
      `The migration ${name} was edited after it was applied; add a new migration instead.`,
    );
  }
  return known !== undefined;
}

async function apply(database: Client, migration: Migration): Promise<void> {
  const { name, hash, statements } = migration;
  const record = {
    sql: "insert into schema_migrations values (?, ?, ?)",
    args: [name, hash, new Date().toISOString()],
  };
  try {
    // The record comes first, so that whoever comes second changes nothing.
    await database.batch([record, ...statements], "write");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (await hasHappened(database, migration, reason)) return;
    throw new Explained(`The migration ${name} failed and changed nothing: ${reason}`);
  }
}

/** Whether a migration that seems to have failed is there: its answer was lost, or somebody else applied it. */
async function hasHappened(
  database: Client,
  migration: Migration,
  reason: string,
): Promise<boolean> {
  const applied = await readApplied(database).catch(() => {
    throw new Explained(
      `The database went away during the migration ${migration.name}, which is applied whole or not at all; ` +
        `run this again: ${reason}`,
    );
  });
  return isApplied(migration, applied);
}
