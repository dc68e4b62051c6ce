import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { database, newEmail, newKey, newUser, send } from "../support/desk.ts";
import { newBuyer, newProduct, tomorrow } from "../support/portal.ts";
import { query } from "../../src/db/query.ts";
import { sql } from "drizzle-orm";
import { fieldsOf, forEachOf, newCast, walked } from "./walk.ts";

const json = { "Content-Type": "application/json" };

/** Every column of every table, as a client might name it, with what would be worth having there. */
async function everyColumn(): Promise<Record<string, unknown>> {
  const [rows] = await database.read([
    query.all<{ name: string }>(
      sql`select distinct info.name from sqlite_master m, pragma_table_info(m.name) info where m.type = 'table'`,
    ),
  ]);
  const names = rows.map(({ name }) => name);
  const camel = names.map((name) => name.replaceAll(/_(\w)/g, (_, letter) => letter.toUpperCase()));
  const invented = [
    "__proto__",
    "constructor",
    "prototype",
    "is_admin",
    "isAdmin",
    "role",
    "scopes",
  ];
  return Object.fromEntries([...names, ...camel, ...invented].map((name) => [name, "injected"]));
}

/** As many rows as libSQL sends in one answer. */
const ROWS = 1_000;

test("S-04: no field that a schema does not name is taken, whatever column or prototype it names", async () => {
  const columns = await everyColumn();
  expect(Object.keys(columns).length).toBeGreaterThan(150);
  const [user, admin, agent, buyer] = [
    await newUser(),
    await newUser("admin"),
    await newKey("gpt"),
    await newBuyer(),
  ];
  const code = await newProduct(10);
  const writes: [{ send: typeof send }, string, string, Record<string, unknown>][] = [
    [
      { send },
      "POST",
      "/api/auth/register",
      {
        username: `u${Date.now()}`,
        password: "a long enough one",
        email: newEmail(),
        user_type: "customer",
        full_name: "A",
        name: "A",
        phone: "0701740605",
      },
    ],
    [
      user,
      "POST",
      "/api/v1/logs/logs",
      {
        title: "t",
        description: "d",
        log_type: "support",
        priority: "low",
        client_ref: "a",
      },
    ],
    [user, "POST", "/api/v1/chat/conversations", { title: "t", client_ref: "b" }],
    [user, "POST", "/api/chat/rooms", { customer_name: "A", client_ref: "c" }],
    [
      agent,
      "POST",
      "/gpt-rag/create-ticket",
      {
        customer_email: newEmail(),
        issue_type: "general",
        priority: "low",
        description: "d",
        client_ref: "d",
      },
    ],
    [buyer, "POST", "/customer/cart/items", { product_code: code, quantity: 1, substitutes: [] }],
    [buyer, "POST", "/customer/orders", { delivery_date: tomorrow(), client_ref: "e" }],
    [
      admin,
      "POST",
      "/admin/customers",
      {
        customer_id: `c${Date.now()}`,
        name: "A",
        email: newEmail(),
        phone: "0701740605",
        client_ref: "f",
        language_preference: "fi",
        contact_channel: "email_only",
      },
    ],
  ];
  for (const [who, method, path, fields] of writes) {
    const named = fieldsOf(method, path).map((name) => [name, undefined]);
    const body = JSON.stringify({ ...columns, ...Object.fromEntries(named), ...fields }).replace(
      "{",
      '{"__proto__":{"is_admin":true,"role":"admin"},',
    );
    const answer = await who.send(path, { method, body, headers: json });
    expect([path, answer.status, answer.text]).toEqual([path, 200, expect.any(String)]);
    expect([path, answer.text.includes("injected")]).toEqual([path, false]);
    expect(answer.body.user_type ?? "customer").toBe("customer");
    expect(answer.body.is_admin ?? false).toBe(false);
  }
  const [stored] = await database.read([
    query.all<{ name: string }>(sql`select name from sqlite_master where type = 'table'`),
  ]);
  const tables = stored.map((table) => table.name);
  for (const name of tables.filter((table) => !/^(sqlite_|.*_fts|libsql_)/.test(table))) {
    for (let from = 0, isMore = true; isMore; from += ROWS) {
      const page = sql.raw(`select * from "${name}" limit ${ROWS} offset ${from}`);
      const [rows] = await database.read([query.all(page)]);
      expect([name, JSON.stringify(rows).includes("injected")]).toEqual([name, false]);
      isMore = rows.length === ROWS;
    }
  }
});

