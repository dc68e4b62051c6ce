import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { DEVELOPMENT_SECRET } from "../src/env.ts";
import { demoAgentKey, demoKeys } from "./demo/demo-keys.ts";
import { demoUsers } from "./demo/demo-users.ts";
import { loadDemo } from "./demo/load-demo.ts";
import { databaseConnection, localDatabasePort, type Connection } from "./support/database.ts";
import { Explained, main } from "./support/explained.ts";
import { migrate } from "./support/migrations.ts";
import { portFrom, requireFreePort } from "./support/ports.ts";
import { hasEnded, killChild, startSqld, stopChild } from "./support/sqld.ts";
import { buildPages } from "./support/worker-build.ts";

const SERVES_WITHIN_MS = 90_000;

/** What wrangler says at every start about the daily clean-up, which only runs when deployed. */
const cronNotice = /^\s*$|Scheduled Workers|manually trigger|local\/scheduled|cron-triggers/;

const running: ChildProcess[] = [];
let isStopping = false;

await main(async () => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void stopAll());
  // Only reached with something still running if this program itself breaks.
  process.once("exit", () => running.forEach(killChild));
  try {
    await start();
  } catch (error) {
    if (!isStopping) throw error;
  } finally {
    await stopAll();
  }
});

async function start(): Promise<void> {
  const port = portFrom("PORT", 8787);
  await requireFreePort(port, "PORT");

  const database = await openDatabase();
  step("Migrating the database");
  const applied = await migrate(database);
  done(applied.length === 0 ? "up to date" : `applied ${applied.join(", ")}`);

  // The demo's keys and passwords are public: they go into our own database and no other.
  if (!process.env["DATABASE_URL"]) {
    step("Loading the demo");
    done((await loadDemo(database, new Date())) ? "loaded" : "the database already has data");
  }

  step("Building the pages");
  await buildPages({ demoKey: demoAgentKey });
  done("public/");

  step("Starting the Worker");
  const worker = serve(port, database);
  await answers(`http://127.0.0.1:${port}/health`, worker);
  done("workerd");
  welcome(port);
  onLine(worker.stdout, (line) => {
    if (line.startsWith("{")) console.log(line);
  });
  const [code] = await once(worker, "exit");
  if (!isStopping) throw new Explained(`The Worker stopped by itself (exit code ${code}).`);
}

/** The database of DATABASE_URL, or a libSQL server of our own with its data in .data/. */
async function openDatabase(): Promise<Connection> {
  if (process.env["DATABASE_URL"]) return databaseConnection();
  const port = localDatabasePort();
  await requireFreePort(port, "DATABASE_PORT");
  step("Starting libSQL");
  const sqld = await startSqld(".data/libsql", port);
  running.push(sqld.process);
  sqld.process.once("exit", () => {
    if (!isStopping)
      console.error("The libSQL server has stopped; the desk answers 503 until you restart it.");
  });
  done(`${sqld.url}, data in .data/`);
  return { url: sqld.url, authToken: null };
}

function serve(port: number, database: Connection): ChildProcess {
  const variables = {
    ENVIRONMENT: "development",
    DATABASE_URL: database.url,
    ...(database.authToken === null ? {} : { DATABASE_AUTH_TOKEN: database.authToken }),
    AUTH_SECRET: process.env["AUTH_SECRET"] || DEVELOPMENT_SECRET,
    ...passedOn(),
  };
  const worker = spawn(
    "wrangler",
    [
      "dev",
      ...["--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"],
      ...["--persist-to", ".data/edge", "--show-interactive-dev-session=false"],
      ...["--env-file", writeVariables(variables)],
    ],
    {
      // A group of its own: Ctrl-C reaches only us, and we end everything in order.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        WRANGLER_SEND_METRICS: "false",
        WRANGLER_HIDE_BANNER: "true",
        CLOUDFLARE_CF_FETCH_ENABLED: "false",
      },
    },
  );
  running.push(worker);
  onLine(worker.stderr, (line) => {
    if (!cronNotice.test(line)) console.error(line);
  });
  return worker;
}

/** The provider's variables are taken from the shell, so that a laptop can use one. */
function passedOn(): Record<string, string> {
  const given = Object.entries(process.env).filter(([name]) => name.startsWith("OPENAI_"));
  return Object.fromEntries(given.map(([name, value]) => [name, value ?? ""]));
}

/** Secrets go to the Worker in a file that only this user can read; command lines are for everybody. */
function writeVariables(variables: Record<string, string>): string {
  const lines = Object.entries(variables).map(
    ([name, value]) => `${name}=${JSON.stringify(value)}`,
  );
  mkdirSync(".data", { recursive: true });
  rmSync(".data/worker.env", { force: true });
  writeFileSync(".data/worker.env", `${lines.join("\n")}\n`, { mode: 0o600 });
  return ".data/worker.env";
}

async function answers(url: string, worker: ChildProcess): Promise<void> {
  const deadline = Date.now() + SERVES_WITHIN_MS;
  while (Date.now() < deadline) {
    refuseIfStopping();
    if (hasEnded(worker)) throw new Explained("The Worker did not start; it says why above.");
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await sleep(100);
  }
  throw new Explained(`The Worker did not answer within ${SERVES_WITHIN_MS / 1000} seconds.`);
}

function onLine(stream: Readable | null, show: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on("line", show);
}

async function stopAll(): Promise<void> {
  isStopping = true;
  for (const child of running.toReversed()) await stopChild(child);
}

function refuseIfStopping(): void {
  if (isStopping) throw new Explained("Stopped before it had started.");
}

function step(what: string): void {
  refuseIfStopping();
  process.stdout.write(`${what} … `);
}

function done(how: string): void {
  process.stdout.write(`${how}\n`);
}

function welcome(port: number): void {
  const origin = `http://localhost:${port}`;
  const users = demoUsers.map(
    ({ username, password, role }) => `  ${username} / ${password}  (${role})`,
  );
  const keys = demoKeys.map(({ key, scopes }) => `  ${key}  (${scopes.join(", ")})`);
  console.log(`
Edgedesk is running. Ctrl-C stops everything; your data stays in .data/.

  ${origin}                     start page
  ${origin}/console/            the console, for staff (log in as admin)
  ${origin}/docs/               the API, to try out
  ${origin}/redoc/              the API, to read
  ${origin}/agents/             AI agents: how to connect them, and checks of this desk

Demo users:
${users.join("\n")}

Demo keys (Authorization: Bearer <key>):
${keys.join("\n")}
`);
}
