import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../scripts/support/ports.ts";
import { DEVELOPMENT_SECRET } from "../../src/env.ts";

const STARTS_WITHIN_MS = 90_000;

/**
 * A Worker in a process of its own, on the database of the tests, that keeps its objects in `folder`. What it
 * fetches goes out by itself, as deployed: that of a test harness follows redirects that it was told not to.
 */
export async function startKillableWorker(
  databaseUrl: string,
  folder: string,
  more: Record<string, string> = {},
) {
  const port = await freePort();
  const all = { ENVIRONMENT: "test", DATABASE_URL: databaseUrl, ...more };
  const variables = Object.entries(all).map(([name, value]) => `${name}:${value}`);
  const child = spawn(
    "wrangler",
    [
      "dev",
      ...["--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"],
      ...["--persist-to", folder, "--show-interactive-dev-session=false"],
      ...["--var", ...variables, `AUTH_SECRET:${DEVELOPMENT_SECRET}`],
    ],
    {
      detached: true,
      stdio: "ignore",
      env: {
        ...process.env,
        WRANGLER_SEND_METRICS: "false",
        WRANGLER_HIDE_BANNER: "true",
        CLOUDFLARE_CF_FETCH_ENABLED: "false",
      },
    },
  );
  const url = `http://127.0.0.1:${port}`;
  await answers(url, child);
  return { url, kill: () => kill(child) };
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + STARTS_WITHIN_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const response = await fetch(`${url}/health`).catch(() => null);
    if (response?.ok) return;
    await sleep(100);
  }
  await kill(child);
  throw new Error("The Worker did not start.");
}

/** At once and without a word: the whole group, workerd included. */
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, "exit");
  process.kill(-child.pid, "SIGKILL");
  await gone;
}
