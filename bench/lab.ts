import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noCost } from "../src/cost.ts";
import { openDatabase, type Database } from "../src/db/database.ts";
import { readConfig, type Config } from "../src/env.ts";
import { migrate } from "../scripts/support/migrations.ts";
import { freePort } from "../scripts/support/ports.ts";
import { startSqld } from "../scripts/support/sqld.ts";
import { startDatabaseProxy, type DatabaseTotals } from "../test/support/database-proxy.ts";
import { startServer, type Server } from "./server.ts";
import { AUTH_SECRET, desk } from "./workers.ts";

/**
 * What one operation is measured on: libSQL with an empty desk in it, a Worker that goes to it directly and is
 * loaded, and one that goes to it through a proxy and counts what it spends. Nothing is left of the operation before.
 */
export type Lab = {
  database: Database;
  config: Config;
  loaded: Server;
  counted: Server;
  sqldPid: number;
  /** What libSQL has done for the counted Worker so far. */
  databaseTotals(): DatabaseTotals;
  signal: AbortSignal;
};

/** Opens a lab, hands it over and ends all of it, whatever happens. */
export async function inLab<T>(signal: AbortSignal, use: (lab: Lab) => Promise<T>): Promise<T> {
  const ends: (() => Promise<void>)[] = [];
  try {
    return await use(await openLab(signal, (end) => ends.push(end)));
  } finally {
    while (ends.length > 0) await ends.pop()?.();
  }
}

async function openLab(
  signal: AbortSignal,
  inTheEnd: (end: () => Promise<void>) => void,
): Promise<Lab> {
  const directory = mkdtempSync(join(tmpdir(), "edgedesk-bench-"));
  inTheEnd(async () => rmSync(directory, { recursive: true, force: true }));
  const sqld = await startSqld(directory, await freePort());
  inTheEnd(sqld.stop);
  const connection = { url: sqld.url, authToken: null };
  await migrate(connection);
  const proxy = await startDatabaseProxy(sqld.url);
  inTheEnd(proxy.close);

  async function start(databaseUrl: string, isCounted: boolean): Promise<Server> {
    const server = await startServer(desk({ databaseUrl, isCounted }));
    inTheEnd(server.stop);
    await server.ready(signal);
    return server;
  }
  return {
    database: openDatabase(connection, noCost()),
    config: readConfig({ ENVIRONMENT: "production", DATABASE_URL: sqld.url, AUTH_SECRET }),
    loaded: await start(sqld.url, false),
    counted: await start(proxy.url, true),
    sqldPid: sqld.process.pid ?? Number.NaN,
    databaseTotals: proxy.totals,
    signal,
  };
}
