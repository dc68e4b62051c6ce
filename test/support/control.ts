import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import type { RunningDesk } from "./running-desk.ts";

/**
 * What a test may do to the desk besides sending it requests. The desk runs in the process that started
 * the tests; they reach it through a small server on this machine.
 */
export function controls(desk: RunningDesk) {
  return {
    /** The log lines that contain a text, oldest first. */
    logs: async (part: string) => desk.logs(part),
    databaseTrips: async () => desk.proxy.count(),
    databaseRowsRead: async () => desk.proxy.rowsRead(),
    loseDatabaseAnswers: async (count: number, part?: string) =>
      desk.proxy.loseAnswers(count, part),
    killDatabase: desk.killDatabase,
    restartDatabase: desk.restartDatabase,
    freezeDatabase: async () => desk.freezeDatabase(),
    thawDatabase: async () => desk.thawDatabase(),
    kvGet: async (name: string) => (await desk.worker.getEnv()).KV.get(name),
    kvPut: async (name: string, value: string) => (await desk.worker.getEnv()).KV.put(name, value),
    kvDelete: async (name: string) => (await desk.worker.getEnv()).KV.delete(name),
    kvNames: async (prefix: string) => {
      const { keys } = await (await desk.worker.getEnv()).KV.list({ prefix });
      return keys.map(({ name }) => name);
    },
    putFile: async (name: string) => {
      await (await desk.worker.getEnv()).FILES.put(name, "x");
    },
    fileNames: async () => {
      const { objects } = await (await desk.worker.getEnv()).FILES.list();
      return objects.map(({ key }) => key);
    },
    evictCounter: async (name: string) => desk.worker.evictDurableObject("LIMITS", { name }),
    /** Puts a room, or a Socket.IO session, to sleep with its sockets open. */
    hibernate: async (objects: "ROOMS" | "SOCKETIO", name: string) =>
      desk.worker.evictDurableObject(objects, { name, webSockets: "hibernate" }),
    runDailyCleanUp: async () => {
      await desk.worker.scheduled({ cron: "17 3 * * *", scheduledTime: new Date() });
    },
  };
}

export type Controls = ReturnType<typeof controls>;

export async function serveControls(desk: RunningDesk): Promise<{ url: string; stop(): void }> {
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
export function controlsAt(url: string): Controls {
  const call = async (name: PropertyKey, args: unknown[]) => {
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
