import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Explained } from "../scripts/support/explained.ts";
import { processorMicroseconds } from "./processes.ts";
import type { Server } from "./server.ts";

const run = promisify(execFile);

export const THREADS = 1;
export const CONNECTIONS = 32;

/** How long wrk may take beyond its time before it is ended. */
const GRACE_MS = 20_000;

/** What one round of load showed. `cpu` is microseconds of the server's processor time per request. */
export type Round = { rps: number; cpu: number };

/** What to ask, from which network address, and for how long. */
export type Load = { path: string; address: string; seconds: number };

/** Loads a server with wrk and says how it bore it; any answer but a 2xx is a failure. */
export async function load(server: Server, what: Load, signal: AbortSignal): Promise<Round> {
  const before = processorMicroseconds(server.pid);
  const report = await wrk(server.origin, what, signal);
  const spent = processorMicroseconds(server.pid) - before;
  const requests = figure(report, /(\d+) requests in/);
  const refused = /Non-2xx or 3xx responses: \d+|Socket errors: .*/.exec(report);
  if (refused !== null || requests === 0) {
    throw new Explained(`Not every request under load was answered with 2xx.\n${report}`);
  }
  return { rps: figure(report, /Requests\/sec:\s+([\d.]+)/), cpu: spent / requests };
}

/** Whether wrk is there; on Debian and Ubuntu: apt-get install wrk. */
export async function isWrkInstalled(): Promise<boolean> {
  try {
    // Asked for its version, wrk tells it and ends with 1.
    await run("wrk", ["-v"]);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ENOENT");
  }
}

async function wrk(origin: string, what: Load, signal: AbortSignal): Promise<string> {
  const { path, address, seconds } = what;
  const pressure = ["-t", String(THREADS), "-c", String(CONNECTIONS), "-d", `${seconds}s`];
  const header = ["-H", `CF-Connecting-IP: ${address}`];
  const options = { timeout: seconds * 1000 + GRACE_MS, signal };
  const { stdout } = await run("wrk", [...pressure, ...header, origin + path], options);
  return stdout;
}

function figure(report: string, pattern: RegExp): number {
  const found = pattern.exec(report)?.[1];
  if (found === undefined) throw new Explained(`wrk's report cannot be read.\n${report}`);
  return Number(found);
}
