import { count, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  agentCallCustomers,
  agentCallHours,
  agentCalls,
} from "../../src/agents/agent-calls.schema.ts";
import { query } from "../../src/db/query.ts";
import { maskEmail } from "../../src/analytics/mask-email.ts";
import {
  control,
  database,
  logLineOf,
  newEmail,
  newKey,
  newUser,
  type Answer,
} from "../support/desk.ts";
import { priceMove } from "../support/price-move.ts";

const path = "/api/ai-customer-service/analytics/gpt-metrics";

/** Calls at a time of their own, long ago, where no other test looks. */
async function callsAt(now: string, email: string) {
  const agent = await newKey("gpt");
  const ask = async (operation: string, body: object): Promise<Answer> => {
    const answer = await agent.send(`/gpt-rag/${operation}`, {
      body,
      headers: { "X-Test-Now": now },
    });
    await logLineOf(answer);
    return answer;
  };
  await ask("customer-lookup", { email });
  await ask("customer-lookup", { email });
  await ask("booking-details/", { customer_email: email });
  await ask("calculate-price", priceMove);
  await ask("create-ticket", { customer_email: email, issue_type: "nonsense", description: "x" });
}

test("the journey of a day is counted to the call, in every figure", async () => {
  const email = newEmail();
  await callsAt("2019-05-06T10:59:58.000Z", email);
  await callsAt("2019-05-06T12:10:00.000Z", email);
  const admin = await newKey("admin");
  const ask = (now: string, range: string) =>
    admin.send(`${path}?timeRange=${range}`, { headers: { "X-Test-Now": now } });

  const day = await ask("2019-05-06T13:00:00.000Z", "24h");
  expect(day.body.summary).toMatchObject({
    total_calls: 10,
    successful_calls: 8,
    failed_calls: 2,
    success_rate: 80,
    unique_customers: 1,
  });
  expect(day.body.endpoints.map((row: any) => [row.endpoint, row.calls, row.success_rate])).toEqual(
    [
      ["/gpt-rag/customer-lookup", 4, 100],
      ["/gpt-rag/booking-details", 2, 100],
      ["/gpt-rag/calculate-price", 2, 100],
      ["/gpt-rag/create-ticket", 2, 0],
    ],
  );
  expect(day.body.top_customers).toEqual([
    { email, calls: 6, last_interaction: "2019-05-06T12:10:00.000Z" },
  ]);
  expect(day.body.recent_errors).toHaveLength(2);
  expect(day.body.recent_errors[0]).toMatchObject({
    timestamp: "2019-05-06T12:10:00.000Z",
    endpoint: "/gpt-rag/create-ticket",
    error: "validation-failed",
  });
  const hours = day.body.hourly_stats;
  expect(hours).toHaveLength(25);
  expect(hours.reduce((sum: number, row: any) => sum + row.calls, 0)).toBe(10);
  expect(hours.find((row: any) => row.hour === "2019-05-06T10:00:00.000Z").calls).toBe(5);
  expect(hours.find((row: any) => row.hour === "2019-05-06T11:00:00.000Z").calls).toBe(0);

  const cut = await ask("2019-05-06T11:59:58.000Z", "1h");
  expect(cut.body.summary.total_calls).toBe(5);
  const justAfter = await ask("2019-05-06T11:59:59.000Z", "1h");
  expect(justAfter.body.summary.total_calls).toBe(0);
  const week = await ask("2019-05-12T00:00:00.000Z", "7d");
  expect(week.body.summary.total_calls).toBe(10);
  const month = await ask("2019-06-04T12:00:00.000Z", "30d");
  expect(month.body.summary.total_calls).toBe(10);
});

test("an unknown window means 24 hours", async () => {
  const agent = await newKey("gpt");
  const now = { "X-Test-Now": "2018-01-01T00:30:00.000Z" };
  const odd = await agent.send(`${path}?timeRange=forever`, { headers: now });
  const none = await agent.send(path, { headers: now });
  expect(odd.body).toEqual(none.body);
  expect(odd.body.summary).toMatchObject({ total_calls: 0, success_rate: 0, avg_response_time: 0 });
});

test("customers' addresses are masked for all but an admin and an admin's key; customers see nothing", async () => {
  const email = `visible.${newEmail()}`;
  await callsAt("2017-03-04T08:00:00.000Z", email);
  const now = { "X-Test-Now": "2017-03-04T08:30:00.000Z" };
  const [agent, admin] = [await newKey("gpt"), await newKey("admin")];
  const masked = await agent.send(path, { headers: now });
  expect(masked.body.top_customers[0].email).toBe(maskEmail(email));
  expect(masked.text).not.toContain("visible");
  const plain = await admin.send(path, { headers: now });
  expect(plain.body.top_customers[0].email).toBe(email);
  const staff = await newUser("admin");
  const seen = await staff.send(path, { headers: now });
  expect(seen.body.top_customers[0].email).toBe(email);
  const customer = await newUser();
  expect((await customer.send(path)).status).toBe(403);
});

test("the hourly figures equal a recount of the calls", async () => {
  const [hours, recounted, customers, recountedCustomers] = await database.read([
    query.select().from(agentCallHours).orderBy(agentCallHours.hour, agentCallHours.endpoint),
    query
      .select({
        hour: sql<string>`substr(${agentCalls.at}, 1, 13)`,
        endpoint: agentCalls.endpoint,
        calls: count(),
        succeeded: sql<number>`sum(${agentCalls.succeeded})`,
        responseMs: sql<number>`sum(${agentCalls.responseMs})`,
      })
      .from(agentCalls)
      .groupBy(sql`1`, agentCalls.endpoint)
      .orderBy(sql`1`, agentCalls.endpoint),
    query.select({ calls: sql<number>`sum(${agentCallCustomers.calls})` }).from(agentCallCustomers),
    query.select({ calls: count(agentCalls.customerEmail) }).from(agentCalls),
  ]);
  expect(hours.length).toBeGreaterThan(100);
  expect(hours).toEqual(recounted);
  expect(customers).toEqual(recountedCustomers);
});

test("the metrics are one round trip, however many calls there are", async () => {
  const agent = await newKey("gpt");
  await logLineOf(await agent.send(path));
  const before = await control.databaseTrips();
  const answer = await agent.send(`${path}?timeRange=30d`);
  expect((await logLineOf(answer)).cost.pipelines).toBe(1);
  expect((await control.databaseTrips()) - before).toBe(1);
});

test("the daily clean-up forgets calls after five weeks and keeps the others", async () => {
  await callsAt("2016-01-01T00:00:00.000Z", newEmail());
  await callsAt(new Date(Date.now() - 86_400_000).toISOString(), newEmail());
  await control.runDailyCleanUp();
  const [[old], [recent]] = await database.read([
    query
      .select({ n: count() })
      .from(agentCalls)
      .where(sql`${agentCalls.at} < '2016-02-01'`),
    query.select({ n: count() }).from(agentCalls),
  ]);
  expect(old?.n).toBe(0);
  expect(recent?.n).toBeGreaterThan(100);
});
