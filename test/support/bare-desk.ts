import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { unstable_readConfig } from "wrangler";
import { z } from "zod";
import { loadDemo } from "../../scripts/demo/load-demo.ts";
import { migrate } from "../../scripts/support/migrations.ts";
import { freePort } from "../../scripts/support/ports.ts";
import { killChild, startSqld, type Sqld } from "../../scripts/support/sqld.ts";
import { DEVELOPMENT_SECRET } from "../../src/env.ts";
import { startDatabaseProxy } from "./database-proxy.ts";
import { BOOTSTRAP_SECRET, WIDGET_SECRET } from "./running-desk.ts";
import { smallDisk } from "./small-disk.ts";
import { startStores } from "./stores.ts";

const root = join(import.meta.dirname, "../..");

/** The program itself: the `workerd` on the path is a script that starts it as another process. */
const workerd = join(
  root,
  "node_modules/@cloudflare",
  `workerd-${process.platform}-${process.arch === "x64" ? "64" : process.arch}`,
  "bin/workerd",
);

const STARTS_WITHIN_MS = 30_000;

/** What is read of wrangler.toml. */
const Declared = z.object({
  compatibility_date: z.string(),
  vars: z.record(z.string(), z.string()),
  durable_objects: z.object({
    bindings: z.array(z.object({ name: z.string(), class_name: z.string() })),
  }),
});

export type BareDesk = Awaited<ReturnType<typeof startBareDesk>>;

/**
 * A whole desk on workerd without wrangler around it: several times as fast, killed with one signal, and up again
 * in a moment. Durable Objects and libSQL keep their data on disk and live through every kill; KV and R2 are in this
 * process (stores.ts). With `isCounting` the database is behind the proxy that counts and spoils; with `isOnSmallDisk` it is on a disk that can be
 * filled, and ends with its libSQL.
 */