test("S-46: a prototype cannot be reached through a body, a query or a form", async () => {
  const user = await newUser();
  for (const poison of [
    '{"__proto__":{"limit":1,"all":true}}',
    '{"constructor":{"prototype":{"all":true}}}',
    '{"title":"t","__proto__":{"toString":"x"}}',
  ]) {
    await user.send("/api/v1/chat/conversations", { body: poison, headers: json });
  }
  await user.send(
    "/api/v1/logs/logs?__proto__[all]=true&constructor.prototype.all=true&all[]=true",
  );
  const { status, body } = await user.send("/api/v1/logs/logs");
  expect([status, body]).toEqual([200, []]);
});

test("S-20: a body that says it is compressed is not unpacked", async () => {
  const agent = await newKey("gpt");
  const packed = gzipSync(JSON.stringify({ email: newEmail() }));
  const answer = await agent.send("/gpt-rag/customer-lookup", {
    body: new Uint8Array(packed),
    headers: { ...json, "Content-Encoding": "gzip" },
  });
  expect([answer.status, answer.body.code]).toEqual([400, "malformed-json"]);
});

test("S-21: JSON that is deep, wide, endless or says things twice gets a short answer from every operation", async () => {
  const deep = (open: string, close: string) => open.repeat(10_000) + close.repeat(10_000);
  const wide = Array(5_000).fill(0);
  const bombs = [
    deep("[", "]"),
    `{"lead":${deep('{"extra":', "}").replace("}", "1}")}}`,
    `{"data":{"messages":[],"lead":{"extra":{"a":${deep("[", "]")}}}},"action":"chat"}`,
    `{${Array.from({ length: 5_000 }, (_, i) => `"k${i}":1`).join(",")},"limit":1e400}`,
    JSON.stringify({ entries: wide, messages: wide, products: wide, email: "a".repeat(50_000) }),
    `{"email":"a@b.se","email":{"email":[]}}`,
  ];
  const operations = walked.filter(({ takesJson }) => takesJson);
  expect(operations.length).toBeGreaterThan(40);
  for (const bomb of bombs) {
    const castFor = await newCast();
    await forEachOf(operations, async (operation) => {
      const { id, method, path } = operation;
      const answer = await castFor(operation).send(path, { method, body: bomb, headers: json });
      expect([id, bomb.slice(0, 40), answer.status < 500]).toEqual([id, bomb.slice(0, 40), true]);
      expect([id, answer.text.length < 8_192]).toEqual([id, true]);
    });
  }
});

test("S-21: anything else about a lead may be told, as long as it is no bomb", async () => {
  const sales = await newKey("sales");
  const ask = (extra: unknown) =>
    sales.send("/ai", {
      body: { action: "analyze_lead", data: { messages: [], lead: { name: "A", extra } } },
    });
  expect(
    (await ask({ last_contact: "2024-11-20", budget: 5, tags: ["a", "b"], x: { y: null } })).status,
  ).toBe(200);
  let deep: unknown = "x";
  for (let i = 0; i < 6; i += 1) deep = { deep };
  for (const extra of [{ deep }, { wide: Array(200).fill(1) }, { long: "x".repeat(2_001) }]) {
    const { status, body } = await ask(extra);
    expect([status, body.code]).toEqual([422, "validation-failed"]);
  }
  const slow = await ask({ last_contact: `x${" ".repeat(1_990)}x` });
  expect(slow.status).toBe(200);
});

test("S-23, S-25: no list is longer than its limit, however it is asked; nothing may be asked twice", async () => {
  const questions = walked
    .filter(({ method }) => method === "GET")
    .flatMap((operation) =>
      ["limit", "days", "hours", "skip"]
        .filter((name) => operation.query.includes(name))
        .map((name) => ({ operation, name })),
    );
  expect(questions.length).toBeGreaterThan(25);
  for (const value of ["1e99", "-1", "", "1&again=2", "1;select"]) {
    const castFor = await newCast();
    await forEachOf(questions, async ({ operation, name }) => {
      const asked = `${name}=${value.replace("again", name)}`;
      const { status, body } = await castFor(operation).send(`${operation.path}?${asked}`);
      expect([operation.id, asked, status, body.code]).toEqual([
        operation.id,
        asked,
        422,
        "validation-failed",
      ]);
    });
  }
});

