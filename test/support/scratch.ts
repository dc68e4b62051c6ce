import { existsSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";

const MEMORY = "/dev/shm";
/** More than the data of all desks that a run starts. */
const ENOUGH_BYTES = 4 * 1024 ** 3;

/**
 * Where tests keep their files. In memory, if the machine has room there: a disk that is busy, with files of other tests
 * among others, makes commits wait for seconds, which is no property of the desk.
 */
export function scratchFolder(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ENOUGH_BYTES ? MEMORY : tmpdir();
}
