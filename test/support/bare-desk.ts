import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDemo } from "../../scripts/demo/load-demo.ts";
import { migrate } from "../../scripts/support/migrations.ts";
import { freePort } from "../../scripts/support/ports.ts";
import { startSqld, type Sqld } from "../../scripts/support/sqld.ts";
import { DEVELOPMENT_SECRET } from "../../src/env.ts";
import { startDatabaseProxy } from "./database-proxy.ts";
import { BOOTSTRAP_SECRET, WIDGET_SECRET } from "./secrets.ts";
import { smallDisk } from "./small-disk.ts";
import { startStores } from "./stores.ts";
import { endAtOnce, openWorker, type BareWorker } from "./workerd.ts";

const root = join(import.meta.dirname, "../..");

export type BareDesk = Awaited<ReturnType<typeof startBareDesk>>;

/**
 * A whole desk on workerd without wrangler around it: several times as fast, killed with one signal, and up again
 * in a moment. Durable Objects and libSQL keep their data on disk and live through every kill; KV and R2 are in this
 * process (stores.ts). With `isCounting` the database is behind the proxy that counts and spoils; with
 * `isOnSmallDisk` it is on a disk that can be filled, and ends with its libSQL.
 */
export async function startBareDesk(
  variables: Record<string, string> = {},
  { isCounting = false, isOnSmallDisk = false } = {},
) {
  const directory = fs.mkdtempSync(join(tmpdir(), "edgedesk-bare-"));
  const databasePort = await freePort();
  const data = join(directory, "data");
  const disk = isOnSmallDisk ? smallDisk(data) : null;
  if (disk) fs.mkdirSync(data);
  let sqld: Sqld = await startSqld(data, databasePort, disk?.launcher);
  const connection = { url: sqld.url, authToken: null };
  await migrate(connection);
  await loadDemo(connection, new Date());
  const proxy = await startDatabaseProxy(sqld.url);
  const stores = await startStores(join(root, "public"));

  const all = (set: Record<string, string>) => ({
    ENVIRONMENT: "test",
    DATABASE_URL: isCounting ? proxy.url : sqld.url,
    ALLOWED_ORIGINS: "https://shop.example",
    AUTH_SECRET: DEVELOPMENT_SECRET,
    BOOTSTRAP_SECRET,
    WIDGET_SECRET,
    ...set,
  });
  const open = (name: string) => openWorker(join(directory, name), stores.address, all(variables));
  const worker = await open("worker");
  const twins: BareWorker[] = [];

  return {
    url: worker.url,
    databaseUrl: sqld.url,
    databaseFolder: data,
    stores,
    proxy,
    /** Everything that the Worker has printed, each start appended. */
    log: worker.log,
    workerPid: worker.pid,
    killWorker: worker.kill,
    /** Up again, with the variables of before or with others. */
    restartWorker: (others = variables) => worker.start(all(others)),
    worker,
    /** Another Worker on the same database and stores, with objects of its own. */
    async startTwin() {
      const twin = await open(`twin-${twins.length}`);
      twins.push(twin);
      return twin;
    },
    runDailyCleanUp: worker.runDailyCleanUp,
    killDatabase: () => endAtOnce(sqld.process),
    /** Leaves no room where libSQL keeps its files; only with `isOnSmallDisk`. */
    fillDisk: () => disk?.fill(sqld.process.pid ?? 0),
    freeDisk: () => disk?.free(sqld.process.pid ?? 0),
    freezeDatabase: () => sqld.process.kill("SIGSTOP"),
    thawDatabase: () => sqld.process.kill("SIGCONT"),
    async restartDatabase() {
      sqld = await startSqld(data, databasePort);
    },
    async stop() {
      for (const each of [worker, ...twins]) await each.kill();
      await proxy.close();
      await stores.close();
      await endAtOnce(sqld.process);
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}
