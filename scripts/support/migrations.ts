import { createClient, type Client } from "@libsql/client/web";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Connection } from "./database.ts";
import { Explained } from "./explained.ts";

const folder = join(import.meta.dirname, "../../migrations");

type Migration = { name: string; hash: string; statements: string[] };

/**
 * Applies what is not yet applied, in order, each migration as one transaction with its own record: it
 * happened or it did not. An applied migration that has been edited since is refused.
 */
export async function migrate({ url, authToken }: Connection): Promise<string[]> {
  const database = createClient({ url, ...(authToken === null ? {} : { authToken }) });
  const pending = await findPending(database);
  for (const migration of pending) await apply(database, migration);
  return pending.map((migration) => migration.name);
}

async function findPending(database: Client): Promise<Migration[]> {
  await reach(database);
  await database.execute(
    "create table if not exists schema_migrations " +
      "(name text primary key, hash text not null, applied_at text not null) strict",
  );
  const { rows } = await database.execute("select name, hash from schema_migrations");
  const applied = new Map(rows.map((row) => [String(row["name"]), String(row["hash"])]));
  return readMigrations().filter((migration) => !isApplied(migration, applied));
}

async function reach(database: Client): Promise<void> {
  try {
    await database.execute("select 1");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Explained(`The database cannot be reached, or refuses the token: ${reason}`);
  }
}

function readMigrations(): Migration[] {
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

async function apply(database: Client, { name, hash, statements }: Migration): Promise<void> {
  const record = {
    sql: "insert into schema_migrations values (?, ?, ?)",
    args: [name, hash, new Date().toISOString()],
  };
  try {
    await database.batch([...statements, record], "write");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Explained(`The migration ${name} failed and changed nothing: ${reason}`);
  }
}
