import { afterAll, expect, test } from "vitest";
import { query } from "../../src/db/query.ts";
import { defaultSystemConfig, systemConfigs } from "../../src/chat/system-config.schema.ts";
import { database, logLineOf, newKey, newUser } from "../support/desk.ts";

const path = "/api/admin/system-config";
const { version: _version, ...defaults } = defaultSystemConfig;

afterAll(() => database.write([query.delete(systemConfigs)]));

test("the config has its defaults, and a change is in force at once and echoed", async () => {
  const admin = await newUser("admin");
  const read = await admin.send(path);
  expect(read.body).toMatchObject(defaults);
  const body = { ...defaults, max_response_length: 30, response_style_default: "concise" };
  const changed = await admin.send(path, { method: "PUT", body });
  expect(changed.body).toEqual({ ...body, version: read.body.version + 1 });
  expect((await admin.send(path)).body).toEqual(changed.body);

  const user = await newUser();
  const { body: analysis } = await user.send("/api/chat/analyze", {
    body: { message: "Der Schrank ist kaputt" },
  });
  for (const text of analysis.suggestions) expect(text.length).toBeLessThanOrEqual(30);
  await admin.send(path, { method: "PUT", body: defaults });
});

test("of two admins who change the same version one is told to read again", async () => {
  const [one, other] = [await newUser("admin"), await newKey("admin")];
  const { version } = (await one.send(path)).body;
  const outcomes = await Promise.all(
    [one, other, one, other].map((admin) =>
      admin.send(path, { method: "PUT", body: { ...defaults, version } }),
    ),
  );
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
  expect((await one.send(path)).body.version).toBe(version + 1);
});

test("values out of range change nothing", async () => {
  const admin = await newUser("admin");
  const before = await admin.send(path);
  for (const change of [
    { max_response_length: 0 },
    { max_response_length: 5001 },
    { ai_confidence_threshold: 1.1 },
    { ai_confidence_threshold: "high" },
    { response_style_default: "rude" },
    { auto_reply_enabled: 1 },
    { auto_reply_enabled: undefined },
  ]) {
    const { status } = await admin.send(path, { method: "PUT", body: { ...defaults, ...change } });
    expect([change, status]).toEqual([change, 422]);
  }
  expect((await admin.send(path)).body).toEqual(before.body);
});

test("only administrators see or change the config", async () => {
  const user = await newUser();
  expect((await user.send(path)).status).toBe(403);
  expect((await user.send(path, { method: "PUT", body: defaults })).status).toBe(403);
});

test("a message is analysed for any user: intent, confidence, suggestions, and who read it", async () => {
  const user = await newUser();
  const message = "Min spegel gick sönder och jag är missnöjd";
  const answer = await user.send("/api/chat/analyze", { body: { message } });
  expect(answer.body).toMatchObject({ intent: "complaint", message, engine: "rules" });
  expect(answer.body.confidence).toBeGreaterThanOrEqual(0.7);
  expect(answer.body.suggestions).toHaveLength(3);
  expect(answer.headers.get("X-RateLimit-Limit")).toBe("100");
  expect((await logLineOf(answer)).cost.pipelines).toBe(1);
  for (const bad of [{}, { message: "" }, { message: "   " }, { message: "x".repeat(4001) }]) {
    expect((await user.send("/api/chat/analyze", { body: bad })).status).toBe(422);
  }
});
