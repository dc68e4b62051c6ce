import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

/**
 * What a store does with a request: its work, at once or slowly; an error, a refusal for haste, or nothing ever. R2 may
 * also know nothing of a file, or keep or give less of it than it should.
 */
export type Conduct = "works" | "dawdles" | "fails" | "throttles" | "hangs" | "forgets" | "cuts";

type Asked = { store: "kv" | "r2"; method: string; name: string };

/**
 * KV, R2 and the assets as workerd asks for them, in this process: they outlive every Worker that is killed, and
 * a test decides how each request to them ends.
 */
export type Stores = {
  address: string;
  kv: Map<string, string>;
  /** What is read of KV: `kv`, or, as an edge that looks once a minute, what was in it before. */
  seen: ReadonlyMap<string, string>;
  files: Map<string, { bytes: Buffer; type: string; uploaded: number }>;
  /** Uploads that were begun and neither completed nor aborted. */
  uploads: Map<string, { type: string; parts: Map<number, Buffer> }>;
  conduct: (asked: Asked) => Conduct;
  /** How many requests of each kind there were, such as `kv get`. */
  counts: Map<string, number>;
  close(): Promise<void>;
};

/** What R2's binding says of a request; see miniflare's own bucket for the protocol. */
const Order = z.object({
  method: z.string(),
  object: z.string().default(""),
  objects: z.array(z.string()).default([]),
  uploadId: z.string().default(""),
  partNumber: z.int().default(0),
  parts: z.array(z.object({ part: z.int() })).default([]),
  prefix: z.string().default(""),
  startAfter: z.string().default(""),
  httpFields: z.object({ contentType: z.string().optional() }).default({}),
});
type Order = z.infer<typeof Order>;

const DAWDLES_MS = 300;
const CUT_BYTES = 7;
/** KV refuses to keep anything for less. */
const SHORTEST_LIFETIME_SECONDS = 60;
const NO_SUCH_KEY = 10007;
const INTERNAL = 10001;

