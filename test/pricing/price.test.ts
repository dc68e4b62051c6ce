import { expect, test } from "vitest";
import { price } from "../../src/pricing/price.ts";
import { PriceRequest } from "../../src/pricing/pricing.schema.ts";
import { bundledTariff, Tariff, TARIFF_NAME } from "../../src/pricing/tariff.ts";
import { seededRandom } from "../../scripts/demo/random.ts";
import { control, newKey, send } from "../support/desk.ts";
import vectors from "./price-vectors.json" with { type: "json" };

const move = {
  volume_m3: 25,
  floors_from: 4,
  floors_to: 2,
  elevator_from: "none",
  elevator_to: "small",
  additional_services: ["packing"],
  distance_km: 15,
};

function query(request: object): string {
  const pairs = Object.entries(request).map(([name, value]) => [name, String(value)]);
  return new URLSearchParams(Object.fromEntries(pairs)).toString();
}

test("every known price comes out to the krona, through both doors", async () => {
  const agent = await newKey("gpt");
  expect(vectors.length).toBeGreaterThanOrEqual(8);
  for (const { request, shown, exact } of vectors) {
    const calculated = await agent.send("/gpt-rag/calculate-price", { body: request });
    expect(calculated.status).toBe(200);
    expect(calculated.body.pricing_data.total_price).toBe(shown.total_price);
    expect(calculated.body.price_breakdown).toMatchObject({
      subtotal: shown.subtotal,
      stairs_fee: shown.stairs_fee,
      rut_savings: Math.floor(exact.rut),
      discount_amount: shown.subtotal - shown.total_price,
    });
    const open = await send(`/price?${query(request)}`);
    expect(open.body).toEqual(calculated.body);
  }
});

test("the parts always sum to the subtotal, and subtotal less discount is the total", () => {
  const random = seededRandom(7);
  const lifts = ["yes", "big", "small", "none", "broken"] as const;
  const extras = ["packing", "cleaning", "piano", "storage"] as const;
  for (let i = 0; i < 5_000; i += 1) {
    const shown = price(bundledTariff, {
      volume_m3: random.between(1, 200_000) / 1000,
      floors_from: random.between(-2, 50),
      floors_to: random.between(-2, 50),
      elevator_from: random.pick(lifts),
      elevator_to: random.pick(lifts),
      additional_services: extras.filter(() => random.next() < 0.5),
      distance_km: 10,
      rut_remaining: random.between(0, 80_000),
    });
    const services = shown.services.reduce((sum, service) => sum + service.kronor, 0);
    const parts = shown.personnel_cost + shown.truck_cost + shown.stairs_fee + services;
    expect(parts).toBe(shown.subtotal);
    expect(shown.subtotal - shown.discount_amount).toBe(shown.total_price);
    for (const figure of [shown.personnel_cost, shown.rut_savings, shown.total_price]) {
      expect(Number.isInteger(figure) && figure >= 0).toBe(true);
    }
  }
});

test("RUT stops at what the customer has left of the year, and at the yearly ceiling", () => {
  const large = PriceRequest.parse({ ...move, volume_m3: 200, additional_services: [] });
  const half = price(bundledTariff, large);
  expect(half.rut_savings).toBe(29_500);

  const capped = price(bundledTariff, { ...large, rut_remaining: 1_000 });
  expect(capped.rut_savings).toBe(1_000);
  expect(capped.subtotal).toBe(half.subtotal + 28_500);

  const none = price(bundledTariff, { ...large, rut_remaining: 0 });
  expect(none.rut_savings).toBe(0);

  const lowCeiling = { ...bundledTariff.rut, yearly_ceiling_kronor: 500 };
  const generous = { ...large, rut_remaining: 1_000_000 };
  expect(price({ ...bundledTariff, rut: lowCeiling }, generous).rut_savings).toBe(500);
});

test("a service named twice, or in two languages, is charged once", async () => {
  const once = await send(`/price?${query({ ...move, additional_services: "packing" })}`);
  const twice = await send(
    `/price?${query({ ...move, additional_services: "packing,packning,packing" })}`,
  );
  expect(twice.body).toEqual(once.body);
  expect(once.body.price_breakdown.additional_services).toEqual(["Packning: 750 kr"]);
});

