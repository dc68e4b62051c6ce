import { randomUUID } from "node:crypto";
import { count, eq, like } from "drizzle-orm";
import { expect, test } from "vitest";
import { noCost } from "../../src/cost.ts";
import { query } from "../../src/db/query.ts";
import { idempotency } from "../../src/db/system.tables.ts";
import { tickets } from "../../src/tickets/tickets.schema.ts";
import { control, database, logLineOf, newEmail, newKey } from "../support/desk.ts";

const path = "/gpt-rag/create-ticket";

function claim(changes: object = {}) {
  return {
    customer_email: newEmail(),
    issue_type: "damage_claim",
    description: "Spegeln i hallen gick sönder.",
    priority: "high",
    ...changes,
  };
}

async function ticketsOf(email: string) {
  const [rows] = await database.read([
    query.select().from(tickets).where(eq(tickets.customerEmail, email)),
  ]);
  return rows;
}

test("a damage claim becomes a numbered ticket with a team and a promise", async () => {
  const agent = await newKey("gpt");
  const body = claim({ booking_reference: "BK-2024-001234" });
  const answer = await agent.send(path, { body });
  expect(answer.status).toBe(200);
  const { ticket_data: ticket, ...rest } = answer.body;
  const year = new Date().getFullYear();
  expect(ticket.ticket_number).toMatch(new RegExp(`^NF-${year}-\\d{4,}$`));
  expect(ticket).toMatchObject({
    estimated_response: "inom 2 timmar",
    assigned_team: "Claims Department",
  });
  expect(rest.ticket_created).toBe(true);
  expect(rest.suggested_response).toContain(ticket.ticket_number);
  expect(rest.suggested_response).toContain("inom 2 timmar");

  expect(await ticketsOf(body.customer_email)).toMatchObject([
    {
      ticketId: ticket.ticket_id,
      number: ticket.ticket_number,
      status: "open",
      priority: "high",
      description: body.description,
      bookingReference: "BK-2024-001234",
      createdBy: `key:${agent.id}`,
    },
  ]);
});

test("each issue goes to its team and each priority has its promise; medium is the default", async () => {
  const agent = await newKey("gpt");
  const teams = {
    damage_claim: "Claims Department",
    booking_change: "Booking Team",
    complaint: "Customer Relations",
    cleaning_issue: "Quality Control",
    general: "Customer Service",
  };
  for (const [issue_type, team] of Object.entries(teams)) {
    const { body } = await agent.send(path, { body: claim({ issue_type }) });
    expect(body.ticket_data.assigned_team).toBe(team);
  }
  for (const [priority, promise] of [
    ["high", "inom 2 timmar"],
    ["medium", "inom 24 timmar"],
    [undefined, "inom 24 timmar"],
    ["low", "inom 2 arbetsdagar"],
  ]) {
    const { body } = await agent.send(path, { body: claim({ priority }) });
    expect(body.ticket_data.estimated_response).toBe(promise);
  }
});

test("wrong input is one clear problem and writes nothing", async () => {
  const agent = await newKey("gpt");
  const wrong: [object, RegExp][] = [
    [{ issue_type: "theft" }, /damage_claim, booking_change, complaint, cleaning_issue, general/],
    [{ priority: "urgent" }, /high, medium, low/],
    [{ customer_email: "nobody" }, /customer_email/],
    [{ description: "" }, /description/],
    [{ description: "   " }, /description/],
    [{ description: "x".repeat(4001) }, /description/],
    [{ booking_reference: "B".repeat(61) }, /booking_reference/],
    [{ client_ref: "two words" }, /client_ref/],
    [{ issue_type: undefined }, /issue_type/],
  ];
  const [[before]] = await database.read([query.select({ n: count() }).from(tickets)]);
  for (const [change, says] of wrong) {
    const answer = await agent.send(path, { body: claim(change) });
    expect([change, answer.status, answer.body.code]).toEqual([change, 422, "validation-failed"]);
    expect(answer.body.detail).toMatch(says);
  }
  const [[after]] = await database.read([query.select({ n: count() }).from(tickets)]);
  expect(after).toEqual(before);
});

test("the same Idempotency-Key, twenty times in parallel, is one ticket and equal answers", async () => {
  const agent = await newKey("gpt");
  const body = claim();
  const headers = { "Idempotency-Key": randomUUID() };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => agent.send(path, { body, headers })),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(answers.filter(({ headers: h }) => h.get("Idempotency-Replayed") === "true")).toHaveLength(
    19,
  );
  expect(await ticketsOf(body.customer_email)).toHaveLength(1);
});

test("client_ref means the same for callers that cannot send headers", async () => {
  const agent = await newKey("gpt");
  const body = claim({ client_ref: randomUUID() });
  const first = await agent.send(path, { body });
  const again = await agent.send(path, { body });
  expect(again.text).toBe(first.text);
  expect(await ticketsOf(body.customer_email)).toHaveLength(1);
});

