import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import type { BareDesk } from "./bare-desk.ts";
import { openLogBook } from "./log-book.ts";

/**
 * What a test may do to the desk besides sending it requests. The desk runs in a process of its own (lane-process.ts);
 * tests reach it through a small server on this machine.
 */
export function controls({ worker, proxy, stores, ...desk }: BareDesk) {
  return {
    /** The log lines that contain a text, oldest first. */
    logs: inBackground(openLogBook(worker.logFile)),
    databaseTrips: inBackground(proxy.count),
    databaseRowsRead: inBackground(proxy.rowsRead),
    loseDatabaseAnswers: inBackground(proxy.loseAnswers),
    killDatabase: desk.killDatabase,
    restartDatabase: desk.restartDatabase,
    freezeDatabase: inBackground(desk.freezeDatabase),
    thawDatabase: inBackground(desk.thawDatabase),
    kvGet: async (name: string) => stores.kv.get(name) ?? null,
    kvPut: async (name: string, value: string) => void stores.kv.set(name, value),
    kvDelete: async (name: string) => void stores.kv.delete(name),
    kvNames: async (prefix: string) =>
      [...stores.kv.keys()].filter((name) => name.startsWith(prefix)),
    putFile: async (name: string) =>
      void stores.files.set(name, { bytes: Buffer.from("x"), type: "", uploaded: Date.now() }),
    fileNames: async () => [...stores.files.keys()],
    evictCounter: (name: string) => worker.evict({ binding: "LIMITS", name }),
    /** Puts a room, or a Socket.IO session, to sleep with its sockets open. */
    hibernate: (binding: "ROOMS" | "SOCKETIO", name: string) =>
      worker.evict({ binding, name, webSockets: "hibernate" }),
    runDailyCleanUp: desk.runDailyCleanUp,
  };
}

function inBackground<Arguments extends unknown[], Result>(
  work: (...args: Arguments) => Result,
): (...args: Arguments) => Promise<Result> {
  return async (...args) => work(...args);
}

export type Controls = ReturnType<typeof controls>;

export async function serveControls(desk: BareDesk): Promise<{ url: string; stop(): void }> {
  const operations = new Map<string, (...args: never[]) => Promise<unknown>>(
    Object.entries(controls(desk)),
  );
  const server = createServer(async (incoming, outgoing) => {
    try {
      const { name, args } = JSON.parse(await text(incoming));
      const run = operations.get(name);
      const result = run ? await Reflect.apply(run, null, args) : null;
      outgoing.end(JSON.stringify({ result: result ?? null }));
    } catch (error) {
      outgoing.writeHead(500).end(String(error));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

/** The same operations, called from a test. */
export function controlsAt(url: string | null): Controls {
  const call = async (name: PropertyKey, args: unknown[]) => {
    if (url === null) throw new Error("This desk is served by wrangler, and has no controls.");
    const response = await fetch(url, { method: "POST", body: JSON.stringify({ name, args }) });
    if (!response.ok) throw new Error(await response.text());
    const { result } = JSON.parse(await response.text());
    return result;
  };
  return new Proxy(Object.create(null), {
    get:
      (_, name) =>
      (...args: unknown[]) =>
        call(name, args),
  });
}
