import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEVELOPMENT_SECRET } from "../../src/env.ts";
import { lane } from "./lane.ts";
import { startStores } from "./stores.ts";
import { openWorker } from "./workerd.ts";

/** Another Worker on the lane's database, with variables, stores and objects of its own. */
export async function startLaneWorker(variables: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "edgedesk-worker-"));
  const stores = await startStores(join(import.meta.dirname, "../../public"));
  const worker = await openWorker(folder, stores.address, {
    ENVIRONMENT: "test",
    DATABASE_URL: lane.databaseUrl,
    AUTH_SECRET: DEVELOPMENT_SECRET,
    ...variables,
  });
  return {
    ...worker,
    stores,
    async stop() {
      await worker.kill();
      await stores.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
