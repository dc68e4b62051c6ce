import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../../src/env.ts";
import { newAddress, newEmail } from "../support/desk.ts";
import { startSecondDesk } from "../support/second-desk.ts";

const anna = "anna.svensson@gmail.com";
const karin = "karin.nilsson@example.se";
const Authorization = "Bearer nordflytt_gpt_api_key_2025";

let desk: Awaited<ReturnType<typeof startSecondDesk>>;
beforeAll(async () => {
  desk = await startSecondDesk({ AGENT_CUSTOMERS: "verified" });
});
afterAll(() => desk.stop());

function ask(path: string, body: object, headers: Record<string, string> = {}) {
  return desk.send(`/gpt-rag/${path}`, { body, headers: { Authorization, ...headers } });
}

/** The newest code that an address was sent; its mail comes behind the answer. */
async function codeFor(email: string, besides?: string): Promise<string> {
  for (let i = 0; i < 100; i += 1) {
    const { text } = await desk.send("/dev/mail");
    const mail = text.split("---").find((each) => each.includes(email));
    const code = /\b\d{6}\b/.exec(mail?.split("\n").slice(3).join(" ") ?? "")?.[0];
    if (code && code !== besides) return code;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("No code came.");
}

test("an e-mail address alone tells nothing, known or not", async () => {
  const known = await ask("customer-lookup", { email: anna, language: "en" });
  const unknown = await ask("customer-lookup", { email: newEmail(), language: "en" });
  expect(known.body).toEqual(unknown.body);
  expect(known.body).toMatchObject({ customer_found: false, verification: "required" });
  expect(known.body.say).toMatch(/send a code/);
  const booking = await ask("booking-details", { customer_email: anna });
  expect(booking.body).toMatchObject({ booking_found: false, verification: "required" });
  const number = await ask("booking-details", { booking_id: "BK-2024-001234" });
  expect(number.body).toMatchObject({ booking_found: false, verification: "required" });
});

test("a booking number and the e-mail address together are proof", async () => {
  const both = { customer_email: anna, booking_id: "BK-2024-001234" };
  expect((await ask("booking-details", both)).body.booking_found).toBe(true);
  const proof = { email: anna, booking_number: "bk-2024-001234" };
  const { body } = await ask("verify-customer", proof);
  const { customer_token } = body;
  const found = await ask("customer-lookup", { email: anna, customer_token });
  expect(found.body.customer_data.name).toBe("Anna Svensson");
  const other = await ask("customer-lookup", { email: karin, customer_token });
  expect(other.body.verification).toBe("required");
  const own = await ask("my-bookings", { customer_token, limit: 20 });
  expect(own.body.items).toHaveLength(3);
  const wrong = await ask("verify-customer", { email: karin, booking_number: "BK-2024-001234" });
  expect([wrong.status, wrong.body.code]).toEqual([403, "verification-failed"]);
});

test("a code has six digits, is good once, and for the address it was sent to", async () => {
  expect((await ask("send-code", { email: karin, language: "de" })).body.code_can_be_sent).toBe(
    true,
  );
  const code = await codeFor(karin);
  expect(code).toMatch(/^\d{6}$/);
  const other = await ask("verify-customer", { email: anna, code });
  expect(other.status).toBe(403);
  const { body } = await ask("verify-customer", { email: karin, code });
  expect(body.verified).toBe(true);
  expect((await ask("verify-customer", { email: karin, code })).status).toBe(403);
});

test("after three wrong tries, or ten minutes, the right code is wrong too", async () => {
  const email = "erik.larsson@hotmail.com";
  await ask("send-code", { email });
  const code = await codeFor(email);
  const wrong = code === "000000" ? "000001" : "000000";
  const tries = await Promise.all(
    [1, 2, 3].map(() => ask("verify-customer", { email, code: wrong })),
  );
  expect(tries.map(({ status }) => status)).toEqual([403, 403, 403]);
  expect((await ask("verify-customer", { email, code })).status).toBe(403);
  await ask("send-code", { email });
  const later = { "X-Test-Now": new Date(Date.now() + 10 * 60_000 + 1000).toISOString() };
  const second = await codeFor(email, code);
  expect((await ask("verify-customer", { email, code: second }, later)).status).toBe(403);
});

test("an unknown address gets the same answer and no mail; an address gets three codes in 15 minutes", async () => {
  const email = newEmail();
  const answers = [];
  for (let i = 0; i < 4; i += 1) answers.push(await ask("send-code", { email }));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(answers[3]?.headers.get("Retry-After")).not.toBeNull();
  expect((await desk.send("/dev/mail")).text).not.toContain(email);
});

test("whether a code was sent cannot be told: the answers for known and unknown addresses are the same", async () => {
  for (const language of ["sv", "de", "fi"]) {
    const headers = { "CF-Connecting-IP": newAddress() };
    const known = await desk.send("/gpt-rag/send-code", {
      body: { email: anna, language },
      headers,
    });
    const unknown = await desk.send("/gpt-rag/send-code", {
      body: { email: newEmail(), language },
      headers,
    });
    expect([known.status, unknown.status, unknown.text]).toEqual([200, 200, known.text]);
    expect(known.body.say.length).toBeGreaterThan(0);
  }
  const tries = await Promise.all(
    [anna, newEmail()].map((email) => ask("verify-customer", { email, code: "000000" })),
  );
  const [known, unknown] = tries.map(({ status, body: { request_id: _id, ...body } }) => ({
    status,
    body,
  }));
  expect(unknown).toEqual(known);
});

test("a caller who is nobody has a budget too", async () => {
  const headers = { "CF-Connecting-IP": newAddress() };
  const send = () => desk.send("/gpt-rag/send-code", { body: { email: newEmail() }, headers });
  const answers = await Promise.all(Array.from({ length: 31 }, send));
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
});

test("own things need proof; a token of the portal is one, and a made-up one is not", async () => {
  for (const path of ["my-bookings", "my-tickets"]) {
    const refused = await ask(path, {});
    expect([refused.status, refused.body.code]).toEqual([403, "verification-required"]);
    const forged = await ask(path, { customer_token: "a.b.c" });
    expect(forged.status).toBe(403);
  }
  const { token } = await desk.logIn("unicafe", "customer123");
  const { body } = await ask("verify-customer", { portal_token: token });
  const { customer_token } = body;
  expect((await ask("my-tickets", { customer_token })).body.items).toEqual([]);
  const foreign = await ask("order-status", { customer_token, order_id: "ORD-NOBODYS" });
  expect(foreign.status).toBe(404);
  const expired = { "X-Test-Now": new Date(Date.now() + 31 * 60_000).toISOString() };
  expect((await ask("my-bookings", { customer_token }, expired)).status).toBe(403);
});

test("production is verified unless it says otherwise, and shows no mail", () => {
  const secret = "x".repeat(40);
  const production = { ENVIRONMENT: "production", DATABASE_URL: "libsql://d", AUTH_SECRET: secret };
  expect(readConfig(production).agents.customers).toBe("verified");
  expect(readConfig({ ...production, AGENT_CUSTOMERS: "open" }).agents.customers).toBe("open");
});
