import { expect, test } from "vitest";
import { database, logLineOf, newEmail, newKey } from "../support/desk.ts";
import { ne } from "drizzle-orm";
import { parse } from "csv-parse/sync";
import { query } from "../../src/db/query.ts";
import { leads } from "../../src/leads/leads.schema.ts";

const now = { "X-Test-Now": "2024-12-01T12:00:00Z" };

async function imported(sales: Awaited<ReturnType<typeof newKey>>, rows: object[]) {
  const { body } = await sales.send("/import/leads", { body: rows, headers: now });
  return {
    id: body.id,
    items: (await sales.send(`/leads?import_id=${body.id}`, { headers: now })).body.items,
  };
}

test("needs-action: undated leads first, then the longest overdue, each with the reason", async () => {
  await database.write([query.delete(leads).where(ne(leads.source, "demo"))]);
  const sales = await newKey("sales");
  const date = (last_contact: string, status: string) => ({
    name: "X",
    email: newEmail(),
    last_contact,
    status,
  });
  const { items } = await imported(sales, [
    date("2024-11-30", "hot"),
    date("2024-11-01", "hot"),
    date("2024-12-01", "warm"),
    date("2024-11-30T12:00:00Z", "hot"),
    { name: "Ohne", email: newEmail() },
  ]);
  const answer = await sales.send("/leads/needs-action?limit=100", { headers: now });
  const mine = answer.body.leads.filter(({ id }: any) => items.some((item: any) => item.id === id));
  expect(mine.map(({ name, reason }: any) => [name, reason])).toEqual([
    ["Ohne", "Noch kein Kontakt festgehalten und kein Termin gesetzt."],
    ["X", "Seit 29 Tagen überfällig."],
    ["X", "Heute fällig."],
    ["X", "Heute fällig."],
  ]);
  const order = answer.body.leads.map(
    ({ next_action_at, id }: any) => `${next_action_at ?? ""} ${id}`,
  );
  expect(order).toEqual(order.toSorted());
  expect((await logLineOf(answer)).cost.pipelines).toBeLessThanOrEqual(2);

  const later = { "X-Test-Now": "2024-12-03T12:00:00Z" };
  const soon = await sales.send("/leads?needs_action=true&limit=100", { headers: later });
  const due = soon.body.items.filter(
    ({ import_batch_id }: any) => import_batch_id === items[0].import_batch_id,
  );
  expect(due).toHaveLength(5);
});

test("needs-action: 8 unless asked for another number from 1 to 100", async () => {
  const sales = await newKey("sales");
  await imported(
    sales,
    Array.from({ length: 12 }, () => ({ name: "Y", email: newEmail() })),
  );
  expect((await sales.send("/leads/needs-action", { headers: now })).body.leads).toHaveLength(8);
  expect(
    (await sales.send("/leads/needs-action?limit=3", { headers: now })).body.leads,
  ).toHaveLength(3);
  for (const limit of ["0", "101", "-1", "1.5", "viele", ""]) {
    const { status } = await sales.send(`/leads/needs-action?limit=${limit}`);
    expect([limit, status]).toEqual([limit, 422]);
  }
});

test("leads page by page, by filter and by word, whatever is typed", async () => {
  const sales = await newKey("sales");
  const word = `Zq${Date.now().toString(36)}`;
  const { id, items } = await imported(
    sales,
    Array.from({ length: 25 }, (_, i) => ({
      name: `Jörg ${word} nr${i}x`,
      email: newEmail(),
      status: i % 5 === 0 ? "Kunde" : "kalt",
    })),
  );
  expect(items).toHaveLength(25);
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const at: string = cursor === "" ? "" : `&cursor=${cursor}`;
    const { body } = await sales.send(`/leads?import_id=${id}&limit=10${at}`);
    seen.push(...body.items.map(({ name }: any) => name));
    cursor = body.next_cursor;
  }
  expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `Jörg ${word} nr${24 - i}x`));
  const found = async (params: string) => (await sales.send(`/leads?${params}`)).body.items.length;
  expect(await found(`import_id=${id}&status=customer`)).toBe(5);
  expect(await found(`q=jorg%20${word.toLowerCase()}`)).toBe(25);
  expect(await found(`q=${word}%20nr7`)).toBe(1);
  for (const q of ['"', "*", "a OR b", "NEAR(", "'; drop table leads", "%", "-x"]) {
    expect((await sales.send(`/leads?q=${encodeURIComponent(q)}`)).status).toBe(200);
  }
  for (const bad of ["limit=101", "cursor=x", "status=great", "needs_action=maybe", "q="]) {
    expect([bad, (await sales.send(`/leads?${bad}`)).status]).toEqual([bad, 422]);
  }
});

