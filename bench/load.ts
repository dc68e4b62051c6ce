import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { Explained } from "../scripts/support/explained.ts";
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

async function wrk(origin: string, what: Load, signal: AbortSignal): Promise<string> {
  const { path, address, seconds } = what;
  const pressure = ["-t", String(THREADS), "-c", String(CONNECTIONS), "-d", `${seconds}s`];
  const header = ["-H", `CF-Connecting-IP: ${address}`];
  try {
    const { stdout } = await run("wrk", [...pressure, ...header, origin + path], {
      timeout: seconds * 1000 + GRACE_MS,
      signal,
    });
    return stdout;
  } catch (error) {
    signal.throwIfAborted();
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!isMissing) throw error;
    throw new Explained("wrk is not installed; on Debian and Ubuntu: apt-get install wrk.");
  }
}

function figure(report: string, pattern: RegExp): number {
  const found = pattern.exec(report)?.[1];
  if (found === undefined) throw new Explained(`wrk's report cannot be read.\n${report}`);
  return Number(found);
}

/** Linux counts in hundredths of a second here, whatever its own clock does (proc(5), proc_pid_stat). */
const MICROSECONDS_PER_TICK = 10_000;

/** What a process and its threads have used so far, in user and system time. */
function processorMicroseconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The command's name comes second, in parentheses, and may hold spaces; user and system time are
  // fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * MICROSECONDS_PER_TICK;
}
