import { createServer, request, type Server } from "node:http";
import { once } from "node:events";

/** What stands between the desk and libSQL in tests: it counts round trips and can spoil them. */
export type DatabaseProxy = {
  url: string;
  /** Round trips so far. */
  count(): number;
  /**
   * What happens to the next answers: nothing, or they are lost after the database has done its work. With
   * `part`, only those to requests that contain it.
   */
  loseAnswers(count: number, part?: string): void;
  close(): Promise<void>;
};

export async function startDatabaseProxy(target: string): Promise<DatabaseProxy> {
  let trips = 0;
  let toLose = 0;
  let losing = "";
  const server: Server = createServer((incoming, outgoing) => {
    trips += 1;
    const { method, headers, url = "/" } = incoming;
    let asked = "";
    incoming.on("data", (chunk: Buffer) => (asked += chunk));
    const onward = request(target + url, { method, headers }, (answer) => {
      if (toLose > 0 && asked.includes(losing)) {
        toLose -= 1;
        answer.resume().once("end", () => outgoing.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
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
}
