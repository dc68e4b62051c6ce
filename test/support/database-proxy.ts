import { createServer, request, type IncomingMessage, type Server } from "node:http";
import { once } from "node:events";
import { buffer, text } from "node:stream/consumers";
import { z } from "zod";

/** What stands between the desk and libSQL in tests: it counts round trips and can spoil them. */
export type DatabaseProxy = {
  url: string;
  /** Round trips so far, without the copies that rooms make by themselves at any time. */
  count(): number;
  /** Rows that libSQL has read for them, by its own account. */
  rowsRead(): number;
  /** All that has gone through, the copies of rooms included. */
  totals(): DatabaseTotals;
  /**
   * What happens to the next answers: nothing, or they are lost after the database has done its work. With
   * `part`, only those to requests that contain it.
   */
  loseAnswers(count: number, part?: string): void;
  /** Decides for each request whether it is answered as it should be; null means that it is. */
  spoil: (asked: string) => Spoiling | null;
  /** Is waited for before a request goes on to libSQL, and again before its answer goes back. */
  hold: (seam: Seam, asked: string) => Promise<void>;
  close(): Promise<void>;
};

/** A refusal before libSQL hears of it, or an answer that is cut off after its work is done. */
export type Spoiling = { status: number; body: string } | { cutAt: number };

/** The two sides of a round trip. */
export type Seam = "before" | "after";

/** Round trips, and the rows that libSQL has read and written for them, by its own account. */
export type DatabaseTotals = { trips: number; rowsRead: number; rowsWritten: number };

const Pipeline = z.object({
  requests: z.array(
    z.object({
      type: z.string(),
      batch: z.object({ steps: z.array(z.unknown()) }).optional(),
    }),
  ),
});

const ROOM_COPY = `insert into \\"chat_rooms\\"`;

export async function startDatabaseProxy(target: string): Promise<DatabaseProxy> {
  let trips = 0;
  let rows = 0;
  const totals: DatabaseTotals = { trips: 0, rowsRead: 0, rowsWritten: 0 };
  let toLose = 0;
  let losing = "";
  const server: Server = createServer(async (incoming, outgoing) => {
    try {
      const asked = await text(incoming);
      const isCopy = asked.includes(ROOM_COPY);
      if (!isCopy) trips += 1;
      const spoiling = proxy.spoil(asked);
      if (spoiling && "status" in spoiling) {
        const type = spoiling.body.startsWith("{") ? "application/json" : "text/html";
        outgoing.writeHead(spoiling.status, { "Content-Type": type }).end(spoiling.body);
        return;
      }
      await proxy.hold("before", asked);
      const answer = await pass(target, incoming, asked);
      const answered = await buffer(answer);
      await proxy.hold("after", asked);
      if (toLose > 0 && asked.includes(losing)) {
        toLose -= 1;
        outgoing.destroy();
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      if (spoiling) {
        outgoing.write(answered.subarray(0, spoiling.cutAt), () => outgoing.destroy());
        return;
      }
      outgoing.end(answered);
      const rowsRead = sumOf("rows_read", answered.toString());
      if (!isCopy) rows += rowsRead;
      totals.trips += 1;
      totals.rowsRead += rowsRead;
      totals.rowsWritten += sumOf("rows_written", answered.toString());
    } catch {
      outgoing.destroy();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const proxy: DatabaseProxy = {
    url: `http://127.0.0.1:${port}`,
    spoil: () => null,
    hold: async () => {},
    count: () => trips,
    rowsRead: () => rows,
    totals: () => ({ ...totals }),
    loseAnswers: (count, part = "") => {
      toLose = count;
      losing = part;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return proxy;
}

/** What sqld answers to a batch when another connection holds the lock: status 200, and its first step has failed. */
export function busyAnswer(asked: string): string {
  const { requests } = Pipeline.parse(JSON.parse(asked));
  const locked = { message: "SQLite error: database is locked", code: "SQLITE_BUSY" };
  const idle = {
    message: "SQLite error: cannot rollback - no transaction is active",
    code: "SQLITE_UNKNOWN",
  };
  const results = requests.map(({ type, batch }) => {
    if (!batch) return { type: "ok", response: { type } };
    const nothing = batch.steps.map(() => null);
    const step_errors = [locked, ...nothing.slice(2), idle];
    const result = { step_results: nothing, step_errors, replication_index: "1" };
    return { type: "ok", response: { type, result } };
  });
  return JSON.stringify({ baton: null, base_url: null, results });
}

async function pass(
  target: string,
  { method, url = "/", headers }: IncomingMessage,
  asked: string,
): Promise<IncomingMessage> {
  const onward = request(target + url, {
    method,
    headers: { ...headers, "accept-encoding": "identity" },
  });
  onward.on("error", () => {});
  onward.end(asked);
  const [answer]: IncomingMessage[] = await once(onward, "response");
  if (!answer) throw new Error("No answer.");
  return answer;
}

function sumOf(field: "rows_read" | "rows_written", answer: string): number {
  return [...answer.matchAll(new RegExp(`"${field}":(\\d+)`, "g"))].reduce(
    (sum, [, rows]) => sum + Number(rows),
    0,
  );
}
