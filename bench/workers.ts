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

/** A Worker for bare workerd: the file of its one module, and its part of the configuration. */
export type BenchWorker = { file: string; settings: string };

/** The desk as a deployment would run it: what wrangler.toml binds, with empty stores behind it. */
export function desk(): BenchWorker {
  const classes = declared.durable_objects.bindings.map(({ class_name }) => class_name);
  const namespaces = classes.map(
    (name) => `(className = ${text(name)}, uniqueKey = ${text(name)}, enableSql = true)`,
  );
  return {
    file: join(root, "dist/worker/worker.js"),
    settings: `
      bindings = [${bindings().join(", ")}],
      durableObjectNamespaces = [${namespaces.join(", ")}],
      durableObjectStorage = (localDisk = "counts"),`,
  };
}

/** The handler that the desk is measured against. */
export function minimal(): BenchWorker {
  return { file: join(import.meta.dirname, "minimal.js"), settings: "" };
}

/**
 * Workerd's configuration of one Worker, `worker.js`, beside the stores it is bound to. Its Durable Objects
 * keep their rows in `directory`: those in memory have no SQLite.
 */
export function configuration({ settings }: BenchWorker, port: number, directory: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = ${text(declared.compatibility_date)},${settings}
    )),
    (name = "stores", worker = (
      modules = [(name = "stores.js", esModule = embed "stores.js")],
      compatibilityDate = ${text(declared.compatibility_date)},
    )),
    (name = "counts", disk = (path = ${text(directory)}, writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`;
}

function bindings(): string[] {
  const variables = {
    ...declared.vars,
    ENVIRONMENT: "production",
    // Never reached: no price waits for the database.
    DATABASE_URL: "http://127.0.0.1:1",
    AUTH_SECRET: "a secret of the benchmark, and of nothing else",
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
