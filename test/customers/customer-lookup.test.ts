import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { bookings } from "../../src/bookings/bookings.schema.ts";
import { customers } from "../../src/customers/customers.schema.ts";
import { query } from "../../src/db/query.ts";
import { control, database, logLineOf, newEmail, newKey } from "../support/desk.ts";

const path = "/gpt-rag/customer-lookup";

async function newCustomer(totals: { kronor: number; status?: "cancelled" | "completed" }[]) {
  const email = newEmail();
  const id = `cus_${email}`;
  const now = new Date().toISOString();
  const phone = `+4670${String(Math.floor(Math.random() * 1e7)).padStart(7, "0")}`;
  await database.write([
    query.insert(customers).values({ id, name: "Test Person", email, phone, createdAt: now }),
  ]);
  for (const [i, { kronor, status = "completed" }] of totals.entries()) {
    await database.write([
      query.insert(bookings).values({
        id: `bkg_${i}_${email}`,
        reference: `BK-${i}-${email}`,
        customerId: id,
        day: `2024-0${i + 1}-10`,
        services: ["flytt"],
        totalOre: kronor * 100,
        status,
        fromAddress: "A",
        toAddress: "B",
        volumeLitres: 10_000,
        createdAt: now,
      }),
    ]);
  }
  return { email, phone };
}

test("Anna is found: a VIP with three moves, greeted in Swedish by her first name", async () => {
  const agent = await newKey("gpt");
  const { status, body } = await agent.send(path, { body: { email: "anna.svensson@gmail.com" } });
  expect(status).toBe(200);
  expect(body).toEqual({
    customer_found: true,
    customer_data: {
      name: "Anna Svensson",
      is_vip: true,
      total_bookings: 3,
      last_booking: { date: "2024-12-15", services: ["flytt", "packning", "städning"] },
      is_returning: true,
    },
    response_context: "vip_customer",
    suggested_greeting: "Hej Anna! ⭐ VIP-kund! Hur kan jag hjälpa dig?",
  });
});

test("upper case, blanks and the way a phone number is written make no difference", async () => {
  const agent = await newKey("gpt");
  for (const body of [
    { email: "  ANNA.Svensson@Gmail.com " },
    { phone: "070-174 06 05" },
    { phone: "+46 70 174 06 05" },
    { phone: "0046701740605" },
  ]) {
    const answer = await agent.send(path, { body });
    expect(answer.body.customer_data.name).toBe("Anna Svensson");
  }
});

test("the e-mail decides when both contacts are given", async () => {
  const agent = await newKey("gpt");
  const body = { email: "erik.larsson@hotmail.com", phone: "070-174 06 05" };
  expect((await agent.send(path, { body })).body.customer_data.name).toBe("Erik Larsson");
});

test("somebody unknown is an answer, and leaves nothing behind in KV", async () => {
  const agent = await newKey("gpt");
  const before = await control.kvNames("customer:");
  const answer = await agent.send(path, { body: { email: newEmail() } });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    customer_found: false,
    customer_data: null,
    response_context: "new_customer",
  });
  expect((await logLineOf(answer)).cost.kvWrites).toBe(0);
  expect(await control.kvNames("customer:")).toEqual(before);
});

test("VIP is three bookings or more than 50 000 kr; cancelled ones do not count", async () => {
  const agent = await newKey("gpt");
  const cases = [
    { totals: [], context: "first_time_customer", count: 0 },
    { totals: [{ kronor: 100 }], context: "returning_customer", count: 1 },
    { totals: [{ kronor: 50_000 }], context: "returning_customer", count: 1 },
    { totals: [{ kronor: 50_001 }], context: "vip_customer", count: 1 },
    { totals: [{ kronor: 1 }, { kronor: 1 }, { kronor: 1 }], context: "vip_customer", count: 3 },
    {
      totals: [{ kronor: 1 }, { kronor: 1 }, { kronor: 90_000, status: "cancelled" as const }],
      context: "returning_customer",
      count: 2,
    },
  ];
  for (const { totals, context, count } of cases) {
    const { email } = await newCustomer(totals);
    const { body } = await agent.send(path, { body: { email } });
    expect([body.response_context, body.customer_data.total_bookings]).toEqual([context, count]);
  }
});

