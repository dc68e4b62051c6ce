import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { query } from "../../src/db/query.ts";
import { leads } from "../../src/leads/leads.schema.ts";
import { control, database, newEmail, newKey } from "../support/desk.ts";
import { lane } from "../support/lane.ts";

const csv = { "Content-Type": "text/csv" };

type Key = Awaited<ReturnType<typeof newKey>>;

function fileOf(rows: number): { body: string; emails: string[] } {
  const emails = Array.from({ length: rows }, newEmail);
  const lines = emails.map(
    (email, i) => `Name ${i};${email};${i % 2 ? "Kunde" : "Angebot"};1.1.2024`,
  );
  return { body: `Name;E-Mail;Status;Letzter Kontakt\n${lines.join("\n")}\n`, emails };
}

/** The events of an import until it ends. */
async function watch(sales: Key, id: string, onEvent: (name: string) => void = () => {}) {
  const response = await fetch(`${lane.deskUrl}/imports/${id}/events`, {
    headers: { Authorization: `Bearer ${sales.secret}` },
  });
  expect(response.headers.get("Content-Type")).toMatch(/^text\/event-stream/);
  const events: { name: string; data: any }[] = [];
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      const field = (name: string) =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? "";
      events.push({ name: field("event"), data: JSON.parse(field("data")) });
      onEvent(field("event"));
    }
  }
  return events;
}

async function leadsOf(importId: string) {
  const [rows] = await database.read([
    query.select().from(leads).where(eq(leads.importBatchId, importId)).orderBy(asc(leads.seq)),
  ]);
  return rows;
}

test("5,000 rows are answered with 202, watched to their end, and cost a round trip for 200 rows at most", async () => {
  const sales = await newKey("sales");
  const { body, emails } = fileOf(5000);
  await sales.send("/leads?limit=1");
  const trips = await control.databaseTrips();
  const answer = await sales.send("/import/leads", { body, headers: csv });
  expect([answer.status, answer.body.status, answer.body.total_rows]).toEqual([
    202,
    "queued",
    5000,
  ]);
  expect(answer.headers.get("Location")).toBe(`/imports/${answer.body.id}`);
  const events = await watch(sales, answer.body.id);
  expect((await control.databaseTrips()) - trips).toBeLessThanOrEqual(5000 / 200);

  const done = events.map(({ data }) => data.done_rows);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  expect(new Set(done).size).toBeGreaterThan(3);
  expect(events.at(-1)).toMatchObject({
    name: "done",
    data: { done_rows: 5000, imported_count: 5000, updated_count: 0, error_count: 0 },
  });
  expect((await leadsOf(answer.body.id)).map(({ email }) => email)).toEqual(emails);

  const again = await sales.send("/import/leads", { body, headers: csv });
  const [last] = (await watch(sales, again.body.id)).slice(-1);
  expect(last?.data).toMatchObject({
    imported_count: 0,
    updated_count: 5000,
    needs_action_count: 5000,
  });
  expect(await leadsOf(answer.body.id)).toHaveLength(5000);
  expect((await watch(sales, again.body.id)).map(({ name }) => name)).toEqual(["done"]);

  const undone = await sales.send(`/imports/${answer.body.id}`, { method: "DELETE" });
  expect(undone.body).toMatchObject({ deleted_count: 5000, kept_count: 0 });
  expect(await leadsOf(answer.body.id)).toHaveLength(0);
});

test("a short file goes behind the answer if asked to; errors come with the rows that are done", async () => {
  const sales = await newKey("sales");
  const body = `Name;E-Mail;Betrag\nA;${newEmail()};viel\n;;5\nB;${newEmail()};5\n`;
  const headers = { ...csv, Prefer: "respond-async" };
  const answer = await sales.send("/import/leads", { body, headers });
  expect([answer.status, answer.headers.get("Preference-Applied")]).toEqual([202, "respond-async"]);
  expect(answer.body.errors).toEqual([]);
  await watch(sales, answer.body.id);
  const { body: done } = await sales.send(`/imports/${answer.body.id}`);
  expect(done).toMatchObject({
    status: "done",
    total_rows: 3,
    done_rows: 3,
    imported_count: 2,
    skipped_count: 1,
    errors: [
      { row: 2, code: "invalid-amount" },
      { row: 3, code: "no-contact" },
    ],
  });
});

test("a dry run of a long file is answered at once", async () => {
  const sales = await newKey("sales");
  const { body } = fileOf(800);
  const answer = await sales.send("/import/leads?dry_run=true", { body, headers: csv });
  expect(answer.body).toMatchObject({
    status: "done",
    dry_run: true,
    imported_count: 800,
    id: null,
  });
});

test("a cancelled import stops where it is, and can be undone", async () => {
  const sales = await newKey("sales");
  const { body } = fileOf(5000);
  const { body: queued } = await sales.send("/import/leads", { body, headers: csv });
  const watching = watch(sales, queued.id);
  expect((await sales.send(`/imports/${queued.id}`, { method: "DELETE" })).body.code).toBe(
    "import-running",
  );
  const cancelled = await sales.send(`/imports/${queued.id}/cancel`, { method: "POST" });
  expect([cancelled.status, cancelled.body.status]).toEqual([200, "cancelled"]);
  const events = await watching;
  expect(events.at(-1)?.name).toBe("cancelled");
  const { body: after } = await sales.send(`/imports/${queued.id}`);
  expect(after.imported_count).toBe(cancelled.body.imported_count);
  expect(after.imported_count).toBeLessThan(5000);
  expect(await leadsOf(queued.id)).toHaveLength(after.imported_count);
  const undone = await sales.send(`/imports/${queued.id}`, { method: "DELETE" });
  expect(undone.body.deleted_count).toBe(after.imported_count);
  const late = await sales.send("/import/leads", { body: `name\nA${newEmail()}`, headers: csv });
  const refused = await sales.send(`/imports/${late.body.id}/cancel`, { method: "POST" });
  expect([refused.status, refused.body.code]).toEqual([409, "import-finished"]);
});

test("parts whose confirmation is lost cost no lead, double none and are counted once", async () => {
  const sales = await newKey("sales");
  const { body, emails } = fileOf(2000);
  await control.loseDatabaseAnswers(3, 'insert into "leads"'.replaceAll('"', '\\"'));
  const { body: queued } = await sales.send("/import/leads", { body, headers: csv });
  const events = await watch(sales, queued.id);
  await control.loseDatabaseAnswers(0);
  expect(events.at(-1)?.data).toMatchObject({
    done_rows: 2000,
    imported_count: 2000,
    updated_count: 0,
    merged_count: 0,
  });
  const stored = (await leadsOf(queued.id)).map(({ email }) => email);
  expect(stored).toEqual(emails);
  const retried = (await control.logs(queued.id)).filter((line) => line.includes("import-part"));
  expect(retried.filter((line) => line.includes('"failure"'))).toHaveLength(3);
});

test("a database that is away for a while holds an import up and no more", async () => {
  const sales = await newKey("sales");
  const { body } = fileOf(1500);
  const { body: queued } = await sales.send("/import/leads", { body, headers: csv });
  await control.killDatabase();
  await new Promise((resolve) => setTimeout(resolve, 500));
  await control.restartDatabase();
  const deadline = Date.now() + 45_000;
  const state = async () => (await sales.send(`/imports/${queued.id}`)).body;
  while ((await state()).status !== "done" && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(await state()).toMatchObject({ status: "done", imported_count: 1500, merged_count: 0 });
});
