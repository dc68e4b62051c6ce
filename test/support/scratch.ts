import { existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MEMORY = "/dev/shm";
/** More than the data of all desks that a run starts. */
const ENOUGH_BYTES = 4 * 1024 ** 3;

/**
 * Where tests keep their files; it is gone when this process is. In memory, if the machine has room there: a disk that is
 * busy, with files of other tests among others, makes commits wait for seconds, which is no property of the desk.
 */
export function openScratchFolder(): string {
  const folder = mkdtempSync(join(hasMemory() ? MEMORY : tmpdir(), "edgedesk-tests-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

function hasMemory(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ENOUGH_BYTES;
}