test("a question about damage is met with a word of empathy", async () => {
  const agent = await newKey("gpt");
  const body = { email: "anna.svensson@gmail.com", query_context: "Damage to a mirror" };
  const { suggested_greeting: greeting } = (await agent.send(path, { body })).body;
  expect(greeting).toMatch(/^Hej Anna!.*ledsen/);
});

test("neither contact, or one that is none, is one clear problem", async () => {
  const agent = await newKey("gpt");
  for (const [body, says] of [
    [{}, /email/],
    [{ email: "anna" }, /e-mail address/],
    [{ email: `${"a".repeat(250)}@x.se` }, /email/],
    [{ email: 5 }, /email/],
    [{ phone: "12" }, /phone number/],
    [{ phone: "call me" }, /phone number/],
    [{ email: "a@b.se", query_context: "x".repeat(501) }, /query_context/],
  ] as const) {
    const answer = await agent.send(path, { body });
    expect([answer.status, answer.body.code]).toEqual([422, "validation-failed"]);
    expect(answer.body.detail).toMatch(says);
  }
});

test("a profile is fresh for five minutes, and then still answered with while it is renewed behind the answer", async () => {
  const agent = await newKey("gpt");
  const { email } = await newCustomer([{ kronor: 100 }]);
  const ask = (minutes: number) =>
    agent.send(path, {
      body: { email },
      headers: { "X-Test-Now": new Date(Date.now() + minutes * 60_000).toISOString() },
    });
  const first = await ask(0);
  expect([first.headers.get("X-Cache"), first.headers.get("Age")]).toEqual(["miss", "0"]);
  await logLineOf(first);

  const rename = query.update(customers).set({ name: "Renamed Person" });
  await database.write([rename.where(eq(customers.email, email))]);
  const second = await ask(2);
  expect(second.headers.get("X-Cache")).toBe("hit");
  expect(Number(second.headers.get("Age"))).toBeGreaterThanOrEqual(119);
  expect(second.body.customer_data.name).toBe("Test Person");

  const third = await ask(6);
  expect(third.headers.get("X-Cache")).toBe("stale");
  expect(third.body.customer_data.name).toBe("Test Person");
  await logLineOf(third);
  const fourth = await ask(7);
  expect(fourth.headers.get("X-Cache")).toBe("hit");
  expect(fourth.body.customer_data.name).toBe("Renamed Person");
});

test("a broken record in KV is a miss, not an error", async () => {
  const agent = await newKey("gpt");
  const { email } = await newCustomer([{ kronor: 100 }]);
  await logLineOf(await agent.send(path, { body: { email } }));
  const names = await control.kvNames("customer:");
  for (const name of names) await control.kvPut(name, "{not json");
  const answer = await agent.send(path, { body: { email } });
  expect([answer.status, answer.headers.get("X-Cache")]).toEqual([200, "miss"]);
  await logLineOf(answer);
  for (const name of names) await control.kvDelete(name);
});

test("null means that a field was left out", async () => {
  const agent = await newKey("gpt");
  const nulls = { phone: null, query_context: null };
  const answer = await agent.send(path, { body: { email: "anna.svensson@gmail.com", ...nulls } });
  expect(answer.body.customer_found).toBe(true);
});

test("KV's key names show nothing of a customer", async () => {
  const agent = await newKey("gpt");
  const { email, phone } = await newCustomer([{ kronor: 100 }]);
  await logLineOf(await agent.send(path, { body: { email } }));
  await logLineOf(await agent.send(path, { body: { phone } }));
  const names = await control.kvNames("");
  expect(names.filter((name) => name.startsWith("customer:")).length).toBeGreaterThanOrEqual(2);
  for (const name of names) {
    expect(name).not.toContain("@");
    expect(name).not.toContain(phone.slice(3));
  }
});
