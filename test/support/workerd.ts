import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { unstable_readConfig } from "wrangler";
import { z } from "zod";
import { freePort } from "../../scripts/support/ports.ts";
import { endWithUs, killChild } from "../../scripts/support/sqld.ts";

const root = join(import.meta.dirname, "../..");

/** The program itself: the `workerd` on the path is a script that starts it as another process. */
const workerd = join(
  root,
  "node_modules/@cloudflare",
  `workerd-${process.platform}-${process.arch === "x64" ? "64" : process.arch}`,
  "bin/workerd",
);

const STARTS_WITHIN_MS = 30_000;
/** workerd itself waits for 30 seconds until an object does nothing. */
const HANDLED_WITHIN_MS = 40_000;

/** What is read of wrangler.toml. */
const Declared = z.object({
  compatibility_date: z.string(),
  vars: z.record(z.string(), z.string()),
  durable_objects: z.object({
    bindings: z.array(z.object({ name: z.string(), class_name: z.string() })),
  }),
});

const declared = Declared.parse(unstable_readConfig({ config: join(root, "wrangler.toml") }));

export type BareWorker = Awaited<ReturnType<typeof openWorker>>;

/** A class of objects by the name of its binding, and one of them. */
type Evicted = { binding: string; webSockets?: "hibernate" } & ({ name: string } | { id: string });

/** One workerd with the built Worker, its objects and its log in a folder of its own. */
export async function openWorker(
  directory: string,
  stores: string,
  variables: Record<string, string>,
) {
  const [port, handlePort] = [await freePort(), await freePort()];
  const log = join(directory, "log");
  fs.mkdirSync(join(directory, "objects"), { recursive: true });
  fs.copyFileSync(join(root, "dist/worker/worker.js"), join(directory, "worker.js"));
  fs.copyFileSync(join(import.meta.dirname, "handle-worker.js"), join(directory, "handle.js"));
  const start = (set: Record<string, string>) => {
    const config = configuration({ port, handlePort, stores, directory, variables: set });
    fs.writeFileSync(join(directory, "config.capnp"), config);
    return startWorker(directory, log, port);
  };
  let child = await start(variables);
  const handle = async (task: "evict" | "abort" | "night", details: Evicted | null = null) => {
    const answer = await fetch(`http://127.0.0.1:${handlePort}/${task}`, {
      method: "POST",
      body: JSON.stringify(details),
      signal: AbortSignal.timeout(HANDLED_WITHIN_MS),
    });
    if (!answer.ok) throw new Error(await answer.text());
  };
  /** Where the objects of a class keep their data, a SQLite file each. */
  const objects = (className: string) => join(directory, "objects", className);
  return {
    url: `http://127.0.0.1:${port}`,
    log: () => fs.readFileSync(log, "utf8"),
    logFile: log,
    objects,
    pid: () => child.pid ?? 0,
    /** kill -9. */
    kill: () => endAtOnce(child),
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
    runDailyCleanUp: () => handle("night"),
    /** Takes an object out of memory, as the platform does; its sockets are closed, or sleep with it. */
    evict: (evicted: Evicted) => handle("evict", evicted),
    /** Breaks off all objects in the midst of whatever they do, and their sockets with them. */
    abortAll: () => handle("abort"),
    /** Puts every object of a class to sleep that is awake. */
    async sleepAll(binding: string) {
      const found = declared.durable_objects.bindings.find(({ name }) => name === binding);
      for (const file of fs.readdirSync(objects(found?.class_name ?? ""))) {
        const id = /^([0-9a-f]{64})\.sqlite$/.exec(file)?.[1];
        if (!id) continue;
        await handle("evict", { binding, id, webSockets: "hibernate" }).catch((error: unknown) => {
          if (!String(error).includes("not currently running")) throw error;
        });
      }
    },
  };
}

/** kill -9, and wait until it is gone. */
export async function endAtOnce(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  killChild(child);
  await gone;
}

async function startWorker(directory: string, log: string, port: number): Promise<ChildProcess> {
  const output = fs.openSync(log, "a");
  const child = spawn(workerd, ["serve", "--experimental", join(directory, "config.capnp")], {
    stdio: ["ignore", output, output],
  });
  fs.closeSync(output);
  endWithUs(child);
  const deadline = Date.now() + STARTS_WITHIN_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const response = await fetch(`http://127.0.0.1:${port}/health`).catch(() => null);
    if (response?.ok) return child;
    await sleep(10);
  }
  await endAtOnce(child);
  throw new Error(`workerd did not start. It said: ${fs.readFileSync(log, "utf8").slice(-2000)}`);
}

type Configured = {
  port: number;
  handlePort: number;
  stores: string;
  directory: string;
  variables: Record<string, string>;
};

function configuration({ port, handlePort, stores, directory, variables }: Configured): string {
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
  const handles = [
    bind("DESK", `service = "main"`),
    ...objects.map(({ name, class_name }) =>
      bind(
        name,
        `durableObjectNamespace = (className = ${text(class_name)}, serviceName = "main")`,
      ),
    ),
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
    (name = "handle", worker = (
      modules = [(name = "handle.js", esModule = embed "handle.js")],
      compatibilityDate = ${text(declared.compatibility_date)},
      compatibilityFlags = ["service_binding_extra_handlers", "unsafe_module"],
      bindings = [${handles.join(", ")}],
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
    (name = "handle", address = "127.0.0.1:${handlePort}", http = (), service = "handle"),
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