export async function startStores(assets: string): Promise<Stores> {
  const kv = new Map<string, string>();
  const server = createServer(async (incoming, outgoing) => {
    try {
      await answer(stores, assets, incoming, outgoing);
    } catch {
      outgoing.destroy();
    }
  });
  server.keepAliveTimeout = 600_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  const stores: Stores = {
    address: `127.0.0.1:${typeof bound === "object" && bound ? bound.port : 0}`,
    kv,
    seen: kv,
    files: new Map(),
    uploads: new Map(),
    conduct: () => "works",
    counts: new Map(),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return stores;
}

async function answer(
  stores: Stores,
  assets: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://stores");
  const body = await buffer(incoming);
  if (incoming.headers.host === "assets") return sendAsset(outgoing, `${assets}${pathname}`);
  const order = orderOf(incoming, body);
  const asked: Asked = order
    ? { store: "r2", method: order.method, name: order.object }
    : {
        store: "kv",
        method: incoming.method?.toLowerCase() ?? "",
        name: decodeURIComponent(pathname.slice(1)),
      };
  const kind = `${asked.store} ${asked.method}`;
  stores.counts.set(kind, (stores.counts.get(kind) ?? 0) + 1);
  const conduct = stores.conduct(asked);
  if (conduct === "dawdles") await sleep(DAWDLES_MS);
  switch (conduct) {
    case "hangs":
      return;
    case "fails":
      return order ? refuse(outgoing, 500, INTERNAL) : void outgoing.writeHead(500).end();
    case "throttles":
      return order ? refuse(outgoing, 429, 10058) : void outgoing.writeHead(429).end();
    case "forgets":
      return refuse(outgoing, 404, NO_SUCH_KEY);
    default: {
      if (!order) {
        return keepValue(stores, asked, searchParams.get("expiration_ttl"), body, outgoing);
      }
      const less = conduct === "cuts" ? CUT_BYTES : 0;
      return keepFile(stores, order, body.subarray(metadataSize(incoming)), outgoing, less);
    }
  }
}

function metadataSize(incoming: IncomingMessage): number {
  return Number(incoming.headers["cf-r2-metadata-size"] ?? 0);
}

function orderOf(incoming: IncomingMessage, body: Buffer): Order | null {
  const header = incoming.headers["cf-r2-request"];
  const size = metadataSize(incoming);
  if (typeof header !== "string" && size === 0) return null;
  return Order.parse(
    JSON.parse(typeof header === "string" ? header : body.subarray(0, size).toString()),
  );
}

function keepValue(
  { kv, seen }: Stores,
  asked: Asked,
  lifetime: string | null,
  body: Buffer,
  outgoing: ServerResponse,
): void {
  if (lifetime !== null && Number(lifetime) < SHORTEST_LIFETIME_SECONDS) {
    return void outgoing.writeHead(400).end();
  }
  if (asked.method === "put") kv.set(asked.name, body.toString());
  if (asked.method === "delete") kv.delete(asked.name);
  if (asked.method !== "get") return void outgoing.end();
  const value = seen.get(asked.name);
  outgoing.writeHead(value === undefined ? 404 : 200).end(value);
}

/** Does what is asked of R2; `less` is how many bytes of a file it loses on the way. */
function keepFile(
  stores: Stores,
  order: Order,
  body: Buffer,
  outgoing: ServerResponse,
  less = 0,
): void {
  const { files, uploads } = stores;
  const upload = uploads.get(order.uploadId);
  switch (order.method) {
    case "head":
    case "get": {
      const file = files.get(order.object);
      if (!file) return refuse(outgoing, 404, NO_SUCH_KEY);
      const bytes = file.bytes.subarray(0, file.bytes.length - less);
      return say(outgoing, facts(order.object, file), order.method === "get" ? bytes : null);
    }
    case "createMultipartUpload": {
      const uploadId = randomUUID();
      uploads.set(uploadId, { type: order.httpFields.contentType ?? "", parts: new Map() });
      return say(outgoing, { uploadId });
    }
    case "uploadPart":
      upload?.parts.set(order.partNumber, body);
      return say(outgoing, { etag: digest(body) });
    case "completeMultipartUpload": {
      if (!upload) return refuse(outgoing, 400, INTERNAL);
      const whole = Buffer.concat(
        order.parts.map(({ part }) => upload.parts.get(part) ?? Buffer.of()),
      );
      const bytes = whole.subarray(0, whole.length - less);
      const file = { bytes, type: upload.type, uploaded: Date.now() };
      files.set(order.object, file);
      uploads.delete(order.uploadId);
      return say(outgoing, facts(order.object, file));
    }
    case "abortMultipartUpload":
      uploads.delete(order.uploadId);
      return void outgoing.end();
    case "delete":
      for (const name of [order.object, ...order.objects]) files.delete(name);
      return void outgoing.end();
    case "list": {
      const names = [...files.entries()].filter(
        ([name]) => name.startsWith(order.prefix) && name > order.startAfter,
      );
      const objects = names.map(([name, file]) => facts(name, file));
      return say(outgoing, { objects, truncated: false, delimitedPrefixes: [] });
    }
    default:
      return refuse(outgoing, 400, INTERNAL);
  }
}

function facts(name: string, file: { bytes: Buffer; type: string; uploaded: number }) {
  return {
    name,
    version: "1",
    size: file.bytes.length,
    etag: digest(file.bytes),
    uploaded: file.uploaded,
    httpFields: file.type === "" ? {} : { contentType: file.type },
    customFields: [],
    checksums: {},
  };
}

function digest(bytes: Buffer): string {
  return createHash("md5").update(bytes).digest("hex");
}

function say(outgoing: ServerResponse, metadata: object, bytes: Buffer | null = null): void {
  const head = Buffer.from(JSON.stringify(metadata));
  outgoing.writeHead(200, { "cf-r2-metadata-size": String(head.length) });
  outgoing.end(bytes ? Buffer.concat([head, bytes]) : head);
}

function refuse(outgoing: ServerResponse, status: number, v4code: number): void {
  const error = JSON.stringify({ version: 1, v4code, message: "The store was told to refuse." });
  outgoing.writeHead(status, { "cf-r2-error": error }).end();
}

function sendAsset(outgoing: ServerResponse, path: string): void {
  if (path.includes("..") || !existsSync(path)) return void outgoing.writeHead(404).end();
  outgoing.writeHead(200).end(readFileSync(path));
}
