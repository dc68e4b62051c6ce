import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { constants, homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../scripts/support/ports.ts";

const root = join(import.meta.dirname, "../..");
const notInARepository = ["node_modules", ".git", ".data", ".wrangler", ".bin", "dist", "public"];

/** The working tree as a newcomer has it once `npm start` has installed the packages: no data yet. */
export function newcomersCopy(): string {
  const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "edgedesk-start-")));
  for (const name of fs.readdirSync(root)) {
    if (notInARepository.includes(name)) continue;
    fs.cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  const packages = join(folder, "node_modules");
  fs.mkdirSync(packages);
  for (const name of fs.readdirSync(join(root, "node_modules"))) {
    if (name.startsWith(".") && name !== ".bin") continue;
    fs.symlinkSync(join(root, "node_modules", name), join(packages, name));
  }
  // What scripts/install.mjs goes by; with it, nothing is installed.
  fs.copyFileSync(join(folder, "package-lock.json"), join(packages, ".edgedesk-lock"));
  return folder;
}

/**
 * `npm start` as a shell runs it: in a process group of its own, which Ctrl-C reaches as a whole,
 * and without the variables of whoever runs the tests.
 */
export async function npmStart(
  folder: string,
  ports: { port?: number; databasePort?: number } = {},
) {
  const port = ports.port ?? (await freePort());
  const databasePort = ports.databasePort ?? (await freePort());
  const variables = {
    PATH: process.env["PATH"],
    HOME: homedir(),
    PORT: port,
    DATABASE_PORT: databasePort,
  };
  const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const child = spawn("env", ["-i", ...assignments, "npm", "start"], {
    cwd: folder,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  let complaints = "";
  child.stdout.on("data", (chunk: Buffer) => (printed += chunk));
  child.stderr.on("data", (chunk: Buffer) => (complaints += chunk));
  const ended = endOf(child);
  return {
    origin: `http://127.0.0.1:${port}`,
    printed: () => printed,
    /** What was said about failures, without npm's own lines. */
    complaints: () =>
      complaints.split("\n").filter((line) => line !== "" && !line.startsWith("npm ")),
    /** Waits until `text` has been printed. */
    async prints(text: string): Promise<void> {
      while (!printed.includes(text)) {
        if (child.exitCode !== null || child.signalCode !== null) {
          throw new Error(`npm start ended without printing "${text}":\n${printed}${complaints}`);
        }
        await sleep(20);
      }
    },
    signal(name: "SIGINT" | "SIGHUP"): void {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    },
    /** The exit code as a shell shows it. */
    ended,
  };
}

async function endOf(child: ChildProcess): Promise<number> {
  await once(child, "close");
  return child.exitCode ?? 128 + (child.signalCode ? constants.signals[child.signalCode] : 0);
}

type Process = { pid: number; command: string };

/** The processes that run in, on or for a folder, whoever their parent is by now; on Linux only. */
export function processesOf(folder: string): Process[] {
  if (process.platform !== "linux") return [];
  const pids = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    const command = read(`/proc/${pid}/cmdline`);
    const isOfFolder =
      command.includes(folder) ||
      read(`/proc/${pid}/environ`).includes(folder) ||
      workingDirectory(pid).startsWith(folder);
    return isOfFolder ? [{ pid: Number(pid), command: command.replaceAll("\0", " ") }] : [];
  });
}

/** Ends what a failed test has left, and removes the folder. */
export function removeCopy(folder: string): void {
  for (const { pid } of processesOf(folder)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself in the meantime.
    }
  }
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}

function read(path: string): string {
  try {
    return fs.readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

function workingDirectory(pid: string): string {
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}
