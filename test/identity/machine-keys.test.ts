import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { sha256 } from "../../src/db/digest.ts";
import { query } from "../../src/db/query.ts";
import { auditLog } from "../../src/db/system.tables.ts";
import { machineKeys, publishedKeyName } from "../../src/identity/machine-keys.schema.ts";
import { control, database, logLineOf, newKey, newUser, send } from "../support/desk.ts";
import { lane } from "../support/lane.ts";
import { runScript } from "../support/run-script.ts";

const path = "/gpt-rag/customer-lookup";
const edge = mkdtempSync(join(tmpdir(), "edgedesk-keys-"));
cpSync(join(import.meta.dirname, "../..", "wrangler.toml"), join(edge, "wrangler.toml"));

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
  await logLineOf(await agent.send(path, { body }));
  const later = await agent.send(path, { body, headers: anHour });
  expect((await logLineOf(later)).cost_before_answer.pipelines).toBe(0);
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

/** Runs the keys script on the tests' database, with a KV of its own. */
function keys(...words: string[]) {
  return runScript("keys.ts", words, { cwd: edge, env: { DATABASE_URL: lane.databaseUrl } });
}

test("the keys script makes keys that work, replaces them, and takes them back as often as asked", async () => {
  const works = async (key: string) => {
    const headers = { Authorization: `Bearer ${key}`, ...anHour };
    return (await send(path, { body, headers })).status;
  };
  const created = await keys("create", "bot", "gpt", "30");
  expect([created.stderr, created.status]).toEqual(["", 0]);
  const [, id = "", key = ""] = /^(key_\S+)[\s\S]*?(edk_\S+)/.exec(created.stdout) ?? [];
  expect(await works(key)).toBe(200);
  expect((await keys("list")).stdout).toMatch(/bot[\s\S]*valid until 20/);

  const rotated = await keys("rotate", id);
  const [, second = "", replacement = ""] =
    /^(key_\S+)[\s\S]*?(edk_\S+)/.exec(rotated.stdout) ?? [];
  expect(rotated.stdout).toContain(`${id} is revoked`);
  expect(await works(replacement)).toBe(200);
  expect((await keys("revoke", second)).status).toBe(0);
  expect((await keys("revoke", second)).status).toBe(0);
  expect((await keys("rotate", second)).stderr).toMatch(/is revoked; create a new key/);
  const [changes] = await database.read([
    query.select().from(auditLog).where(eq(auditLog.target, id)).orderBy(auditLog.seq),
  ]);
  expect(changes).toMatchObject([
    { operation: "createMachineKey", actor: "system" },
    { operation: "revokeMachineKey", actor: "system" },
  ]);
  const later = new Date(Date.now() + 7_200_000).toISOString();
  for (const old of [key, replacement]) {
    const headers = { Authorization: `Bearer ${old}`, "X-Test-Now": later };
    expect((await send(path, { body, headers })).status).toBe(401);
  }
});

test("the keys script says how it is used, and shows no key twice", async () => {
  const used = await keys();
  expect([used.status, used.stderr]).toEqual([1, expect.stringMatching(/npm run keys -- create/)]);
  expect((await keys("create", "bot", "everything")).stderr).toMatch(
    /everything is no scope; there are gpt, sales, admin/,
  );
  expect((await keys("create", "bot", "gpt", "--remote")).stderr).toMatch(
    /must be the deployed database/,
  );
  expect((await keys("revoke", "key_nobody")).stderr).toContain("There is no key");
  const list = await keys("list");
  expect(list.stdout).toContain("Demo agent");
  expect(list.stdout).not.toContain("nordflytt_gpt_api_key_2025");
});

test("a key that is published though the database has revoked it is taken back when it is used", async () => {
  const agent = await newKey("gpt");
  const name = publishedKeyName(await sha256(agent.secret));
  const record = { id: agent.id, name: "published", scopes: ["gpt"], expires_at: null };
  await control.kvPut(name, JSON.stringify(record));
  const revokedAt = new Date().toISOString();
  await database.write([
    query.update(machineKeys).set({ revokedAt }).where(eq(machineKeys.id, agent.id)),
  ]);
  await logLineOf(await agent.send(path, { body }));
  expect(await control.kvGet(name)).toBeNull();
  expect((await agent.send(path, { body })).status).toBe(401);
});

const administration = "/api/admin/keys";