test("a change is a person's: the next step follows, no import without another word takes it back", async () => {
  const sales = await newKey("sales");
  const email = newEmail();
  const row = { name: "P", email, status: "kalt", last_contact: "2024-11-20" };
  const { items } = await imported(sales, [row]);
  const path = `/leads/${items[0].id}`;
  const patch = (body: object) => sales.send(path, { method: "PATCH", body, headers: now });
  const hot = await patch({ status: "hot", deal_value: 1234.56, version: 1 });
  expect(hot.body).toMatchObject({
    status: "hot",
    status_by: "person",
    next_action: "FOLLOW_UP",
    next_action_at: "2024-11-21T00:00:00.000Z",
    deal_value: 1234.56,
    needs_action: true,
    version: 2,
  });
  expect((await patch({ status: "warm", version: 1 })).body.code).toBe("lead-changed");
  await imported(sales, [{ ...row, notes: "kein Interesse", last_contact: "2024-11-25" }]);
  const after = (await sales.send(path, { headers: now })).body;
  expect(after).toMatchObject({ status: "hot", status_by: "person", notes: "kein Interesse" });
  expect(after.next_action_at).toBe("2024-11-26T00:00:00.000Z");

  expect((await patch({ needs_action: false })).body).toMatchObject({
    needs_action: false,
    next_action_at: null,
  });
  expect((await patch({ next_action_at: "2024-12-24T10:00:00+01:00" })).body).toMatchObject({
    next_action_at: "2024-12-24T09:00:00.000Z",
    needs_action: false,
  });
  const other = newEmail();
  await imported(sales, [{ name: "Q", email: other }]);
  const wrong: [object, number, string][] = [
    [{ email: other }, 409, "lead-email-taken"],
    [{ name: null, email: null }, 422, "lead-without-contact"],
    [{ status: "great" }, 422, "validation-failed"],
    [{ colour: "red" }, 422, "validation-failed"],
    [{ deal_value: -1 }, 422, "validation-failed"],
  ];
  for (const [body, status, code] of wrong) {
    const answer = await patch(body);
    expect([body, answer.status, answer.body.code]).toEqual([body, status, code]);
  }
  expect((await sales.send("/leads/nobody", { method: "PATCH", body: {} })).status).toBe(404);
  expect((await sales.send("/leads/nobody")).status).toBe(404);
});

test("of ten changes to the same version one holds", async () => {
  const sales = await newKey("sales");
  const { items } = await imported(sales, [{ name: "R", email: newEmail() }]);
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      sales.send(`/leads/${items[0].id}`, { method: "PATCH", body: { notes: `${i}`, version: 1 } }),
    ),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(9).fill(409)]);
});

test("a contact at the end of all days is refused, for no step could be counted from it", async () => {
  const sales = await newKey("sales");
  const { items } = await imported(sales, [{ name: "Z", email: newEmail() }]);
  const path = `/leads/${items[0].id}`;
  for (const last_contact of ["9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z"]) {
    const { status } = await sales.send(path, { method: "PATCH", body: { last_contact } });
    expect([last_contact, status]).toEqual([last_contact, 422]);
  }
  expect((await sales.send(path)).status).toBe(200);
});

test("daily-command: what most needs doing, hot and valuable first", async () => {
  const sales = await newKey("sales");
  const at = { "X-Test-Now": "2040-05-01T22:30:00Z" };
  const rows = ["Kunde", "hot", "hot", "kalt"].map((status, i) => ({
    name: status,
    email: newEmail(),
    status,
    deal_value: 90_000_000_000 + i,
  }));
  const { items } = await imported(sales, rows);
  const { body } = await sales.send("/leads/daily-command?limit=2", { headers: at });
  expect(body.date).toBe("2040-05-02");
  expect(body.total).toBeGreaterThanOrEqual(4);
  expect(body.items.map(({ deal_value }: any) => deal_value)).toEqual([
    90_000_000_002, 90_000_000_001,
  ]);
  expect(items).toHaveLength(4);
});

test("an export computes nothing in a spreadsheet, and imports again as it was", async () => {
  const sales = await newKey("sales");
  const rows = [
    {
      name: "=1+1",
      email: newEmail(),
      company: "@SUM(A1)",
      notes: "+cmd|' /C calc'!A0",
      phone: "+49 170 1234567",
    },
    {
      name: 'Zoë "Zo" Übel; Müller',
      email: newEmail(),
      notes: "-1\nzweite Zeile",
      tags: ["a", "b"],
      deal_value: 1234.5,
    },
  ];
  const { id } = await imported(sales, rows);
  for (const excel of ["true", "false"]) {
    const answer = await sales.send(`/leads/export.csv?import_id=${id}&excel=${excel}`);
    expect(answer.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
    const cells = parse(answer.text, { bom: true, delimiter: excel === "true" ? ";" : "," }).flat();
    expect(cells.length).toBeGreaterThan(20);
    for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    const again = await sales.send("/import/leads?dry_run=true", {
      body: answer.text,
      headers: { "Content-Type": "text/csv", ...now },
    });
    expect(again.body).toMatchObject({ imported_count: 0, updated_count: 2, errors: [] });
  }
  const path = `/leads/${(await sales.send(`/leads?import_id=${id}`)).body.items[0].id}`;
  await sales.send(path, { method: "PATCH", body: { status: "hot" } });
  const { text } = await sales.send(`/leads/export.csv?import_id=${id}`);
  const headers = { "Content-Type": "text/csv" };
  const real = await sales.send("/import/leads", { body: text, headers });
  expect(real.body.updated_count).toBe(2);
  expect((await sales.send(path)).body).toMatchObject({ status_by: "person", version: 2 });
  expect((await sales.send(`/leads?import_id=${real.body.id}`)).body.items).toEqual([]);
});
