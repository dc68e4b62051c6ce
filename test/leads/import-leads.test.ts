import { readdirSync, readFileSync } from "node:fs";
import { count, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { query } from "../../src/db/query.ts";
import { imports } from "../../src/leads/imports.schema.ts";
import { leads } from "../../src/leads/leads.schema.ts";
import { control, database, logLineOf, newEmail, newKey, newUser, send } from "../support/desk.ts";

const path = "/import/leads";
const csv = { "Content-Type": "text/csv" };
const now = { "X-Test-Now": "2024-12-01T12:00:00Z" };

/** Leads of the test's own, whatever others import: the names of the file become new ones. */
async function leadsOf(importId: string) {
  const [rows] = await database.read([
    query.select().from(leads).where(eq(leads.importBatchId, importId)).orderBy(leads.seq),
  ]);
  return rows;
}

async function everything() {
  const [rows] = await database.read([query.select().from(leads).orderBy(leads.id)]);
  return rows;
}

test("a file becomes leads, and the answer accounts for every row", async () => {
  const sales = await newKey("sales");
  const [lea, max, nora] = [newEmail(), newEmail(), newEmail()];
  const body =
    "Name;E-Mail;Telefon;Firma;Status;Notizen;Letzter Kontakt;Betrag;Tags\n" +
    `Lea Kramer;${lea.toUpperCase()};;Kramer GmbH;Angebot;;20.11.2024;2.500,50 €;demo, messe\n` +
    `Max Alt;${max};;;kein Interesse am Deal;;irgendwann;;\n` +
    ";;;Nur Firma;;;;;\n" +
    `Nora Neu;${nora};;;;;;;\n` +
    `Nora;${nora};;;Neu;Rückruf;;;\n`;
  const answer = await sales.send(path, { body, headers: { ...csv, ...now } });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    status: "done",
    dry_run: false,
    total_rows: 5,
    done_rows: 5,
    imported_count: 3,
    updated_count: 0,
    merged_count: 1,
    skipped_count: 1,
    needs_action_count: 3,
    without_last_contact_count: 2,
    engine: "rules",
    errors: [
      { row: 3, column: "Letzter Kontakt", code: "invalid-date", skipped: false },
      { row: 4, column: null, code: "no-contact", skipped: true },
    ],
  });
  for (const { hint } of answer.body.errors) expect(hint).toMatch(/eintragen/);
  const stored = await leadsOf(answer.body.import_batch_id);
  expect(stored).toMatchObject([
    {
      name: "Lea Kramer",
      email: lea,
      status: "hot",
      statusBy: "rules",
      statusReason: "Status: „Angebot“.",
      dealCents: 250050,
      lastContact: "2024-11-20T00:00:00.000Z",
      nextAction: "FOLLOW_UP",
      nextActionAt: "2024-11-21T00:00:00.000Z",
      tags: ["demo", "messe"],
    },
    { name: "Max Alt", status: "lost", lastContact: null, nextActionAt: null },
    { name: "Nora", status: "new", notes: "Rückruf", source: "import" },
  ]);
});

test("the shapes that the original takes are taken: {csv}, arrays, lists in an object, any type, a form", async () => {
  const sales = await newKey("sales");
  const form = new FormData();
  form.set("file", new Blob([`Ansprechperson XY;Mail\nZ;${newEmail()}\n`]), "kontakte.csv");
  form.set("mapping", JSON.stringify({ "Ansprechperson XY": "name" }));
  const multipart = new Response(form);
  const boundary = multipart.headers.get("Content-Type") ?? "";
  const shapes: [unknown, Record<string, string>][] = [
    [{ csv: `name,email\nA,${newEmail()}` }, {}],
    [{ text: `name,email\nA,${newEmail()}` }, {}],
    [[{ vorname: "Ada", nachname: "Byron", "E-Mail": newEmail(), Umsatz: 1234.56 }], {}],
    [{ contacts: [{ name: "B", phone: 491701234599, tags: ["x", "y"], note: null }] }, {}],
    [{ leads: [{ Wer: "C" }], mapping: { Wer: "name" } }, {}],
    [`name|email\nA|${newEmail()}`, { "Content-Type": "application/octet-stream" }],
    [JSON.stringify([{ name: "D", email: newEmail() }]), { "Content-Type": "text/plain" }],
    [await multipart.text(), { "Content-Type": boundary }],
  ];
  for (const [body, headers] of shapes) {
    const answer = await sales.send(path, { body, headers });
    expect([answer.status, answer.text.slice(0, 200), answer.body.imported_count]).toEqual([
      200,
      expect.any(String),
      1,
    ]);
    expect(answer.body.errors).toEqual([]);
  }
  const [ada] = await database.read([
    query.select().from(leads).where(eq(leads.name, "Ada Byron")),
  ]);
  expect(ada).toMatchObject([{ dealCents: 123456 }]);
});

