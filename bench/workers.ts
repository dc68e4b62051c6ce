import { join } from "node:path";
import { unstable_readConfig } from "wrangler";
import { z } from "zod";

const root = join(import.meta.dirname, "..");
const bound = z.array(z.object({ binding: z.string() }));

/** What the benchmark reads of wrangler.toml. */
const Declared = z.object({
  compatibility_date: z.string(),
  vars: z.record(z.string(), z.string()),
  durable_objects: z.object({
    bindings: z.array(z.object({ name: z.string(), class_name: z.string() })),
  }),
  kv_namespaces: bound,
  r2_buckets: bound,
  assets: z.object({ binding: z.string() }),
});
const declared = Declared.parse(unstable_readConfig({ config: join(root, "wrangler.toml") }));

/**
 * A Worker for bare workerd: the file of its module, and its part of the configuration. `main` is the text of a
 * module that goes before it, if there is one.
 */
export type BenchWorker = { file: string; settings: string; main: string | null };

/** Never reached: no price waits for the database. */
const NO_DATABASE = "http://127.0.0.1:1";

/** Signs the tokens of the benchmark's users. */
export const AUTH_SECRET = "a secret of the benchmark, and of nothing else";

const classes = declared.durable_objects.bindings.map(({ class_name }) => class_name);

/**
 * The desk as a deployment would run it: what wrangler.toml binds, with stores in memory behind it.
 * With `isCounted` it counts what it spends, and is slower.
 */
export function desk({ databaseUrl = NO_DATABASE, isCounted = false } = {}): BenchWorker {
  const namespaces = classes.map(
    (name) => `(className = ${text(name)}, uniqueKey = ${text(name)}, enableSql = true)`,
  );
  return {
    file: join(root, "dist/worker/worker.js"),
    main: isCounted ? countedMain() : null,
    settings: `
      bindings = [${bindings(databaseUrl).join(", ")}],
      durableObjectNamespaces = [${namespaces.join(", ")}],
      durableObjectStorage = (localDisk = "objects"),`,
  };
}

/** The handler that the desk is measured against. */
export function minimal(): BenchWorker {
  return { file: join(import.meta.dirname, "minimal.js"), settings: "", main: null };
}

/** The module that goes around the desk and counts: see counts.js. */
function countedMain(): string {
  return [
    `import { countedDesk, countedObject } from "./counts.js";`,
    `import desk, * as objects from "./worker.js";`,
    `export default countedDesk(desk);`,
    ...classes.map((name) => `export const ${name} = countedObject(objects.${name});`),
  ].join("\n");
}

/**
 * Workerd's configuration of one Worker, `worker.js`, beside the stores it is bound to. It can reach this
 * machine and nothing else. Its Durable Objects keep their rows in `directory`: those in memory have no SQLite.
 */
export function configuration(worker: BenchWorker, port: number, directory: string): string {
  const modules = worker.main === null ? ["worker.js"] : ["main.js", "worker.js", "counts.js"];
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [${modules.map((name) => `(name = "${name}", esModule = embed "${name}")`).join(", ")}],
      compatibilityDate = ${text(declared.compatibility_date)},${worker.settings}
    )),
    (name = "stores", worker = (
      modules = [(name = "stores.js", esModule = embed "stores.js")],
      compatibilityDate = ${text(declared.compatibility_date)},
    )),
    (name = "internet", network = (allow = ["private"])),
    (name = "objects", disk = (path = ${text(directory)}, writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`;
}

function bindings(databaseUrl: string): string[] {
  const variables = {
    ...declared.vars,
    ENVIRONMENT: "production",
    DATABASE_URL: databaseUrl,
    AUTH_SECRET,
    // Lookups tell what they know without a code sent to the customer first.
    AGENT_CUSTOMERS: "open",
  };
  const objects = declared.durable_objects.bindings;
  return [
    ...Object.entries(variables).map(([name, value]) => bind(name, `text = ${text(value)}`)),
    ...objects.map(({ name, class_name }) =>
      bind(name, `durableObjectNamespace = ${text(class_name)}`),
    ),
    ...declared.kv_namespaces.map(({ binding }) => bind(binding, `kvNamespace = "stores"`)),
    ...declared.r2_buckets.map(({ binding }) => bind(binding, `r2Bucket = "stores"`)),
    bind(declared.assets.binding, `service = "stores"`),
  ];
}

function bind(name: string, target: string): string {
  return `(name = ${text(name)}, ${target})`;
}

/** A text as Cap'n Proto writes it: as JSON does, for all that a configuration holds. */
function text(value: string): string {
  return JSON.stringify(value);
}
