import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestHarness } from "wrangler";
import { DEVELOPMENT_SECRET } from "../../src/env.ts";
import { loadDemo } from "../../scripts/demo/load-demo.ts";
import { migrate } from "../../scripts/support/migrations.ts";
import { freePort } from "../../scripts/support/ports.ts";
import { startSqld } from "../../scripts/support/sqld.ts";
import { BOOTSTRAP_SECRET, WIDGET_SECRET } from "./secrets.ts";

/**
 * The desk as wrangler serves it, with the pages, their headers, and Cloudflare's own KV and R2 as they run on a laptop. A
 * request costs ten times what it does on the bare desk, so this one is for what needs those.
 */
export async function startServedDesk() {
  const directory = mkdtempSync(join(tmpdir(), "edgedesk-served-"));
  const sqld = await startSqld(directory, await freePort());
  const connection = { url: sqld.url, authToken: null };
  await migrate(connection);
  await loadDemo(connection, new Date());

  process.env["WRANGLER_SEND_METRICS"] = "false";
  process.env["CLOUDFLARE_CF_FETCH_ENABLED"] = "false";
  const harness = createTestHarness({
    workers: [
      {
        configPath: "wrangler.toml",
        prebuiltWorkerDir: "dist/worker",
        vars: {
          ENVIRONMENT: "test",
          DATABASE_URL: sqld.url,
          ALLOWED_ORIGINS: "https://shop.example",
        },
        secrets: { AUTH_SECRET: DEVELOPMENT_SECRET, BOOTSTRAP_SECRET, WIDGET_SECRET },
      },
    ],
  });
  const { url } = await harness.listen();

  return {
    url: url.origin,
    databaseUrl: sqld.url,
    async stop() {
      await harness.close();
      await sqld.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