test("S-24: what is a wildcard to the database is a letter to a search", async () => {
  const [admin, sales, buyer] = [await newUser("admin"), await newKey("sales"), await newBuyer()];
  await newProduct(1);
  for (const word of [
    "%",
    "%".repeat(50),
    "_",
    "_%_",
    "*",
    '"*',
    "a* OR b*",
    "NEAR(a b)",
    "^",
    "-a",
    "col:x",
    "\\%",
  ]) {
    const q = encodeURIComponent(word);
    for (const [who, path] of [
      [buyer, `/customer/products/?search=${q}`],
      [sales, `/leads?q=${q}`],
      [admin, `/api/v1/chat/knowledge/search?q=${q}`],
    ] as const) {
      const { status, body } = await who.send(path);
      expect([path, status === 200 || status === 422]).toEqual([path, true]);
      const found = body.items ?? body.passages ?? [];
      expect([path, found.length < 1_000]).toEqual([path, true]);
    }
  }
});

test("S-28: names that cannot be kept or would fool a reader are refused; look-alikes are one name", async () => {
  const register = (change: object) =>
    send("/api/auth/register", {
      body: {
        username: `u${Math.random().toString(36).slice(2)}`,
        password: "a long enough one",
        ...change,
      },
    });
  for (const bad of [
    "a\u0000b",
    "\ud800a",
    "a\udc00",
    "a\u202eb",
    "a\u2066b",
    "a\u200bb",
    "a\ufeffb",
    "a\u0007b",
    "＠b",
    "a@b.se",
  ]) {
    const { status, body } = await register({ username: bad });
    expect([JSON.stringify(bad), status, body.code]).toEqual([
      JSON.stringify(bad),
      422,
      "validation-failed",
    ]);
  }
  const base = `kelvin${Date.now()}`;
  expect((await register({ username: base })).status).toBe(200);
  for (const twin of [
    base.replace("k", "\u212a"),
    base.replace("k", "\uff2b"),
    base.toUpperCase(),
  ]) {
    expect((await register({ username: twin })).body.code).toBe("username-taken");
  }
  for (const email of [
    "a\u0000@b.se",
    "å@b.se",
    "a@b\u202e.se",
    "a@exämple.se",
    "a@b.se\r\nBcc: c@d.se",
    `${"a".repeat(250)}@b.se`,
  ]) {
    expect([email, (await register({ email })).status]).toEqual([email, 422]);
  }
  for (const name of ["a\u0000b", "\ud800", "  "]) {
    expect((await register({ full_name: name })).status).toBe(422);
  }
});

test("S-27: no text that is sent becomes a header or a line of its own", async () => {
  const user = await newUser();
  const agent = await newKey("gpt");
  for (const bad of [
    "a%0d%0aSet-Cookie:%20x=1",
    "%0aX-Evil:1",
    "%E5%98%8A%E5%98%8DX-Evil:1",
    '"; filename=evil.html',
    "%00",
  ]) {
    const answers = [
      await send(`/files/claims/${bad}?expires=9999999999&signature=${bad}`),
      await send(`/quotes/${bad}`),
      await user.send(`/api/v1/chat/conversations/${bad}`),
      await agent.send(`/gpt-rag/openapi.json?${bad}=${bad}`),
      await user.send(`/invoices/${bad}/print?expires=1&signature=${bad}`),
    ];
    for (const { status, headers } of answers) {
      expect(status).toBeLessThan(500);
      expect([bad, headers.get("Set-Cookie"), headers.get("X-Evil")]).toEqual([bad, null, null]);
      expect(headers.get("Content-Disposition") ?? "").not.toContain("evil");
    }
  }
});

test("S-20: a form has at most thirty parts, whatever they are called", async () => {
  const buyer = await newBuyer();
  for (const name of ["order_id", "__proto__", "x"]) {
    const form = new FormData();
    for (let i = 0; i < 31; i += 1) form.append(name, "1");
    const { status, body } = await buyer.send("/customer/claims", { method: "POST", body: form });
    expect([name, status, body.code]).toEqual([name, 422, "file-refused"]);
  }
});
