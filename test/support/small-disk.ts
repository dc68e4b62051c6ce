import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/** A disk of its own for libSQL, which can be filled and freed again. */
export type SmallDisk = {
  /** The command that libSQL is started by. */
  launcher: string[];
  fill(pid: number): void;
  free(pid: number): void;
};

const MEGABYTES = 48;

/**
 * A small disk in memory, mounted where nobody else sees it; where that may not be done, libSQL's files may grow no
 * further than they are, which it takes for an error of the disk.
 */
export function smallDisk(folder: string): SmallDisk {
  const mount = `mount -t tmpfs -o size=${MEGABYTES}m tmpfs "$0"`;
  const isAllowed = spawnSync("unshare", ["-Urm", "sh", "-c", mount, folder]).status === 0;
  return isAllowed
    ? {
        launcher: ["unshare", "-Urm", "sh", "-c", `${mount} && exec "$@"`, folder],
        fill: (pid) => fillUp(ballastOf(pid, folder)),
        free: (pid) => rmSync(ballastOf(pid, folder)),
      }
    : {
        launcher: ["sh", "-c", `trap "" XFSZ; exec "$@"`, "sh"],
        fill: (pid) => limitFiles(pid, String(statSync(join(folder, LOG)).size)),
        free: (pid) => limitFiles(pid, "unlimited"),
      };
}

/** The file of libSQL that every write makes longer. */
const LOG = "dbs/default/wallog";

function ballastOf(pid: number, folder: string): string {
  return join(`/proc/${pid}/root`, folder, "ballast");
}

function fillUp(path: string): void {
  for (const bytes of [1_048_576, 4_096]) {
    try {
      for (;;) appendFileSync(path, Buffer.alloc(bytes));
    } catch (error) {
      if (!String(error).includes("ENOSPC")) throw error;
    }
  }
}

function limitFiles(pid: number, bytes: string): void {
  execFileSync("prlimit", ["--pid", String(pid), `--fsize=${bytes}:`]);
}
