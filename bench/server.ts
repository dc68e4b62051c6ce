import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Explained } from "../scripts/support/explained.ts";
import { freePort } from "../scripts/support/ports.ts";
import { stopChild } from "../scripts/support/sqld.ts";
import { configuration, type BenchWorker } from "./workers.ts";

/** The program itself: the `workerd` on the path is a script that starts it as another process. */
export const binary = join(
  import.meta.dirname,
  "../node_modules/@cloudflare",
  `workerd-linux-${process.arch === "x64" ? "64" : process.arch}`,
  "bin/workerd",
);

const tellsOfOutage = /"code":"(database-unavailable|outcome-unknown)"/;

const STARTUP_MS = 20_000;

export type Server = {
  origin: string;
  pid: number;
  /** The lines on its error output that tell of an outage of libSQL; any other line there is thrown. */
  outages(): string[];
  /** Settles when it answers anything at all. */
  ready(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
};

/** Starts bare workerd with a Worker on 127.0.0.1. Whoever calls this must call `stop`. */
export async function startServer(worker: BenchWorker): Promise<Server> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const directory = prepare(worker, port);
  // The desk logs a line per request; the terminal is no part of what is measured.
  const child = spawn(binary, ["serve", join(directory, "config.capnp")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => (complaints += chunk));
  await once(child, "spawn");

  return {
    origin,
    pid: child.pid ?? Number.NaN,
    outages() {
      const lines = complaints.split("\n").filter((line) => line !== "");
      const other = lines.find((line) => !tellsOfOutage.test(line));
      if (other === undefined) return lines;
      throw new Explained(`A Worker complained while it was measured: ${other}`);
    },
    async ready(signal) {
      if (await isAnswered(origin, child, signal)) return;
      throw new Explained(`workerd does not serve ${worker.file}. It said: ${complaints}`);
    },
    async stop() {
      await stopChild(child);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A temporary directory with all that workerd reads and writes. */
function prepare(worker: BenchWorker, port: number): string {
  const directory = mkdtempSync(join(tmpdir(), "edgedesk-bench-"));
  const objects = join(directory, "objects");
  mkdirSync(objects);
  copyFileSync(worker.file, join(directory, "worker.js"));
  for (const name of ["stores.js", "counts.js"]) {
    copyFileSync(join(import.meta.dirname, name), join(directory, name));
  }
  if (worker.main !== null) writeFileSync(join(directory, "main.js"), worker.main);
  writeFileSync(join(directory, "config.capnp"), configuration(worker, port, objects));
  return directory;
}

async function isAnswered(url: string, child: ChildProcess, signal: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + STARTUP_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    if (await fetch(url).catch(() => null)) return true;
    signal.throwIfAborted();
    await sleep(50);
  }
  return false;
}
