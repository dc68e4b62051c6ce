import { expect, test } from "vitest";
import { POLICIES_NAME } from "../../src/limits/policies.ts";
import { control, logLineOf, newAddress, newKey, send } from "../support/desk.ts";
import { priceMove } from "../support/price-move.ts";
import { counterOf, path } from "./price-calls.ts";

const openPrice = `/price?${new URLSearchParams(
  Object.entries(priceMove).map(([name, value]): [string, string] => [name, String(value)]),
)}`;

function at(milliseconds: number) {
  return { "X-Test-Now": new Date(milliseconds).toISOString() };
}

test("call 101 of a key within 15 minutes is refused, and the next window starts anew", async () => {
  const agent = await newKey("gpt");
  const start = Date.now();
  const ask = (now: number) => agent.send(path, { body: priceMove, headers: at(now) });
  for (let call = 1; call <= 100; call += 1) {
    const { status, headers } = await ask(start + call);
    expect([call, status]).toEqual([call, 200]);
    expect(headers.get("X-RateLimit-Limit")).toBe("100");
    expect(headers.get("X-RateLimit-Remaining")).toBe(String(100 - call));
    expect(headers.get("X-RateLimit-Reset")).toBe(String(Math.ceil((start + 1 + 900_000) / 1000)));
  }
  const refused = await ask(start + 60_000);
  expect([refused.status, refused.body.code]).toEqual([429, "rate-limited"]);
  expect(refused.headers.get("X-RateLimit-Limit")).toBe("100");
  expect(refused.headers.get("X-RateLimit-Remaining")).toBe("0");
  expect(refused.headers.get("X-RateLimit-Reset")).toBe(
    String(Math.ceil((start + 1 + 900_000) / 1000)),
  );
  const wait = Number(refused.headers.get("Retry-After"));
  expect(wait).toBe(Math.ceil((start + 1 + 900_000 - (start + 60_000)) / 1000));
  expect((await ask(start + 60_000 + wait * 1000)).status).toBe(200);
});

test("the four agent operations share one limit, and refused input counts", async () => {
  const agent = await newKey("gpt");
  const spend = [
    await agent.send("/gpt-rag/customer-lookup", { body: { email: "anna.svensson@gmail.com" } }),
    await agent.send("/gpt-rag/booking-details", { body: {} }),
    await agent.send("/gpt-rag/create-ticket", {
      body: "{",
      headers: { "Content-Type": "application/json" },
    }),
    await agent.send(path, { body: priceMove }),
  ];
  expect(spend.map(({ headers }) => headers.get("X-RateLimit-Remaining"))).toEqual([
    "99",
    "98",
    "97",
    "96",
  ]);
  const metrics = await agent.send("/api/ai-customer-service/analytics/gpt-metrics");
  expect(metrics.headers.get("X-RateLimit-Remaining")).toBe("99");
});

test("the count survives the counting object being put to sleep", async () => {
  const agent = await newKey("gpt");
  const name = await counterOf(agent.id);
  for (let call = 0; call < 5; call += 1) await agent.send(path, { body: priceMove });
  await control.evictCounter(name);
  const next = await agent.send(path, { body: priceMove });
  expect(next.headers.get("X-RateLimit-Remaining")).toBe("94");
});

test("a location that has not counted the calls itself refuses by the mark in KV, without a hop", async () => {
  const agent = await newKey("gpt");
  const mark = `limit-block:${await counterOf(agent.id)}`;
  const resetAt = Date.now() + 300_000;
  await control.kvPut(mark, JSON.stringify({ resetAt }));
  const refused = await agent.send(path, { body: priceMove });
  expect(refused.status).toBe(429);
  expect((await logLineOf(refused)).cost.objectCalls).toBe(0);
});

test("the open price is limited per network address, and waits for no counter", async () => {
  const address = newAddress();
  const headers = { "CF-Connecting-IP": address };
  const ask = () => send(openPrice, { headers });
  const first = await ask();
  expect(first.status).toBe(200);
  await logLineOf(first);
  for (let round = 0; round < 3; round += 1) {
    const answers = await Promise.all(Array.from({ length: 40 }, ask));
    for (const answer of answers) await logLineOf(answer);
  }
  await expect.poll(async () => (await ask()).status).toBe(429);
  const refused = await ask();
  expect(refused.body.code).toBe("rate-limited");
  expect(refused.headers.get("X-RateLimit-Limit")).toBe("120");
  const sameNetwork = { "CF-Connecting-IP": address.replace("::1", ":ffff::2") };
  expect((await send(openPrice, { headers: sameNetwork })).status).toBe(429);
  expect((await send(openPrice)).status).toBe(200);
});

test("a policy in KV replaces the default without a deploy", async () => {
  const agent = await newKey("gpt");
  const later = Date.now() + 600_000;
  const ask = (now: number) => agent.send(path, { body: priceMove, headers: at(now) });
  await control.kvPut(POLICIES_NAME, JSON.stringify({ gpt: { limit: 3, seconds: 60 } }));
  try {
    await expect.poll(async () => (await ask(later)).headers.get("X-RateLimit-Limit")).toBe("3");
    await expect.poll(async () => (await ask(later)).status).toBe(429);
  } finally {
    await control.kvDelete(POLICIES_NAME);
  }
  const other = await newKey("gpt");
  await expect
    .poll(async () => {
      const answer = await other.send(path, { body: priceMove, headers: at(later + 1_200_000) });
      return answer.headers.get("X-RateLimit-Limit");
    })
    .toBe("100");
});

test("guessing keys is limited per network address", async () => {
  const headers = { "CF-Connecting-IP": newAddress() };
  const guess = (i: number) =>
    send(path, { body: priceMove, headers: { ...headers, Authorization: `Bearer guess-${i}` } });
  const guesses = await Promise.all(Array.from({ length: 101 }, (_, i) => guess(i)));
  for (const answer of guesses) await logLineOf(answer);
  await expect.poll(async () => (await guess(1_000)).status).toBe(429);
  const blocked = await guess(1_001);
  expect((await logLineOf(blocked)).cost).toMatchObject({ pipelines: 0, kvReads: 0 });
});
