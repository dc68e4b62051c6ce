import { createClient } from "@libsql/client/web";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { Explained } from "../../scripts/support/explained.ts";
import { migrate } from "../../scripts/support/migrations.ts";
import { freePort } from "../../scripts/support/ports.ts";
import { hasEnded, killChild, startSqld } from "../../scripts/support/sqld.ts";
import { seeded } from "../fuzz/random.ts";
import { startDatabaseProxy } from "../support/database-proxy.ts";

const seed = Number(process.env["FAULTS_SEED"] ?? Date.now() % 1_000_000);
const rounds = process.env["FAULTS_LONG"] ? 10 : 1;
const root = join(import.meta.dirname, "../..");

/** An empty libSQL, and a proxy before it. */
async function openEmpty() {
  const directory = mkdtempSync(join(tmpdir(), "edgedesk-migrations-"));
  const port = await freePort();
  let sqld = await startSqld(directory, port);
  const proxy = await startDatabaseProxy(sqld.url);
  const kill = async () => {
    if (hasEnded(sqld.process)) return;
    const gone = once(sqld.process, "exit");
    killChild(sqld.process);
    await gone;
  };
  onTestFinished(async () => {
    await proxy.close();
    await kill();
    rmSync(directory, { recursive: true });
  });
  return {
    url: sqld.url,
    connection: { url: proxy.url, authToken: null },
    proxy,
    kill,
    restart: async () => void (sqld = await startSqld(directory, port)),
  };
}

/** Everything that the migrations have made, and whether the file is sound. */
async function schemaOf(url: string): Promise<unknown[]> {
  const client = createClient({ url });
  const results = await client.batch(
    [
      "select type, name, tbl_name, sql from sqlite_schema order by type, name",
      "select name, hash from schema_migrations order by name",
      "pragma integrity_check",
      "pragma foreign_key_check",
    ],
    "read",
  );
  return results.map(({ rows }) => rows.map((row) => ({ ...row })));
}

type Empty = Awaited<ReturnType<typeof openEmpty>>;
type Ending = (database: Empty, program: () => void) => Promise<unknown>;

const endings: Record<string, { side: "before" | "after"; end: Ending }> = {
  "libSQL before it hears of it": { side: "before", end: ({ kill }) => kill() },
  "libSQL in the middle of it": {
    side: "before",
    end: async ({ kill }) => void sleep(Math.random() * 6).then(kill),
  },
  "libSQL when it is done": { side: "after", end: ({ kill }) => kill() },
  "the program before it": { side: "before", end: async (_, program) => program() },
  "the program when it is done": { side: "after", end: async (_, program) => program() },
};

/** `npm run migrate` as a program of its own. */
function startProgram(url: string) {
  const child = spawn(process.execPath, ["scripts/migrate.ts"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url },
    stdio: "ignore",
  });
  return { kill: () => child.kill("SIGKILL"), ended: once(child, "exit") };
}

test("C-15: migrations applied twice, by two at once, and by programs that are killed with or before their libSQL: the schema is that of an undisturbed run", async () => {
  const random = seeded(seed);
  const undisturbed = await openEmpty();
  const all = await migrate(undisturbed.connection);
  const wanted = await schemaOf(undisturbed.url);
  expect(await migrate(undisturbed.connection)).toEqual([]);
  expect(await schemaOf(undisturbed.url)).toEqual(wanted);

  const contested = await openEmpty();
  const both = [migrate(contested.connection), migrate(contested.connection)];
  const outcomes = (await Promise.allSettled(both)).map(({ status }) => status);
  expect(outcomes).toEqual(["fulfilled", "fulfilled"]);
  expect(await schemaOf(contested.url)).toEqual(wanted);

  for (let round = 0; round < rounds; round += 1) {
    const database = await openEmpty();
    let ended = 0;
    for (const [name, { side, end }] of Object.entries(endings)) {
      const nth = random.int(1, 2);
      let seen = 0;
      let ending: Promise<unknown> | null = null;
      const program = name.includes("program") ? startProgram(database.connection.url) : null;
      database.proxy.hold = async (at, asked) => {
        if (at !== side || !asked.includes("insert into schema_migrations")) return;
        seen += 1;
        if (seen !== nth) return;
        ended += 1;
        ending = end(database, () => program?.kill());
        await ending;
      };
      const run = program?.ended ?? migrate(database.connection);
      const failure = await run.then(
        () => null,
        (error: unknown) => error,
      );
      await ending;
      await sleep(20);
      database.proxy.hold = async () => {};
      if (failure) {
        expect(failure).toBeInstanceOf(Explained);
        expect(String(failure)).toMatch(
          /migration \d{4}_\w+.*(?:whole or not at all|changed noth)/,
        );
      }
      await database.kill();
      await database.restart();
    }
    expect(ended).toBe(Object.keys(endings).length);
    const rest = await migrate(database.connection);
    expect(rest.length).toBeLessThan(all.length);
    expect(await schemaOf(database.url), `seed ${seed}`).toEqual(wanted);
  }
}, 240_000);

test("F-23: a migration that fails half-way says which it is and leaves nothing behind; mended, it goes through", async () => {
  const database = await openEmpty();
  const folder = mkdtempSync(join(tmpdir(), "edgedesk-bad-migration-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(root, "migrations"), folder, { recursive: true });
  const between = "\n--> statement-breakpoint\n";
  const begun = [
    "create table half_way (id integer primary key, size integer not null check (size > 0)) strict",
    "create index half_way_size on half_way (size)",
    "alter table counters add column half_way text",
    "insert into half_way values (1, 5)",
  ];
  writeFileSync(join(folder, "9990_fine.sql"), "create table fine (id integer primary key) strict");
  const bad = join(folder, "9991_bad.sql");
  writeFileSync(bad, [...begun, "insert into half_way values (2, -5)"].join(between));

  await expect(migrate(database.connection, folder)).rejects.toThrow(
    /^The migration 9991_bad failed and changed nothing: .*CHECK constraint failed/,
  );
  const left = await schemaOf(database.url);
  expect(JSON.stringify(left)).toContain("9990_fine");
  expect(JSON.stringify(left)).not.toMatch(/half_way|9991/);
  await expect(migrate(database.connection, folder)).rejects.toThrow(/9991_bad/);
  expect(await schemaOf(database.url)).toEqual(left);

  writeFileSync(bad, [...begun, "insert into half_way values (2, 6)"].join(between));
  expect(await migrate(database.connection, folder)).toEqual(["9991_bad"]);
  writeFileSync(bad, begun.join(between));
  await expect(migrate(database.connection, folder)).rejects.toThrow(/9991_bad was edited/);
});
