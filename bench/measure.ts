import { openClient, quantile, type Client, type Timed } from "./drive.ts";
import { inLab, type Lab } from "./lab.ts";
import { memoryOf, processorMicroseconds, untilQuiet } from "./processes.ts";
import type { Server } from "./server.ts";

/** Something that the desk does, and how much of it is asked for. */
export type Operation = {
  /** For `--only`. */
  name: string;
  title: string;
  /** What is counted and charged, in the singular. */
  unit: string;
  /** What the times and the rate are of, in the plural. */
  events: string;
  amounts: Amounts;
  /** How many are under way at once while the desk is loaded. */
  connections: number;
  prepare(bench: Bench): Promise<Prepared>;
};

/** How many operations are done alone (to warm up, and for the time without a queue), under load, and counted. */
export type Amounts = { alone: number; load: number; count: number };

/** Where an operation is prepared: a lab, and which of its two Workers it will go to. */
export type Bench = { lab: Lab; server: Server; client: Client; amount: number };

export type Prepared = {
  run(amount: number, connections: number): Promise<Timed>;
  end?(): void;
};

/** What an operation spends by what the platform and libSQL count, per unit. See counts.js. */
export type Counts = {
  requests: number;
  kvReads: number;
  kvWrites: number;
  r2Reads: number;
  r2Writes: number;
  objectRequests: number;
  objectMessages: number;
  objectMilliseconds: number;
  objectRowsRead: number;
  objectRowsWritten: number;
  trips: number;
  rowsRead: number;
  rowsWritten: number;
};

export type Measured = {
  operation: Operation;
  perSecond: number;
  /** Milliseconds of one event: with nobody else asking, and under load. */
  alone: number;
  median: number;
  p99: number;
  /** How many calls were answered with a 503 and asked again. */
  repeats: number;
  /** What was given up behind the answers, such as the records of calls, because libSQL took too long. */
  lost: number;
  /** How long there was something to do behind the last answer, seconds. */
  behind: number;
  /** Microseconds of processor time per unit. */
  cpu: { workerd: number; sqld: number };
  /** MiB of workerd: before anything was asked, after the load, and at most. */
  memory: { before: number; after: number; peak: number };
  counts: Counts;
};

/** How the log tells of something that was to happen behind an answer. */
const LOST = `"during":"background"`;

/** Measures one operation in a lab of its own: first what it spends, then how it bears load. */
export function measure(operation: Operation, signal: AbortSignal): Promise<Measured> {
  return inLab(signal, async (lab) => {
    const counts = await count(operation, lab);
    return { operation, counts, ...(await load(operation, lab)) };
  });
}

async function count(operation: Operation, lab: Lab): Promise<Counts> {
  const { counted: server, sqldPid, signal } = lab;
  const { alone, count: amount } = operation.amounts;
  return withPrepared(operation, lab, server, alone + amount, async ({ run }, client) => {
    const take = async (): Promise<Omit<Counts, "trips" | "rowsRead" | "rowsWritten">> =>
      JSON.parse(await client.send({ path: "/bench/counts", headers: {} }));
    await run(alone, 1);
    await untilQuiet([server.pid, sqldPid], signal);
    await take();
    const before = lab.databaseTotals();
    const { operations } = await run(amount, 1);
    await untilQuiet([server.pid, sqldPid], signal);
    const spent = await take();
    const after = lab.databaseTotals();
    return {
      requests: spent.requests / operations,
      kvReads: spent.kvReads / operations,
      kvWrites: spent.kvWrites / operations,
      r2Reads: spent.r2Reads / operations,
      r2Writes: spent.r2Writes / operations,
      objectRequests: spent.objectRequests / operations,
      objectMessages: spent.objectMessages / operations,
      objectMilliseconds: spent.objectMilliseconds / operations,
      objectRowsRead: spent.objectRowsRead / operations,
      objectRowsWritten: spent.objectRowsWritten / operations,
      trips: (after.trips - before.trips) / operations,
      rowsRead: (after.rowsRead - before.rowsRead) / operations,
      rowsWritten: (after.rowsWritten - before.rowsWritten) / operations,
    };
  });
}

async function load(operation: Operation, lab: Lab) {
  const { loaded: server, sqldPid, signal } = lab;
  const { alone, load: amount } = operation.amounts;
  const before = memoryOf(server.pid).now;
  return withPrepared(operation, lab, server, alone + amount, async ({ run }, client) => {
    const quiet = await run(alone, 1);
    await untilQuiet([server.pid, sqldPid], signal);
    const [workerd, sqld] = [processorMicroseconds(server.pid), processorMicroseconds(sqldPid)];
    const repeats = client.repeats();
    const lost = () => server.outages().filter((line) => line.includes(LOST)).length;
    const lostBefore = lost();
    const timed = await run(amount, operation.connections);
    const behind = await untilQuiet([server.pid, sqldPid], signal);
    const { now: after, peak } = memoryOf(server.pid);
    return {
      perSecond: timed.events / timed.seconds,
      alone: quantile(quiet.milliseconds, 0.5),
      median: quantile(timed.milliseconds, 0.5),
      p99: quantile(timed.milliseconds, 0.99),
      repeats: client.repeats() - repeats,
      lost: lost() - lostBefore,
      behind,
      cpu: {
        workerd: (processorMicroseconds(server.pid) - workerd) / timed.operations,
        sqld: (processorMicroseconds(sqldPid) - sqld) / timed.operations,
      },
      memory: { before, after, peak },
    };
  });
}

/** Prepares an operation at a server, uses it, and looks whether the Worker has complained. */
async function withPrepared<T>(
  operation: Operation,
  lab: Lab,
  server: Server,
  amount: number,
  use: (prepared: Prepared, client: Client) => Promise<T>,
): Promise<T> {
  const client = openClient(server.origin);
  try {
    const prepared = await operation.prepare({ lab, server, client, amount });
    try {
      const result = await use(prepared, client);
      // Throws if there was anything but an outage of libSQL.
      server.outages();
      return result;
    } finally {
      prepared.end?.();
    }
  } finally {
    client.close();
  }
}
