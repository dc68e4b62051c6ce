import { expect, test } from "vitest";
import { control, logLineOf, newKey, send, type Answer } from "./support/desk.ts";

const nothing = { pipelines: 0, kvReads: 0, kvWrites: 0, objectCalls: 0 };
const price =
  "/price?volume_m3=10&floors_from=2&floors_to=3&elevator_from=yes&elevator_to=none&distance_km=15";

/** What one answered request cost, as it says itself and as the database saw it. */
async function costOf(ask: () => Promise<Answer>) {
  const before = await control.databaseTrips();
  const answer = await ask();
  const { cost } = await logLineOf(answer);
  expect((await control.databaseTrips()) - before).toBe(cost.pipelines);
  return { answer, cost };
}

test("a price awaits nothing: its one count happens behind the answer", async () => {
  await logLineOf(await send(price));
  const { cost } = await costOf(() => send(price));
  expect(cost).toEqual({ ...nothing, objectCalls: 1 });
});

test("a lookup in the cache costs KV reads only; one that is not, one round trip and one KV write behind it", async () => {
  const agent = await newKey("gpt");
  await logLineOf(await agent.send("/gpt-rag/calculate-price", { body: {} }));
  const lookup = () => agent.send("/gpt-rag/customer-lookup", { body: { phone: "070-174 06 10" } });
  const recorded = 1;
  const miss = await costOf(lookup);
  expect(miss.answer.headers.get("X-Cache")).toBe("miss");
  expect(miss.cost).toEqual({ pipelines: 1 + recorded, kvReads: 2, kvWrites: 1, objectCalls: 1 });
  const hit = await costOf(lookup);
  expect(hit.answer.headers.get("X-Cache")).toBe("hit");
  expect(hit.cost).toEqual({ pipelines: recorded, kvReads: 2, kvWrites: 0, objectCalls: 1 });
});

test("a booking is one round trip, and one behind the answer for the record", async () => {
  const agent = await newKey("gpt");
  await logLineOf(await agent.send("/gpt-rag/calculate-price", { body: {} }));
  const { cost } = await costOf(() =>
    agent.send("/gpt-rag/booking-details", { body: { booking_id: "BK-2024-001234" } }),
  );
  expect(cost).toEqual({ pipelines: 2, kvReads: 1, kvWrites: 0, objectCalls: 1 });
});

test("a quote is signed and explained without any store", async () => {
  const body = {
    volume_m3: 10,
    floors_from: 2,
    floors_to: 3,
    elevator_from: "yes",
    elevator_to: "none",
    distance_km: 15,
  };
  const given = await costOf(() => send("/quotes", { body }));
  expect(given.cost).toEqual({ ...nothing, objectCalls: 1 });
  const explained = await costOf(() => send(`/quotes/${given.answer.body.quote_token}`));
  expect(explained.cost).toEqual({ ...nothing, objectCalls: 1 });
});
