import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { DEVELOPMENT_SECRET } from "../../src/env.ts";
import { send } from "../support/desk.ts";

const move = {
  volume_m3: 12,
  floors_from: 3,
  floors_to: 1,
  elevator_from: "broken",
  elevator_to: "yes",
  additional_services: ["städning"],
  distance_km: 8,
};
const DAY_MS = 86_400_000;

test("a quote holds its price and explains itself", async () => {
  const given = await send("/quotes", { body: move });
  expect(given.status).toBe(200);
  const total = given.body.price.pricing_data.total_price;
  expect(Date.parse(given.body.expires_at) - Date.parse(given.body.issued_at)).toBe(14 * DAY_MS);

  const explained = await send(`/quotes/${given.body.quote_token}`);
  expect(explained.body).toMatchObject({
    valid: true,
    price: given.body.price,
    request: { ...move, additional_services: ["cleaning"] },
    price_today: { total_price: total },
  });
});

test("a quote that has expired is explained as no longer valid", async () => {
  const given = await send("/quotes", { body: move });
  const later = new Date(Date.now() + 15 * DAY_MS).toISOString();
  const explained = await send(`/quotes/${given.body.quote_token}`, {
    headers: { "X-Test-Now": later },
  });
  expect(explained.status).toBe(200);
  expect(explained.body).toMatchObject({ valid: false, price: given.body.price });
});

test("nothing that this desk did not sign is a quote", async () => {
  const { body } = await send("/quotes", { body: move });
  const [header, payload, signature] = body.quote_token.split(".");
  const secret = new TextEncoder().encode(DEVELOPMENT_SECRET);
  const cheaper = JSON.parse(Buffer.from(payload, "base64url").toString());
  cheaper.price.pricing_data.total_price = 1;
  const altered = Buffer.from(JSON.stringify(cheaper)).toString("base64url");
  const unsigned = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
  const sign = (claims: object, type: string, algorithm = "HS256", key = secret) =>
    new SignJWT({ ...cheaper, ...claims })
      .setProtectedHeader({ alg: algorithm, typ: type })
      .sign(key);

  const forgeries = [
    `${header}.${altered}.${signature}`,
    `${unsigned}.${payload}.`,
    `${header}.${payload}.`,
    "not-a-token",
    "a.b.c",
    await sign({}, "quote+jwt", "HS512"),
    await sign({}, "at+jwt"),
    await sign({ aud: "edgedesk" }, "quote+jwt"),
    await sign({ iss: "elsewhere" }, "quote+jwt"),
    await sign({ exp: undefined }, "quote+jwt"),
    await sign({ price: undefined }, "quote+jwt"),
    await sign(
      {},
      "quote+jwt",
      "HS256",
      new TextEncoder().encode("another-secret-of-enough-bytes!!"),
    ),
  ];
  for (const forgery of forgeries) {
    const answer = await send(`/quotes/${forgery}`);
    expect([forgery, answer.status, answer.body.code]).toEqual([forgery, 404, "quote-not-found"]);
  }
});