test("bodies that are no import say how to make them one, and write nothing", async () => {
  const sales = await newKey("sales");
  const [[before]] = await database.read([query.select({ n: count() }).from(imports)]);
  const wrong: [unknown, Record<string, string>, number, string][] = [
    ["", csv, 400, "empty-import"],
    [" \n ", csv, 400, "empty-import"],
    [{ csv: "" }, {}, 400, "empty-import"],
    [[], {}, 400, "empty-import"],
    ["Max;max@example.de\nEva;eva@example.de\n", csv, 400, "import-without-header"],
    ["Name;E-Mail\n", csv, 400, "import-without-contacts"],
    ["Firma;Status\nA;neu\n", csv, 400, "import-without-contacts"],
    [{ what: 1 }, {}, 400, "wrong-import-shape"],
    ["5", { "Content-Type": "application/json" }, 400, "wrong-import-shape"],
    [[1, 2], {}, 400, "wrong-import-shape"],
    ["{", { "Content-Type": "application/json" }, 400, "malformed-json"],
    ["x", { "Content-Type": "multipart/form-data; boundary=x" }, 400, "wrong-import-shape"],
    [`name\n${"x\n".repeat(5001)}`, csv, 413, "too-many-rows"],
    [`name\n${"x".repeat(5 * 1024 * 1024)}`, csv, 413, "body-too-large"],
  ];
  for (const [body, headers, status, code] of wrong) {
    const answer = await sales.send(path, { body, headers });
    expect([String(body).slice(0, 30), answer.status, answer.body.code]).toEqual([
      String(body).slice(0, 30),
      status,
      code,
    ]);
    expect(answer.body.detail).toMatch(/^[A-Z].+\.$/);
  }
  const unknown = await sales.send(`${path}?mapping=nobody`, { body: "name\nA", headers: csv });
  expect([unknown.status, unknown.body.code]).toEqual([400, "unknown-mapping"]);
  const [[after]] = await database.read([query.select({ n: count() }).from(imports)]);
  expect(after).toEqual(before);
});

test("every file of the corpus gets an answer, in workerd as in the tests of the readers", async () => {
  const folder = `${import.meta.dirname}/corpus/`;
  const expected = JSON.parse(readFileSync(`${folder}expected.json`, "utf8"));
  const sales = await newKey("sales");
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".csv"))) {
    const form = new FormData();
    form.set("file", new Blob([readFileSync(folder + name)]), name);
    const whole = new Response(form);
    const type = whole.headers.get("Content-Type") ?? "";
    const answer = await sales.send(`${path}?dry_run=true`, {
      body: await whole.bytes(),
      headers: { "Content-Type": type, ...now },
    });
    const errors = answer.body.errors.map(
      ({ row, column, code, skipped }: any) =>
        `${row} ${column ?? "-"}: ${code}${skipped ? ", skipped" : ""}`,
    );
    expect([name, answer.body.imported_count + answer.body.updated_count, errors]).toEqual([
      name,
      expected[name].leads.length,
      expected[name].errors.toSorted((a: string, b: string) => parseInt(a) - parseInt(b)),
    ]);
  }
});

test("importing again changes nothing but updated_count; blanks never overwrite, given values do", async () => {
  const sales = await newKey("sales");
  const [a, b] = [newEmail(), newEmail()];
  const phone = `+49 170 ${Math.floor(1_000_000 + Math.random() * 8_999_999)}`;
  const body =
    "Name,Email,Phone,Notes,Last Contact,Tags\n" +
    `A,${a},,wartet auf Angebot,2024-11-20,x|y\nB,${b},${phone},,,\nNur Name ${a},,,,,\n`;
  const first = await sales.send(path, { body, headers: csv });
  expect(first.body).toMatchObject({ imported_count: 3, updated_count: 0 });
  const before = await everything();
  const again = await sales.send(path, { body, headers: csv });
  expect(again.body).toMatchObject({ imported_count: 0, updated_count: 3, errors: [] });
  expect(await everything()).toEqual(before);

  const more = `Name,Phone,Firma,Status\n,${phone.replaceAll(" ", "")},Neu GmbH,Neukunde\n`;
  const changed = await sales.send(path, { body: more, headers: csv });
  expect(changed.body).toMatchObject({ imported_count: 0, updated_count: 1 });
  const [lead] = await leadsOf(changed.body.id);
  expect(lead).toMatchObject({ name: "B", email: b, company: "Neu GmbH", status: "customer" });
});

