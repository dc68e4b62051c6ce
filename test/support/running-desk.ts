import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestHarness } from "wrangler";
import { DEVELOPMENT_SECRET } from "../../src/env.ts";
import { loadDemo } from "../../scripts/demo/load-demo.ts";
import { migrate } from "../../scripts/support/migrations.ts";
import { freePort } from "../../scripts/support/ports.ts";
import { startSqld, type Sqld } from "../../scripts/support/sqld.ts";
import { startDatabaseProxy } from "./database-proxy.ts";

export const BOOTSTRAP_SECRET = "the-tests-make-their-own-admins";
export const WIDGET_SECRET = "the-host-page-and-the-desk-share-this";

/** The whole desk on real parts: libSQL behind a counting proxy, and the built Worker in workerd. */
export type RunningDesk = Awaited<ReturnType<typeof startDesk>>;

/** `variables` are set besides the usual ones, such as an AI provider. */
export async function startDesk(variables: Record<string, string> = {}) {
  const directory = mkdtempSync(join(tmpdir(), "edgedesk-test-"));
  const port = await freePort();
  let sqld: Sqld = await startSqld(directory, port);
  const connection = { url: sqld.url, authToken: null };
  await migrate(connection);
  await loadDemo(connection, new Date());
  const proxy = await startDatabaseProxy(sqld.url);

  process.env["WRANGLER_SEND_METRICS"] = "false";
  process.env["CLOUDFLARE_CF_FETCH_ENABLED"] = "false";
  const harness = createTestHarness({
    workers: [
      {
        configPath: "wrangler.toml",
        prebuiltWorkerDir: "dist/worker",
        vars: {
          ENVIRONMENT: "test",
          DATABASE_URL: proxy.url,
          ALLOWED_ORIGINS: "https://shop.example",
          ...variables,
        },
        secrets: { AUTH_SECRET: DEVELOPMENT_SECRET, BOOTSTRAP_SECRET, WIDGET_SECRET },
      },
    ],
  });
  const { url } = await harness.listen();

  return {
    url: url.origin,
    databaseUrl: sqld.url,
    proxy,
    worker: harness.getWorker<Env>(),
    logs: logBook(harness),
    killDatabase: () => kill(sqld),
    freezeDatabase: () => sqld.process.kill("SIGSTOP"),
    thawDatabase: () => sqld.process.kill("SIGCONT"),
    /** Puts every object of the assistant to sleep, as the platform does when nothing happens. */
    async sleepObjects() {
      const worker = harness.getWorker<Env>();
      for (const id of await worker.listDurableObjectIds("ASSISTANT")) {
        const evicted = worker.evictDurableObject("ASSISTANT", { id, webSockets: "hibernate" });
        await evicted.catch((error: unknown) => {
          if (!String(error).includes("not currently running")) throw error;
        });
      }
    },
    async restartDatabase() {
      sqld = await startSqld(directory, port);
    },
    async stop() {
      await harness.close();
      await proxy.close();
      await sqld.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** All log lines that contain a text. What the harness has gathered is taken over, so that it stays small. */
function logBook(harness: ReturnType<typeof createTestHarness>) {
  const lines: string[] = [];
  const byRequest = new Map<string, string[]>();
  return (part: string): string[] => {
    for (const { message } of harness.getLogs()) {
      lines.push(message);
      const id = /"request_id":"([^"]+)"/.exec(message)?.[1] ?? "";
      byRequest.set(id, [...(byRequest.get(id) ?? []), message]);
    }
    harness.clearLogs();
    return byRequest.get(part) ?? lines.filter((line) => line.includes(part));
  };
}

async function kill(sqld: Sqld): Promise<void> {
  const gone = new Promise((resolve) => sqld.process.once("exit", resolve));
  sqld.process.kill("SIGKILL");
  await gone;
}