test("a key used for another request is refused; another caller's key is another key", async () => {
  const [one, other] = [await newKey("gpt"), await newKey("gpt")];
  const headers = { "Idempotency-Key": randomUUID() };
  const body = claim();
  const first = await one.send(path, { body, headers });
  const changed = await one.send(path, { body: { ...body, priority: "low" }, headers });
  expect([changed.status, changed.body.code]).toEqual([422, "idempotency-key-reused"]);
  const foreign = await other.send(path, { body, headers });
  expect(foreign.body.ticket_data.ticket_number).not.toBe(first.body.ticket_data.ticket_number);
  expect(await ticketsOf(body.customer_email)).toHaveLength(2);
  const malformed = await one.send(path, { body, headers: { "Idempotency-Key": "a b" } });
  expect(malformed.status).toBe(422);
});

test("a ticket whose confirmation was lost on the way is not opened twice", async () => {
  const agent = await newKey("gpt");
  await logLineOf(await agent.send("/gpt-rag/calculate-price", { body: {} }));
  const body = claim();
  await control.loseDatabaseAnswers(1);
  const answer = await agent.send(path, { body });
  expect(answer.status).toBe(200);
  const rows = await ticketsOf(body.customer_email);
  expect(rows.map(({ number }) => number)).toEqual([answer.body.ticket_data.ticket_number]);
});

test("a ticket that nobody could confirm is said to be uncertain, with the key that makes a repeat safe", async () => {
  const agent = await newKey("gpt");
  await logLineOf(await agent.send("/gpt-rag/calculate-price", { body: {} }));
  const body = claim();
  await control.loseDatabaseAnswers(3);
  const answer = await agent.send(path, { body });
  await control.loseDatabaseAnswers(0);
  expect([answer.status, answer.body.code]).toEqual([503, "outcome-unknown"]);
  const headers = { "Idempotency-Key": answer.headers.get("Idempotency-Key") ?? "" };
  const again = await agent.send(path, { body, headers });
  expect(again.status).toBe(200);
  const rows = await ticketsOf(body.customer_email);
  expect(rows.map(({ number }) => number)).toEqual([again.body.ticket_data.ticket_number]);
});

test("half a character or a NUL is refused, and null means that a field was left out", async () => {
  const agent = await newKey("gpt");
  const headers = { "Content-Type": "application/json" };
  for (const bad of ["\\ud800", "a\\u0000b"]) {
    const sent = JSON.stringify(claim({ description: "@" })).replace("@", bad);
    const answer = await agent.send(path, { body: sent, headers });
    expect([bad, answer.status, answer.body.code]).toEqual([bad, 422, "validation-failed"]);
  }
  const nulls = { booking_reference: null, client_ref: null };
  expect((await agent.send(path, { body: claim(nulls) })).status).toBe(200);
});

test("numbers run from 1000 in each year of Stockholm's calendar, without gaps, under parallel writes", async () => {
  const agents = await Promise.all(Array.from({ length: 4 }, () => newKey("gpt")));
  const eve = { "X-Test-Now": "2031-12-31T22:59:59.000Z" };
  const newYear = { "X-Test-Now": "2031-12-31T23:00:00.000Z" };
  const open = (headers: Record<string, string>) =>
    Promise.all(
      Array.from({ length: 60 }, (_, i) => agents[i % 4]?.send(path, { body: claim(), headers })),
    );
  await open(eve);
  await open(newYear);
  for (const year of [2031, 2032]) {
    const [rows] = await database.read([
      query
        .select({ number: tickets.number })
        .from(tickets)
        .where(like(tickets.number, `NF-${year}-%`)),
    ]);
    const numbers = rows.map(({ number }) => number).toSorted();
    expect(numbers).toEqual(Array.from({ length: 60 }, (_, i) => `NF-${year}-${1000 + i}`));
  }
});

test("a ticket is one round trip, its idempotency record included, and one behind the answer", async () => {
  const agent = await newKey("gpt");
  const key = randomUUID();
  const headers = { "X-Test-Now": new Date().toISOString(), "Idempotency-Key": key };
  await logLineOf(
    await agent.send(path, {
      body: claim(),
      headers: { ...headers, "Idempotency-Key": randomUUID() },
    }),
  );
  const trips = await control.databaseTrips();
  const answer = await agent.send(path, { body: claim(), headers });
  const { cost, cost_before_answer } = await logLineOf(answer);
  expect(cost_before_answer).toEqual({ ...noCost(), pipelines: 1, kvReads: 1, objectCalls: 1 });
  expect(cost).toEqual({ ...cost_before_answer, pipelines: 2 });
  expect((await control.databaseTrips()) - trips).toBe(2);
  const [records] = await database.read([
    query.select().from(idempotency).where(eq(idempotency.key, key)),
  ]);
  expect(records).toHaveLength(1);
});
