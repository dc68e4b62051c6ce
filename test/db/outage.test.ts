import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { query } from "../../src/db/query.ts";
import { tickets } from "../../src/tickets/tickets.schema.ts";
import { control, database, newEmail, newKey, send } from "../support/desk.ts";

let isDown = false;
async function kill() {
  await control.killDatabase();
  isDown = true;
}
async function restart() {
  await control.restartDatabase();
  isDown = false;
}
afterEach(async () => {
  if (isDown) await restart();
});

const price =
  "/price?volume_m3=10&floors_from=2&floors_to=3&elevator_from=yes&elevator_to=none&distance_km=15";

test("while the database is away every answer says so, and afterwards nothing is lost", async () => {
  const agent = await newKey("gpt");
  const claim = (email: string) => ({
    body: { customer_email: email, issue_type: "general", description: "Hej", client_ref: email },
  });
  const [before, during] = [newEmail(), newEmail()];
  const first = await agent.send("/gpt-rag/create-ticket", claim(before));
  expect(first.status).toBe(200);

  await kill();
  for (const [path, body] of [
    ["/gpt-rag/customer-lookup", { email: newEmail() }],
    ["/gpt-rag/booking-details", { booking_id: "BK-2024-001234" }],
    ["/gpt-rag/create-ticket", claim(during).body],
  ] as const) {
    const answer = await agent.send(path, { body });
    const code = path.endsWith("ticket") ? "outcome-unknown" : "database-unavailable";
    expect([path, answer.status, answer.body.code]).toEqual([path, 503, code]);
    expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThanOrEqual(1);
    expect(answer.text).not.toMatch(/created":true|SQL|127\.0\.0\.1/);
  }
  expect((await send(price)).status).toBe(200);
  expect((await send("/health")).status).toBe(200);
  const ready = await send("/ready");
  expect(ready.status).toBe(503);
  expect(ready.body.checks).toMatchObject({
    database: { ok: false, reason: "cannot be reached" },
    kv: { ok: true },
  });

  await restart();
  const again = await agent.send("/gpt-rag/create-ticket", claim(during));
  expect(again.status).toBe(200);
  const replayed = await agent.send("/gpt-rag/create-ticket", claim(before));
  expect(replayed.text).toBe(first.text);
  expect((await send("/ready")).status).toBe(200);
});

test("a database that hangs is given up on, and used again when it answers", async () => {
  const agent = await newKey("gpt");
  const ask = () =>
    agent.send("/gpt-rag/booking-details", { body: { booking_id: "BK-2024-001234" } });
  expect((await ask()).status).toBe(200);
  await control.freezeDatabase();
  try {
    const answer = await ask();
    expect([answer.status, answer.body.code]).toEqual([503, "database-unavailable"]);
  } finally {
    await control.thawDatabase();
  }
  expect((await ask()).body.booking_found).toBe(true);
});

test("tickets sent blindly while libSQL is killed again and again are each stored exactly once", async () => {
  const agents = await Promise.all(Array.from({ length: 2 }, () => newKey("gpt")));
  const emails = Array.from({ length: 24 }, () => newEmail());
  const done = new AbortController();
  const killing = (async () => {
    while (!done.signal.aborted) {
      await sleep(200);
      await kill();
      await sleep(50);
      await restart();
    }
  })();
  const numbers = await Promise.all(
    emails.map(async (email, i) => {
      const body = {
        customer_email: email,
        issue_type: "complaint",
        description: "Sent until it is confirmed",
        client_ref: email,
      };
      for (let attempt = 0; attempt < 40; attempt += 1) {
        const answer = await agents[i % 2]?.send("/gpt-rag/create-ticket", { body });
        if (answer?.status === 200) return answer.body.ticket_data.ticket_number;
        expect([503, 429]).toContain(answer?.status);
        await sleep(150);
      }
      throw new Error("never confirmed");
    }),
  );
  done.abort();
  await killing;
  for (const [i, email] of emails.entries()) {
    const [rows] = await database.read([
      query
        .select({ number: tickets.number })
        .from(tickets)
        .where(eq(tickets.customerEmail, email)),
    ]);
    expect(rows).toEqual([{ number: numbers[i] }]);
  }
});

test("a key that this isolate has not seen cannot be checked without the database, and the answer says so", async () => {
  const agents = await Promise.all(Array.from({ length: 4 }, () => newKey("gpt")));
  await kill();
  const move = { volume_m3: 10, floors_from: 2, floors_to: 3, distance_km: 15 };
  const bodies = {
    "/gpt-rag/calculate-price": { ...move, elevator_from: "yes", elevator_to: "none" },
    "/gpt-rag/create-ticket": {
      customer_email: newEmail(),
      issue_type: "general",
      description: "Hej",
    },
    "/gpt-rag/customer-lookup": { email: newEmail() },
    "/api/ai-customer-service/analytics/gpt-metrics": undefined,
  };
  for (const [i, [path, body]] of Object.entries(bodies).entries()) {
    const answer = await agents[i]?.send(path, body === undefined ? {} : { body });
    expect([path, answer?.status, answer?.body.code]).toEqual([path, 503, "database-unavailable"]);
  }
});