test("both doors take a number however JavaScript writes it, and price by the litre", async () => {
  const agent = await newKey("gpt");
  for (const volume_m3 of [0.30000000000000004, 1e-9, 9.9996, 9.9994]) {
    const open = await send(`/price?${query({ ...move, volume_m3 })}`);
    const keyed = await agent.send("/gpt-rag/calculate-price", { body: { ...move, volume_m3 } });
    expect([volume_m3, open.status, open.body]).toEqual([volume_m3, 200, keyed.body]);
  }
  const shown = async (volume_m3: number) =>
    (await send(`/price?${query({ ...move, volume_m3 })}`)).body.pricing_data.volume_discount;
  expect([await shown(9.9996), await shown(9.9994)]).toEqual(["5%", ""]);
});

test("the words `no` and `ingen` mean that there is no lift", async () => {
  for (const word of ["none", "no", "ingen"]) {
    const { body } = await send(`/price?${query({ ...move, elevator_from: word })}`);
    expect(body.price_breakdown.stairs_fee).toBe(500);
  }
});

test("no wrong input gets a price, and the answer says what is wrong", async () => {
  const agent = await newKey("gpt");
  const wrong: [string, unknown, RegExp][] = [
    ["volume_m3", 0, /volume_m3/],
    ["volume_m3", -5, /volume_m3/],
    ["volume_m3", 200.5, /200/],
    ["volume_m3", "25", /volume_m3/],
    ["floors_from", -3, /floors_from/],
    ["floors_to", 51, /50/],
    ["floors_to", 1.5, /floors_to/],
    ["elevator_from", "escalator", /yes, big, small, none, broken, no, ingen/],
    ["additional_services", ["packing", "juggling"], /packing, packning, cleaning/],
    ["additional_services", Array(21).fill("packing"), /additional_services/],
    ["distance_km", -1, /distance_km/],
    ["rut_remaining", 10.5, /rut_remaining/],
    ["volume_m3", undefined, /volume_m3/],
  ];
  for (const [field, value, says] of wrong) {
    const { status, body } = await agent.send("/gpt-rag/calculate-price", {
      body: { ...move, [field]: value },
    });
    expect([field, value, status]).toEqual([field, value, 422]);
    expect(body.code).toBe("validation-failed");
    expect(body.detail).toMatch(says);
    expect(body.errors[0].loc.slice(0, 2)).toEqual(["body", field]);
  }
  for (const parameters of ["volume_m3=", "volume_m3=ten", "volume_m3=1e9", "volume_m3=NaN"]) {
    const { status } = await send(`/price?${query(move).replace(/volume_m3=[^&]*/, parameters)}`);
    expect(status).toBe(422);
  }
});

test("what to say is Swedish, with digits grouped as Swedes write them", async () => {
  const { body } = await send(`/price?${query({ ...move, volume_m3: 200 })}`);
  const { total_price: total } = body.pricing_data;
  const written = `${new Intl.NumberFormat("sv-SE").format(total)} kr`;
  expect(total).toBeGreaterThan(10_000);
  expect(body.suggested_response).toContain(`Din flytt kostar ${written} efter RUT-avdrag`);
});

test("the open price may be cached by anyone; the agent's may not", async () => {
  const open = await send(`/price?${query(move)}`);
  expect(open.headers.get("Cache-Control")).toBe("public, max-age=60");
  const agent = await newKey("gpt");
  const keyed = await agent.send("/gpt-rag/calculate-price", { body: move });
  expect(keyed.headers.get("Cache-Control")).toBe("no-store");
});

test("a tariff published to KV prices the next moves without a deploy; a broken one changes nothing", async () => {
  const dearer = { ...bundledTariff, version: "test-dearer", truck_per_hour_ore: 59_000 };
  const nextMinute = { "X-Test-Now": new Date(Date.now() + 120_000).toISOString() };
  const twoMinutes = { "X-Test-Now": new Date(Date.now() + 240_000).toISOString() };
  const threeMinutes = { "X-Test-Now": new Date(Date.now() + 360_000).toISOString() };
  const ask = (headers: Record<string, string>) => send(`/price?${query(move)}`, { headers });
  const versionAfterLook = async (headers: Record<string, string>) => {
    await ask(headers);
    await expect.poll(async () => (await ask(headers)).body.tariff_version).toBeTypeOf("string");
    return expect.poll(async () => (await ask(headers)).body.tariff_version);
  };

  await control.kvPut(TARIFF_NAME, JSON.stringify(Tariff.parse(dearer)));
  try {
    await (await versionAfterLook(nextMinute)).toBe("test-dearer");
    await control.kvPut(TARIFF_NAME, JSON.stringify({ ...dearer, crew: 0 }));
    await (await versionAfterLook(twoMinutes)).toBe("test-dearer");
  } finally {
    await control.kvDelete(TARIFF_NAME);
  }
  await (await versionAfterLook(threeMinutes)).toBe(bundledTariff.version);
});
