import { createServer, request, type Server } from "node:http";
import { once } from "node:events";

/** What stands between the desk and libSQL in tests: it counts round trips and can spoil them. */
export type DatabaseProxy = {
  url: string;
  /** Round trips so far. */
  count(): number;
  /** Rows that libSQL has read for them, by its own account. */
  rowsRead(): number;
  /** What happens to the next answers: nothing, or they are lost after the database has done its work. */
  loseAnswers(count: number): void;
  close(): Promise<void>;
};

export async function startDatabaseProxy(target: string): Promise<DatabaseProxy> {
  let trips = 0;
  let rows = 0;
  let toLose = 0;
  const server: Server = createServer((incoming, outgoing) => {
    trips += 1;
    const { method, url = "/" } = incoming;
    const headers = { ...incoming.headers, "accept-encoding": "identity" };
    const onward = request(target + url, { method, headers }, (answer) => {
      if (toLose > 0) {
        toLose -= 1;
        answer.resume().once("end", () => outgoing.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.once("end", () => (rows += rowsReadIn(Buffer.concat(chunks).toString())));
    });
    onward.once("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    count: () => trips,
    rowsRead: () => rows,
    loseAnswers: (count) => (toLose = count),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function rowsReadIn(answer: string): number {
  return [...answer.matchAll(/"rows_read":(\d+)/g)].reduce(
    (sum, [, rows]) => sum + Number(rows),
    0,
  );
}
