import { spawnSync } from "node:child_process";
import { eq } from "drizzle-orm";
import { expect, inject, test } from "vitest";
import { sha256 } from "../../src/db/digest.ts";
import { query } from "../../src/db/query.ts";
import { machineKeys, publishedKeyName } from "../../src/identity/machine-keys.schema.ts";
import { control, database, logLineOf, newKey, send } from "../support/desk.ts";

const path = "/gpt-rag/customer-lookup";
const body = { email: "anna.svensson@gmail.com" };
const anHour = { "X-Test-Now": new Date(Date.now() + 3_600_000).toISOString() };

test("without a valid key nothing is told", async () => {
  const agent = await newKey("gpt");
  for (const header of [
    "",
    "Bearer",
    "Bearer ",
    "Bearer wrong",
    `Bearer ${agent.secret.slice(0, -1)}`,
    `Bearer ${agent.secret}x`,
    `Basic ${agent.secret}`,
    agent.secret,
    `Bearer ${agent.secret} ${agent.secret}`,
    `Bearer ${"k".repeat(5_000)}`,
  ]) {
    const answer = await send(path, { body, headers: { Authorization: header } });
    expect([header, answer.status, answer.body.code]).toEqual([header, 401, "unauthenticated"]);
  }
  expect((await agent.send(path, { body })).status).toBe(200);
});

test("the demo key of the document works in the demo", async () => {
  const headers = { Authorization: "Bearer nordflytt_gpt_api_key_2025" };
  expect((await send(path, { body, headers })).status).toBe(200);
});

test("an expired key is no key", async () => {
  const agent = await newKey("gpt");
  const expiresAt = new Date(Date.now() + 1_800_000).toISOString();
  await database.write([
    query.update(machineKeys).set({ expiresAt }).where(eq(machineKeys.id, agent.id)),
  ]);
  expect((await agent.send(path, { body })).status).toBe(200);
  expect((await agent.send(path, { body, headers: anHour })).status).toBe(401);
});

test("a revoked key is refused once the edge has looked again", async () => {
  const agent = await newKey("gpt");
  expect((await agent.send(path, { body })).status).toBe(200);
  await database.write([
    query
      .update(machineKeys)
      .set({ revokedAt: new Date().toISOString() })
      .where(eq(machineKeys.id, agent.id)),
  ]);
  expect((await agent.send(path, { body, headers: anHour })).status).toBe(401);
});

test("a published key needs no round trip to the database", async () => {
  const agent = await newKey("gpt");
  const record = { id: agent.id, name: "published", scopes: ["gpt"], expires_at: null };
  await control.kvPut(publishedKeyName(await sha256(agent.secret)), JSON.stringify(record));
  await logLineOf(await agent.send("/gpt-rag/calculate-price", { body: {} }));
  await database.write([query.delete(machineKeys).where(eq(machineKeys.id, agent.id))]);
  const later = await agent.send(path, { body, headers: anHour });
  expect(later.status).toBe(200);
});

test("using a key is recorded", async () => {
  const agent = await newKey("gpt");
  await logLineOf(await agent.send(path, { body }));
  const [[key]] = await database.read([
    query.select().from(machineKeys).where(eq(machineKeys.id, agent.id)),
  ]);
  expect(Date.parse(key?.lastUsedAt ?? "")).toBeGreaterThan(Date.now() - 60_000);
});

test("keys are stored as digests only", async () => {
  const agent = await newKey("gpt");
  const [rows] = await database.read([query.select().from(machineKeys)]);
  expect(JSON.stringify(rows)).not.toContain(agent.secret);
  expect(JSON.stringify(rows)).not.toContain("nordflytt_gpt_api_key_2025");
});

test("the keys script says how it is used, and lists keys without showing them", () => {
  const run = (...words: string[]) =>
    spawnSync("node", ["scripts/keys.ts", ...words], {
      encoding: "utf8",
      env: { ...process.env, DATABASE_URL: inject("databaseUrl") },
    });
  const usage = run();
  expect(usage.status).toBe(1);
  expect(usage.stderr).toContain("npm run keys -- create");
  const wrongScope = run("create", "bot", "everything");
  expect(wrongScope.stderr).toMatch(/everything is no scope; there are gpt, sales, admin/);
  const list = run("list");
  expect(list.status).toBe(0);
  expect(list.stdout).toContain("Demo agent");
  expect(list.stdout).not.toContain("nordflytt_gpt_api_key_2025");
  expect(run("revoke", "key_nobody").stderr).toContain("no valid key");
});