test("administrators and their keys make keys that work at once, and take them back", async () => {
  const staff = [await newUser("admin"), await newKey("admin")];
  for (const admin of staff) {
    const made = await admin.send(administration, {
      body: { name: " Maja ", scopes: ["gpt", "gpt"], days: 30 },
    });
    expect([made.status, made.body]).toEqual([200, expect.objectContaining({ name: "Maja" })]);
    const { id, secret, hint, scopes, created_at, expires_at } = made.body;
    expect([scopes, secret.startsWith(hint)]).toEqual([["gpt"], true]);
    expect(Date.parse(expires_at) - Date.parse(created_at)).toBe(30 * 86_400_000);
    const use = (headers = {}) =>
      send(path, { body, headers: { Authorization: `Bearer ${secret}`, ...headers } });

    await logLineOf(made);
    const name = publishedKeyName(await sha256(secret));
    expect(await control.kvGet(name)).toContain(id);
    const used = await use();
    expect(used.status).toBe(200);
    await logLineOf(used);
    const later = new Date(Date.parse(expires_at) + 1000).toISOString();
    expect((await use({ "X-Test-Now": later })).status).toBe(401);

    const revoke = () => admin.send(`${administration}/${id}`, { method: "DELETE" });
    const first = await revoke();
    expect([first.status, await control.kvGet(name), (await use()).status]).toEqual([
      200,
      null,
      401,
    ]);
    const listed = await listedKey(admin, id);
    const again = await revoke();
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(await listedKey(admin, id)).toEqual(listed);
    expect(listed).toMatchObject({
      name: "Maja",
      last_used_at: expect.any(String),
      revoked_at: expect.any(String),
    });
  }
});

/** The entry of a key that was made just now, among the newest. */
async function listedKey(admin: Pick<Awaited<ReturnType<typeof newKey>>, "send">, id: string) {
  const { body: page } = await admin.send(`${administration}?limit=20`);
  return page.items.find((key: { id: string }) => key.id === id);
}

test("a key is told once: neither the list, the database, KV nor the log has it", async () => {
  const admin = await newUser("admin");
  const made = await admin.send(administration, {
    body: { name: "once", scopes: ["sales"] },
    headers: { "Idempotency-Key": "once-and-again" },
  });
  const { id, secret } = made.body;
  await logLineOf(made);
  const hash = await sha256(secret);
  const list = await admin.send(`${administration}?limit=1000`);
  expect(list.text).toContain(id);
  const [rows] = await database.read([query.select().from(machineKeys)]);
  const published = await control.kvGet(publishedKeyName(hash));
  for (const text of [list.text, JSON.stringify(rows), published]) {
    expect(text).not.toContain(secret.slice(8));
  }
  expect(list.text).not.toContain(hash);
  expect(await control.logs(secret.slice(8))).toEqual([]);
  expect(made.headers.get("Cache-Control")).toBe("no-store");

  const repeated = await admin.send(administration, {
    body: { name: "once", scopes: ["sales"] },
    headers: { "Idempotency-Key": "once-and-again" },
  });
  expect(repeated.body.secret).not.toBe(secret);
  expect(repeated.body.id).not.toBe(id);
});

test("nobody but administrators sees, makes or revokes keys", async () => {
  const { id } = await newKey("gpt");
  for (const caller of [await newUser(), await newKey("gpt", "sales")]) {
    const answers = [
      await caller.send(administration),
      await caller.send(administration, { body: { name: "mine", scopes: ["admin"] } }),
      await caller.send(`${administration}/${id}`, { method: "DELETE" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  }
});

test("a key needs a name, scopes that there are, and a number of days; what is unknown cannot be revoked", async () => {
  const admin = await newUser("admin");
  const key = { name: "bot", scopes: ["gpt"], days: 30 };
  for (const part of [
    { name: "  " },
    { name: "x".repeat(101) },
    { name: undefined },
    { scopes: [] },
    { scopes: ["everything"] },
    { scopes: "gpt" },
    { days: 0 },
    { days: 1.5 },
    { days: 100_000 },
  ]) {
    const answer = await admin.send(administration, { body: { ...key, ...part } });
    expect([part, answer.status, answer.body.code]).toEqual([part, 422, "validation-failed"]);
  }
  const forever = await admin.send(administration, { body: { ...key, days: null } });
  expect([forever.status, forever.body.expires_at]).toEqual([200, null]);
  const unknown = await admin.send(`${administration}/key_nobody`, { method: "DELETE" });
  expect([unknown.status, unknown.body.code]).toEqual([404, "not-found"]);
});

test("a revoked key that the edge has not yet forgotten makes no other", async () => {
  const key = await newKey("admin");
  const before = await key.send(administration);
  expect(before.status).toBe(200);
  await logLineOf(before);
  const revokedAt = new Date().toISOString();
  await database.write([
    query.update(machineKeys).set({ revokedAt }).where(eq(machineKeys.id, key.id)),
  ]);
  const answer = await key.send(administration, { body: { name: "heir", scopes: ["admin"] } });
  expect([answer.status, answer.body.code]).toEqual([401, "unauthenticated"]);
});