export async function startBareDesk(
  variables: Record<string, string> = {},
  { isCounting = false, isOnSmallDisk = false } = {},
) {
  const directory = fs.mkdtempSync(join(tmpdir(), "edgedesk-bare-"));
  const databasePort = await freePort();
  const data = join(directory, "data");
  const disk = isOnSmallDisk ? smallDisk(data) : null;
  if (disk) fs.mkdirSync(data);
  let sqld: Sqld = await startSqld(data, databasePort, disk?.launcher);
  const connection = { url: sqld.url, authToken: null };
  await migrate(connection);
  await loadDemo(connection, new Date());
  const proxy = isCounting ? await startDatabaseProxy(sqld.url) : null;
  const stores = await startStores(join(root, "public"));

  const all = (set: Record<string, string>) => ({
    ENVIRONMENT: "test",
    DATABASE_URL: proxy?.url ?? sqld.url,
    ALLOWED_ORIGINS: "https://shop.example",
    AUTH_SECRET: DEVELOPMENT_SECRET,
    BOOTSTRAP_SECRET,
    WIDGET_SECRET,
    ...set,
  });
  const open = (name: string) => openWorker(join(directory, name), stores.address, all(variables));
  const worker = await open("worker");
  const twins: BareWorker[] = [];

  return {
    url: worker.url,
    databaseUrl: sqld.url,
    databaseFolder: data,
    stores,
    proxy,
    /** Everything that the Worker has printed, each start appended. */
    log: worker.log,
    workerPid: worker.pid,
    killWorker: worker.kill,
    /** Up again, with the variables of before or with others. */
    restartWorker: (others = variables) => worker.start(all(others)),
    worker,
    /** Another Worker on the same database and stores, with objects of its own. */
    async startTwin() {
      const twin = await open(`twin-${twins.length}`);
      twins.push(twin);
      return twin;
    },
    runDailyCleanUp: worker.runDailyCleanUp,
    killDatabase: () => end(sqld.process),
    /** Leaves no room where libSQL keeps its files; only with `isOnSmallDisk`. */
    fillDisk: () => disk?.fill(sqld.process.pid ?? 0),
    freeDisk: () => disk?.free(sqld.process.pid ?? 0),
    freezeDatabase: () => sqld.process.kill("SIGSTOP"),
    thawDatabase: () => sqld.process.kill("SIGCONT"),
    async restartDatabase() {
      sqld = await startSqld(data, databasePort);
    },
    async stop() {
      for (const each of [worker, ...twins]) await each.kill();
      await proxy?.close();
      await stores.close();
      await end(sqld.process);
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}

type BareWorker = Awaited<ReturnType<typeof openWorker>>;

/** One workerd with the built Worker, its objects and its log in a folder of its own. */
async function openWorker(directory: string, stores: string, variables: Record<string, string>) {
  const [port, nightPort] = [await freePort(), await freePort()];
  const log = join(directory, "log");
  fs.mkdirSync(join(directory, "objects"), { recursive: true });
  fs.copyFileSync(join(root, "dist/worker/worker.js"), join(directory, "worker.js"));
  fs.writeFileSync(join(directory, "night.js"), NIGHT);
  const start = (set: Record<string, string>) => {
    const config = configuration({ port, nightPort, stores, directory, variables: set });
    fs.writeFileSync(join(directory, "config.capnp"), config);
    return startWorker(directory, log, port);
  };
  let child = await start(variables);
  return {
    url: `http://127.0.0.1:${port}`,
    log: () => fs.readFileSync(log, "utf8"),
    /** Where the objects of a class keep their data, a SQLite file each. */
    objects: (className: string) => join(directory, "objects", className),
    pid: () => child.pid ?? 0,
    /** kill -9. */
    kill: () => end(child),
    /** As a deployment ends a Worker: it may finish what it has begun. */
    async endGently() {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    },
    /** Up again, with the variables of before or with others. */
    async start(others = variables) {
      child = await start(others);
    },
    /** What happens every night. */
    async runDailyCleanUp() {
      const answer = await fetch(`http://127.0.0.1:${nightPort}/`);
      if (!answer.ok) throw new Error(await answer.text());
    },
  };
}

/** A Worker beside the desk's, by which a test makes it night. */
const NIGHT = `export default {
  async fetch(request, env) {
    const { outcome } = await env.DESK.scheduled({ cron: "17 3 * * *", scheduledTime: new Date() });
    return new Response(outcome, { status: outcome === "ok" ? 200 : 500 });
  },
};
`;

async function startWorker(directory: string, log: string, port: number): Promise<ChildProcess> {
  const output = fs.openSync(log, "a");
  const child = spawn(workerd, ["serve", "--experimental", join(directory, "config.capnp")], {
    stdio: ["ignore", output, output],
  });
  fs.closeSync(output);
  const deadline = Date.now() + STARTS_WITHIN_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const response = await fetch(`http://127.0.0.1:${port}/health`).catch(() => null);
    if (response?.ok) return child;
    await sleep(10);
  }
  await end(child);
  throw new Error(`workerd did not start. It said: ${fs.readFileSync(log, "utf8").slice(-2000)}`);
}

/** kill -9, and wait until it is gone. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  killChild(child);
  await gone;
}

type Configured = {
  port: number;
  nightPort: number;
  stores: string;
  directory: string;
  variables: Record<string, string>;
};

function configuration({ port, nightPort, stores, directory, variables }: Configured): string {
  const declared = Declared.parse(unstable_readConfig({ config: join(root, "wrangler.toml") }));
  const objects = declared.durable_objects.bindings;
  const namespaces = objects.map(
    ({ class_name }) =>
      `(className = ${text(class_name)}, uniqueKey = ${text(class_name)}, enableSql = true)`,
  );
  const bindings = [
    ...Object.entries({ ...declared.vars, ...variables }).map(([name, value]) =>
      bind(name, `text = ${text(value)}`),
    ),
    ...objects.map(({ name, class_name }) =>
      bind(name, `durableObjectNamespace = ${text(class_name)}`),
    ),
    bind("KV", `kvNamespace = "stores"`),
    bind("FILES", `r2Bucket = "stores"`),
    bind("ASSETS", `service = "assets"`),
  ];
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = ${text(declared.compatibility_date)},
      bindings = [${bindings.join(", ")}],
      durableObjectNamespaces = [${namespaces.join(", ")}],
      durableObjectStorage = (localDisk = "objects"),
      globalOutbound = "internet",
    )),
    (name = "night", worker = (
      modules = [(name = "night.js", esModule = embed "night.js")],
      compatibilityDate = ${text(declared.compatibility_date)},
      compatibilityFlags = ["service_binding_extra_handlers"],
      bindings = [(name = "DESK", service = "main")],
    )),
    (name = "stores", external = (address = ${text(stores)}, http = ())),
    (name = "assets", external = (address = ${text(stores)}, http = (
      injectRequestHeaders = [(name = "Host", value = "assets")],
    ))),
    (name = "objects", disk = (path = ${text(join(directory, "objects"))}, writable = true)),
    (name = "internet", network = (allow = ["private", "local"])),
  ],
  sockets = [
    (name = "http", address = "127.0.0.1:${port}", http = (), service = "main"),
    (name = "night", address = "127.0.0.1:${nightPort}", http = (), service = "night"),
  ],
);
`;
}

function bind(name: string, target: string): string {
  return `(name = ${text(name)}, ${target})`;
}

/** A text as Cap'n Proto writes it: as JSON does, for all that a configuration holds. */
function text(value: string): string {
  return JSON.stringify(value);
}
