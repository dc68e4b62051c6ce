import { createServer } from "node:net";
import { Explained } from "./explained.ts";

/** The port that an environment variable names, or the usual one. */
export function portFrom(setting: string, usual: number): number {
  const text = process.env[setting];
  if (!text) return usual;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new Explained(`${setting} is a port from 1 to 65535.`);
  return port;
}

/** Refuses with one sentence if something else on this machine listens on the port. */
export async function requireFreePort(port: number, setting: string): Promise<void> {
  if (await isFree(port)) return;
  throw new Explained(
    `Port ${port} is in use. Stop what listens there, or choose another: ${setting}=<port> npm start`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** A port that nothing listens on right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
