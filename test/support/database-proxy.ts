import { createServer, request, type Server } from "node:http";
import { once } from "node:events";

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
  spoil: () => Spoiling | null;
  close(): Promise<void>;
};

/** A refusal before libSQL hears of it, or an answer that is cut off after its work is done. */
export type Spoiling = { status: number; body: string } | { cutAt: number };

/** Round trips, and the rows that libSQL has read and written for them, by its own account. */
export type DatabaseTotals = { trips: number; rowsRead: number; rowsWritten: number };

const ROOM_COPY = `insert into \\"chat_rooms\\"`;

export async function startDatabaseProxy(target: string): Promise<DatabaseProxy> {
  let trips = 0;
  let rows = 0;
  const totals: DatabaseTotals = { trips: 0, rowsRead: 0, rowsWritten: 0 };
  let toLose = 0;
  let losing = "";
  const server: Server = createServer((incoming, outgoing) => {
    const { method, url = "/" } = incoming;
    const spoiling = proxy.spoil();
    if (spoiling && "status" in spoiling) {
      incoming.resume().once("end", () => {
        outgoing.writeHead(spoiling.status, { "Content-Type": "text/html" }).end(spoiling.body);
      });
      return;
    }
    const headers = { ...incoming.headers, "accept-encoding": "identity" };
    let asked = "";
    incoming.on("data", (chunk: Buffer) => (asked += chunk));
    incoming.once("end", () => (trips += asked.includes(ROOM_COPY) ? 0 : 1));
    const onward = request(target + url, { method, headers }, (answer) => {
      if (toLose > 0 && asked.includes(losing)) {
        toLose -= 1;
        answer.resume().once("end", () => outgoing.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      if (spoiling) {
        answer.once("data", (chunk: Buffer) => {
          outgoing.write(chunk.subarray(0, spoiling.cutAt), () => outgoing.destroy());
        });
        return;
      }
      answer.pipe(outgoing);
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.once("end", () => {
        const answered = Buffer.concat(chunks).toString();
        const rowsRead = sumOf("rows_read", answered);
        if (!asked.includes(ROOM_COPY)) rows += rowsRead;
        totals.trips += 1;
        totals.rowsRead += rowsRead;
        totals.rowsWritten += sumOf("rows_written", answered);
      });
    });
    onward.once("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const proxy: DatabaseProxy = {
    url: `http://127.0.0.1:${port}`,
    spoil: () => null,
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

function sumOf(field: "rows_read" | "rows_written", answer: string): number {
  return [...answer.matchAll(new RegExp(`"${field}":(\\d+)`, "g"))].reduce(
    (sum, [, rows]) => sum + Number(rows),
    0,
  );
}
