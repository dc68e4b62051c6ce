import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Linux counts in hundredths of a second here, whatever its own clock does (proc(5), proc_pid_stat). */
const MICROSECONDS_PER_TICK = 10_000;

/** What a process and its threads have used so far of the processors, in user and system time. */
export function processorMicroseconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The command's name comes second, in parentheses, and may hold spaces; user and system time are
  // fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * MICROSECONDS_PER_TICK;
}

/** What a process holds in memory now, and the most it ever held, in MiB. */
export function memoryOf(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const mebibytes = (field: string) =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) / 1024;
  return { now: mebibytes("VmRSS"), peak: mebibytes("VmHWM") };
}

/** Calls are gathered for a second before they are counted, and rooms copied a second after they change. */
const LATEST_START_MS = 1_500;
const LOOK_EVERY_MS = 300;
const PATIENCE_MS = 30_000;

/**
 * Waits until processes have nothing left to do behind their answers, and says for how long they were busy
 * still, in seconds.
 */
export async function untilQuiet(pids: readonly number[], signal: AbortSignal): Promise<number> {
  const used = () => pids.reduce((sum, pid) => sum + processorMicroseconds(pid), 0);
  const began = Date.now();
  let busyUntil = began;
  let before = used();
  while (Date.now() < began + PATIENCE_MS) {
    await sleep(LOOK_EVERY_MS, null, { signal });
    const now = used();
    if (now - before > 2 * MICROSECONDS_PER_TICK) busyUntil = Date.now();
    else if (Date.now() > began + LATEST_START_MS) break;
    before = now;
  }
  return (busyUntil - began) / 1000;
}
