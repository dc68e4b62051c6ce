import { expect, test } from "vitest";
import { price } from "../../src/pricing/price.ts";
import { PriceRequest } from "../../src/pricing/pricing.schema.ts";
import { bundledTariff } from "../../src/pricing/tariff.ts";
import { send, newKey } from "../support/desk.ts";
import vectors from "./price-vectors.json" with { type: "json" };

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

    const parameters = new URLSearchParams({
      ...Object.fromEntries(Object.entries(request).map(([name, value]) => [name, String(value)])),
      additional_services: request.additional_services.join(","),
    });
    const open = await send(`/price?${parameters}`);
    expect(open.body).toEqual(calculated.body);
  }
});
