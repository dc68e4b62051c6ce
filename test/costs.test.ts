import { beforeAll, expect, test } from "vitest";
import { noCost, type Cost } from "../src/cost.ts";
import { control, logLineOf, newKey, send, type Answer } from "./support/desk.ts";
import { priceMove } from "./support/price-move.ts";

const nothing = noCost();
const price =
  "/price?volume_m3=10&floors_from=2&floors_to=3&elevator_from=yes&elevator_to=none&distance_km=15";

/**
 * One moment for all requests of this file: once a minute an isolate looks for a new tariff and new limits
 * behind an answer, and that must not fall into what is counted here.
 */
const headers = { "X-Test-Now": new Date().toISOString() };
beforeAll(async () => {
  await logLineOf(await send(price, { headers }));
});

/** What a request cost before its answer and behind it, by its log line and by what the database saw. */
async function costOf(ask: () => Promise<Answer>) {
  const before = await control.databaseTrips();
  const answer = await ask();
  const { cost, cost_before_answer } = await logLineOf(answer);
  expect((await control.databaseTrips()) - before).toBe(cost.pipelines);
  const behind: Cost = {
    pipelines: cost.pipelines - cost_before_answer.pipelines,
    kvReads: cost.kvReads - cost_before_answer.kvReads,
    kvWrites: cost.kvWrites - cost_before_answer.kvWrites,
    objectCalls: cost.objectCalls - cost_before_answer.objectCalls,
    objectRows: cost.objectRows - cost_before_answer.objectRows,
  };
  return { answer, before: cost_before_answer, behind };
}

test("a price awaits nothing: its one count happens behind the answer", async () => {
  const { before, behind } = await costOf(() => send(price, { headers }));
  expect(before).toEqual(nothing);
  expect(behind).toEqual({ ...nothing, objectCalls: 1 });
});

test("a lookup in the cache costs KV reads only; one that is not, one round trip and one KV write behind it", async () => {
  const agent = await newKey("gpt");
  await logLineOf(await agent.send("/gpt-rag/calculate-price", { body: {}, headers }));
  const lookup = () =>
    agent.send("/gpt-rag/customer-lookup", { body: { phone: "070-174 06 10" }, headers });
  const miss = await costOf(lookup);
  expect(miss.answer.headers.get("X-Cache")).toBe("miss");
  expect(miss.before).toEqual({ ...nothing, pipelines: 1, kvReads: 2, objectCalls: 1 });
  expect(miss.behind).toEqual({ ...nothing, pipelines: 1, kvWrites: 1 });
  const hit = await costOf(lookup);
  expect(hit.answer.headers.get("X-Cache")).toBe("hit");
  expect(hit.before).toEqual({ ...nothing, pipelines: 0, kvReads: 2, objectCalls: 1 });
  expect(hit.behind).toEqual({ ...nothing, pipelines: 1 });
});

test("a booking is one round trip, and one behind the answer for the record", async () => {
  const agent = await newKey("gpt");
  await logLineOf(await agent.send("/gpt-rag/calculate-price", { body: {}, headers }));
  const { before, behind } = await costOf(() =>
    agent.send("/gpt-rag/booking-details", { body: { booking_id: "BK-2024-001234" }, headers }),
  );
  expect(before).toEqual({ ...nothing, pipelines: 1, kvReads: 1, objectCalls: 1 });
  expect(behind).toEqual({ ...nothing, pipelines: 1 });
});

test("a quote is signed and explained without any store", async () => {
  const given = await costOf(() => send("/quotes", { body: priceMove, headers }));
  expect([given.before, given.behind]).toEqual([nothing, { ...nothing, objectCalls: 1 }]);
  const explained = await costOf(() =>
    send(`/quotes/${given.answer.body.quote_token}`, { headers }),
  );
  expect([explained.before, explained.behind]).toEqual([nothing, { ...nothing, objectCalls: 1 }]);
});

test("a key that this isolate has not seen costs one KV read, and a round trip only if it is not published", async () => {
  const agent = await newKey("gpt");
  const ask = () => agent.send("/gpt-rag/calculate-price", { body: {}, headers });
  const unknown = await costOf(ask);
  expect(unknown.before).toEqual({ ...nothing, pipelines: 1, kvReads: 2, objectCalls: 1 });
  expect(unknown.behind).toEqual({ ...nothing, pipelines: 2 });
  const known = await costOf(ask);
  expect(known.before).toEqual({ ...nothing, pipelines: 0, kvReads: 1, objectCalls: 1 });
  expect(known.behind).toEqual({ ...nothing, pipelines: 1 });
});
