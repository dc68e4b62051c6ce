import { beforeAll, expect, test } from "vitest";
import { control, logLineOf, newUser, send, type Answer } from "../support/desk.ts";

const headers = { "X-Test-Now": new Date().toISOString() };
beforeAll(async () => {
  await logLineOf(await send("/api/v1/chat/faqs", { headers }));
});

/** Round trips before the answer and behind it, by the log line and by what the database saw. */
async function roundTrips(ask: () => Promise<Answer>) {
  const before = await control.databaseTrips();
  const answer = await ask();
  expect(answer.status).toBe(200);
  const { cost, cost_before_answer: first } = await logLineOf(answer);
  expect((await control.databaseTrips()) - before).toBe(cost.pipelines);
  return [first.pipelines, cost.pipelines - first.pipelines];
}

test("chat is three round trips: load, keep the question, keep the answer; known or not, first or later", async () => {
  const user = await newUser();
  const ask = (body: object) => () => user.send("/api/v1/chat/chat", { body, headers });
  expect(await roundTrips(ask({ message: "When are you open?" }))).toEqual([3, 0]);
  expect(await roundTrips(ask({ message: "Zzyzx flibber?" }))).toEqual([3, 0]);
  const { body } = await user.send("/api/v1/chat/conversations");
  const more = { message: "I forgot my password", conversation_id: body[0].id };
  expect(await roundTrips(ask(more))).toEqual([3, 0]);
  const again = ask({ message: "When are you open?", client_ref: "once" });
  await again();
  expect(await roundTrips(again)).toEqual([1, 0]);
});

test("FAQs are one round trip, and one behind the answer for the views", async () => {
  expect(await roundTrips(() => send("/api/v1/chat/faqs", { headers }))).toEqual([1, 1]);
});

test("conversations and logs are one round trip each, however many there are", async () => {
  const user = await newUser();
  for (let i = 0; i < 3; i += 1) {
    await user.send("/api/v1/chat/chat", { body: { message: "Hello" } });
    await user.send("/api/v1/logs/logs", { body: { title: `No. ${i}`, log_type: "other" } });
  }
  const { body } = await user.send("/api/v1/chat/conversations");
  for (const path of [
    "/api/v1/chat/conversations",
    `/api/v1/chat/conversations/${body[0].id}`,
    "/api/v1/logs/logs",
    "/api/v1/logs/logs?skip=1&limit=1",
    "/api/v1/logs/logs/summary?hours=8760",
  ]) {
    expect([path, await roundTrips(() => user.send(path, { headers }))]).toEqual([path, [1, 0]]);
  }
  const log = { title: "One more", log_type: "support" };
  const create = () => user.send("/api/v1/logs/logs", { body: log, headers });
  expect(await roundTrips(create)).toEqual([1, 0]);
  const begin = () => user.send("/api/v1/chat/conversations", { body: {}, headers });
  expect(await roundTrips(begin)).toEqual([1, 0]);
});