test("a phone number is not enough to merge two e-mail addresses", async () => {
  const sales = await newKey("sales");
  const phone = `030 ${Math.floor(1_000_000 + Math.random() * 8_999_999)}`;
  const body = `Name;E-Mail;Telefon\nA;${newEmail()};${phone}\nB;${newEmail()};${phone}\n`;
  expect((await sales.send(path, { body, headers: csv })).body).toMatchObject({
    imported_count: 2,
    merged_count: 0,
  });
});

test("a dry run gives the same answer and writes nothing", async () => {
  const sales = await newKey("sales");
  const body = `Name;E-Mail;Letzter Kontakt\nA;${newEmail()};nie\nB;${newEmail()};1.1.2024\n`;
  const before = await everything();
  const dry = await sales.send(`${path}?dry_run=true`, { body, headers: { ...csv, ...now } });
  expect(await everything()).toEqual(before);
  const real = await sales.send(path, { body, headers: { ...csv, ...now } });
  const { id, import_batch_id, dry_run, ...rest } = real.body;
  expect(dry.body).toEqual({ ...rest, id: null, import_batch_id: null, dry_run: true });
  expect([id, dry_run]).toEqual([import_batch_id, false]);
  const wrong = await sales.send(`${path}?dry_run=perhaps`, { body, headers: csv });
  expect(wrong.status).toBe(422);
});

test("undo restores exactly what was, and leaves alone what somebody has changed since", async () => {
  const sales = await newKey("sales");
  const [kept, changed, fresh] = [newEmail(), newEmail(), newEmail()];
  const first = await sales.send(path, {
    body: `Name,Email,Notes,Amount,Tags\nK,${kept},alt,12.5,a|b\nC,${changed},alt,,\n`,
    headers: csv,
  });
  const before = await everything();
  const second = await sales.send(path, {
    body: `Name,Email,Phone,Notes,Status,Amount,Tags,Last Contact\nK2,${kept},030 1234567,neu,Kunde,99,c,2024-11-01\nC2,${changed},,,,,,\nF,${fresh},,,,,,\nF2,x${fresh},,,,,,\n`,
    headers: csv,
  });
  expect(second.body).toMatchObject({ imported_count: 2, updated_count: 2 });
  const c = (await leadsOf(second.body.id)).find(({ email }) => email === changed);
  await sales.send(`/leads/${c?.id}`, { method: "PATCH", body: { notes: "von Hand" } });

  const undone = await sales.send(`/imports/${second.body.id}`, { method: "DELETE" });
  expect(undone.body).toMatchObject({ deleted_count: 2, restored_count: 1, kept_count: 1 });
  const after = await everything();
  const others = (rows: typeof after) => rows.filter(({ email }) => email !== changed);
  expect(others(after)).toEqual(others(before));
  expect(after.find(({ email }) => email === changed)).toMatchObject({
    name: "C2",
    notes: "von Hand",
  });
  expect((await sales.send(`/imports/${second.body.id}`, { method: "DELETE" })).body).toEqual(
    undone.body,
  );
  expect((await sales.send(`/imports/${second.body.id}`)).body.undone_at).toBe(
    undone.body.undone_at,
  );
  expect(
    (await sales.send(`/leads?q=${encodeURIComponent("F2")}&import_id=${second.body.id}`)).body
      .items,
  ).toEqual([]);
  expect((await sales.send("/imports/nobody", { method: "DELETE" })).status).toBe(404);

  const last = await sales.send(`/imports/${first.body.id}`, { method: "DELETE" });
  expect(last.body).toMatchObject({ deleted_count: 1, restored_count: 0, kept_count: 1 });
});

