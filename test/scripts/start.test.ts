import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { demoKeys } from "../../scripts/demo/demo-keys.ts";
import { freePort } from "../../scripts/support/ports.ts";
import { newcomersCopy, npmStart, processesOf, removeCopy } from "../support/start.ts";

const RUNNING = "Edgedesk is running";

let folder: string;
beforeEach(() => {
  folder = newcomersCopy();
});
afterEach(() => removeCopy(folder));

test("npm start serves the demo, Ctrl-C ends all of it, and the next start has the data", async () => {
  const first = await npmStart(folder);
  await first.prints(RUNNING);
  expect(first.printed()).toContain("Loading the demo … loaded");
  const localhost = first.origin.replace("127.0.0.1", "localhost");
  for (const path of ["", "/docs/", "/agents/", "/console/"]) {
    const url = localhost + path;
    await first.prints(`  ${url} `);
    expect((await fetch(url)).status).toBe(200);
  }
  for (const { key } of demoKeys) await first.prints(`  ${key}  `);
  expect((await fetch(`${first.origin}/health`)).status).toBe(200);
  const anna = await ask(first.origin, "customer-lookup", { email: "anna.svensson@gmail.com" });
  expect(anna).toMatchObject({ status: 200, body: { customer_data: { is_vip: true } } });
  const ticket = await ask(first.origin, "create-ticket", newTicket);
  expect([ticket.status, ticket.isReplayed]).toEqual([200, false]);

  first.signal("SIGINT");
  expect([0, 130]).toContain(await first.ended);
  expect(first.complaints()).toEqual([]);
  await nothingRuns();

  const second = await npmStart(folder);
  await second.prints(RUNNING);
  expect(second.printed()).toContain("Migrating the database … up to date");
  expect(second.printed()).toContain("Loading the demo … the database already has data");
  expect(await ask(second.origin, "customer-lookup", { email: "anna.svensson@gmail.com" })).toEqual(
    anna,
  );
  const again = await ask(second.origin, "create-ticket", newTicket);
  expect(again).toEqual({ ...ticket, isReplayed: true });
  second.signal("SIGINT");
  expect([0, 130]).toContain(await second.ended);
  await nothingRuns();
}, 120_000);

test("Ctrl-C ends everything while it is still starting, too", async () => {
  for (const step of ["Starting libSQL", "Migrating the database", "Starting the Worker"]) {
    const starting = await npmStart(folder);
    await starting.prints(step);
    starting.signal("SIGINT");
    expect([0, 130]).toContain(await starting.ended);
    expect(starting.complaints()).toEqual([]);
    expect(starting.printed()).not.toContain(RUNNING);
    await nothingRuns();
  }
}, 120_000);

test("closing the terminal ends everything", async () => {
  const started = await npmStart(folder);
  await started.prints(RUNNING);
  started.signal("SIGHUP");
  await started.ended;
  await nothingRuns();
});

test("a port in use is named in one sentence, and nothing is left running", async () => {
  const other = createServer().listen(await freePort(), "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address ? address.port : 0;
  for (const [setting, ports] of [
    ["PORT", { port }],
    ["DATABASE_PORT", { databasePort: port }],
  ] as const) {
    const refused = await npmStart(folder, ports);
    expect(await refused.ended).toBe(1);
    expect(refused.complaints()).toEqual([
      `Port ${port} is in use. Stop what listens there, or choose another: ${setting}=<port> npm start`,
    ]);
    await nothingRuns();
  }
  other.close();
});

test("a broken migration is named in one sentence, and nothing is left running", async () => {
  writeFileSync(join(folder, "migrations/9999_broken.sql"), "create table broken (id integer");
  const broken = await npmStart(folder);
  expect(await broken.ended).toBe(1);
  expect(broken.complaints()).toEqual([
    expect.stringMatching(/^The migration 9999_broken failed and changed nothing: .+/),
  ]);
  expect(broken.printed()).not.toContain(RUNNING);
  await nothingRuns();
});

const newTicket = {
  customer_email: "anna.svensson@gmail.com",
  issue_type: "general",
  description: "Hittade en låda i hallen.",
  client_ref: "start-test-1",
};

async function ask(origin: string, operation: string, body: object) {
  const response = await fetch(`${origin}/gpt-rag/${operation}`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${demoKeys[0].key}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify(body),
  });
  const isReplayed = response.headers.get("Idempotency-Replayed") === "true";
  return { status: response.status, isReplayed, body: await response.json() };
}

/** Helpers of what has just ended, esbuild's for one, may take a moment to notice. */
async function nothingRuns(): Promise<void> {
  await vi.waitFor(() => expect(processesOf(folder)).toEqual([]), { timeout: 10_000 });
}