test("the same file, sent ten times at once by two callers, is each lead once", async () => {
  const keys = [await newKey("sales"), await newKey("sales")];
  const start = Math.floor(Math.random() * 9_000_000) + 1_000_000;
  // Nothing but our own guard keeps phone numbers apart; e-mails are unique by themselves.
  const phones = Array.from({ length: 20 }, (_, i) => `+49171${start + i}`);
  for (const column of [phones, phones.map(() => newEmail())]) {
    const body = `${column === phones ? "Telefon" : "E-Mail"}\n${column.join("\n")}\n`;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => keys[i % 2]?.send(path, { body, headers: csv })),
    );
    const done = answers.filter((answer) => answer?.status === 200);
    expect(done.length).toBeGreaterThanOrEqual(8);
    for (const answer of answers) expect([200, 409]).toContain(answer?.status);
    const rows = await everything();
    for (const contact of column) {
      const same = rows.filter(({ email, phone }) => email === contact || phone === contact);
      expect([contact, same.length]).toEqual([contact, 1]);
    }
    expect(done.reduce((sum, answer) => sum + answer?.body.imported_count, 0)).toBe(20);
  }
});

test("the same Idempotency-Key is one import; the answer of the first is given again", async () => {
  const sales = await newKey("sales");
  const headers = { ...csv, "Idempotency-Key": newEmail().slice(0, 30) };
  const body = `name,email\nA,${newEmail()}\n`;
  const first = await sales.send(path, { body, headers });
  const again = await sales.send(path, { body, headers });
  expect(again.text).toBe(first.text);
  expect(again.headers.get("Idempotency-Replayed")).toBe("true");
  const other = await sales.send(path, { body: body.replace("A", "B"), headers });
  expect([other.status, other.body.code]).toEqual([422, "idempotency-key-reused"]);
});

test("an import of 500 rows is two round trips", async () => {
  const sales = await newKey("sales");
  await logLineOf(await sales.send("/leads?limit=1"));
  const rows = Array.from({ length: 500 }, (_, i) => `Name ${i},${newEmail()}`);
  const body = `name,email\n${rows.join("\n")}\n`;
  const trips = await control.databaseTrips();
  const answer = await sales.send(path, { body, headers: csv });
  expect(answer.body.imported_count).toBe(500);
  expect((await logLineOf(answer)).cost.pipelines).toBe(2);
  expect((await control.databaseTrips()) - trips).toBe(2);
});

test("a saved mapping says what columns mean", async () => {
  const sales = await newKey("sales");
  const columns = { "Wer?": "name", "Wo?": "email", Status: null };
  const saved = await sales.send("/imports/mappings/Messe%202024", {
    method: "PUT",
    body: columns,
  });
  expect(saved.body).toEqual({ name: "Messe 2024", columns });
  expect((await sales.send("/imports/mappings")).body.mappings).toContainEqual(saved.body);
  const body = `Wer?;Wo?;Status\nA;${newEmail()};Kunde\n`;
  const answer = await sales.send(`${path}?mapping=Messe%202024`, { body, headers: csv });
  expect(answer.body.columns.map(({ field }: any) => field)).toEqual(["name", "email", null]);
  expect(await leadsOf(answer.body.id)).toMatchObject([{ name: "A", status: "new" }]);
  const bad = await sales.send("/imports/mappings/x", { method: "PUT", body: { A: "nothing" } });
  expect(bad.status).toBe(422);
});

test("only the sales desk gets in: keys with the scope, and admins", async () => {
  expect((await send("/leads")).status).toBe(401);
  expect((await (await newKey("gpt")).send("/leads")).status).toBe(403);
  expect((await (await newUser()).send("/leads")).status).toBe(403);
  expect((await (await newUser("admin")).send("/leads")).status).toBe(200);
  expect((await (await newKey("admin")).send("/leads")).status).toBe(200);
});

test("the original's sample file: hot, lost and new, all three in need of somebody", async () => {
  const body = readFileSync("sample_data/import_example.csv", "utf8");
  const headers = { ...csv, Authorization: "Bearer edgedesk_demo_sales_key" };
  const { body: answer } = await send(`${path}?dry_run=true`, { body, headers, method: "POST" });
  expect(answer).toMatchObject({
    total_rows: 3,
    needs_action_count: 3,
    without_last_contact_count: 1,
    errors: [],
  });
});

test("the demo's key finds thirty days of leads of every status", async () => {
  const headers = { Authorization: "Bearer edgedesk_demo_sales_key" };
  const due = await send("/leads/needs-action?limit=100", { headers });
  expect(due.body.leads.length).toBeGreaterThan(10);
  const [rows] = await database.read([
    query.selectDistinct({ status: leads.status }).from(leads).where(eq(leads.source, "demo")),
  ]);
  expect(rows).toHaveLength(6);
});
