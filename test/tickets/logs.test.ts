import { randomUUID } from "node:crypto";
import { gte, like } from "drizzle-orm";
import { expect, test } from "vitest";
import { query } from "../../src/db/query.ts";
import { deriveCategory, derivePriority } from "../../src/tickets/derive.ts";
import { tickets } from "../../src/tickets/tickets.schema.ts";
import { trendWords } from "../../src/tickets/trend-words.ts";
import { database, logLineOf, newEmail, newKey, newUser, type Answer } from "../support/desk.ts";

const path = "/api/v1/logs/logs";

const seedLog = {
  title: "Unable to login to account",
  description: "I keep getting invalid credentials error",
  log_type: "support",
};

type Caller = { send: (path: string, sent?: any) => Promise<Answer> };

async function open(user: Caller, changes: object = {}) {
  const { status, body } = await user.send(path, { body: { ...seedLog, ...changes } });
  expect(status).toBe(200);
  return body;
}

test("the seed's log is stored and echoed, with a ticket number of the desk's own series", async () => {
  const user = await newUser();
  const log = await open(user, { priority: "medium", category: "account" });
  expect(log).toEqual({
    ...seedLog,
    id: expect.any(Number),
    user_id: user.id,
    ticket_number: expect.stringMatching(/^NF-\d{4}-\d{4,}$/),
    status: "open",
    priority: "medium",
    category: "account",
    created_at: expect.any(String),
    updated_at: null,
    resolved_at: null,
  });
  expect((await user.send(`${path}/${log.id}`)).body).toEqual(log);
  expect((await user.send(path)).body).toEqual([log]);
});

test("what the client does not say is told from the text; what it says is kept", async () => {
  const user = await newUser();
  expect(await open(user)).toMatchObject({ category: "account", priority: "medium" });
  const kept = await open(user, { priority: "low", category: "billing" });
  expect(kept).toMatchObject({ category: "billing", priority: "low" });
  const bare = await open(user, { title: "Hm", description: undefined });
  expect(bare).toMatchObject({ category: "general", priority: "medium", description: null });
});

test("category and priority in four languages", () => {
  const told = [
    ["My invoice shows the wrong amount, please refund", "billing"],
    ["Fakturan är fel, jag vill ha återbetalning", "billing"],
    ["Die Rechnung ist falsch, bitte erstatten", "billing"],
    ["Lasku on väärin", "billing"],
    ["The website crashes", "technical"],
    ["Appen fungerar inte", "technical"],
    ["Die Webseite zeigt einen Fehler", "technical"],
    ["Sivusto kaatuu", "technical"],
    ["Jag har glömt mitt lösenord", "account"],
    ["Mein Passwort ist weg", "account"],
    ["Salasana unohtui", "account"],
    ["Which features does the product have", "product"],
    ["Blah", "general"],
  ] as const;
  for (const [text, category] of told)
    expect([text, deriveCategory(text)]).toEqual([text, category]);
  const sounds = [
    ["This is urgent, and important", "urgent"],
    ["Det är akut", "urgent"],
    ["Bitte sofort melden", "urgent"],
    ["Kiireellinen asia", "urgent"],
    ["It is not urgent", "low"],
    ["Please answer soon", "high"],
    ["I have a problem and a question", "medium"],
    ["Just a question", "low"],
    ["Nothing in particular", "medium"],
    ["The insurgent", "medium"],
  ] as const;
  for (const [text, priority] of sounds)
    expect([text, derivePriority(text)]).toEqual([text, priority]);
});

test("resolved_at is set on resolved, kept on closed, and cleared when opened again", async () => {
  const user = await newUser();
  const { id, created_at: createdAt } = await open(user);
  const at = (minutes: number) => new Date(Date.parse(createdAt) + minutes * 60_000).toISOString();
  const put = async (body: object, minutes: number) => {
    const headers = { "X-Test-Now": at(minutes) };
    return (await user.send(`${path}/${id}`, { method: "PUT", body, headers })).body;
  };
  const started = await put({ status: "in_progress" }, 1);
  expect(started).toMatchObject({ updated_at: at(1), resolved_at: null });
  const resolved = await put({ status: "resolved", description: "Updated description" }, 2);
  expect(resolved).toMatchObject({ resolved_at: at(2), description: "Updated description" });
  expect(await put({ status: "resolved" }, 3)).toMatchObject({ resolved_at: at(2) });
  expect(await put({ priority: "high" }, 4)).toMatchObject({
    resolved_at: at(2),
    priority: "high",
  });
  expect(await put({ status: "closed" }, 5)).toMatchObject({
    resolved_at: at(2),
    updated_at: at(5),
  });
  expect(await put({ status: "open" }, 6)).toMatchObject({ resolved_at: null, status: "open" });
});

test("owners see and change their own logs, admins everybody's, and nobody else any", async () => {
  const [owner, stranger, admin] = [await newUser(), await newUser(), await newUser("admin")];
  const { id } = await open(owner);
  const change = { method: "PUT", body: { status: "closed" } };
  expect((await stranger.send(`${path}/${id}`)).status).toBe(404);
  expect((await stranger.send(`${path}/${id}`, change)).status).toBe(404);
  expect((await owner.send(`${path}/999999999`, change)).status).toBe(404);
  expect((await admin.send(`${path}/${id}`, change)).body).toMatchObject({ status: "closed" });
  expect((await stranger.send(path)).body).toEqual([]);
  expect((await admin.send(path)).body).toEqual([]);
  const { body: all } = await admin.send(`${path}?all=true`);
  expect(all.map((log: any) => log.id)).toContain(id);
  expect((await stranger.send(`${path}?all=true`)).status).toBe(403);
  expect((await stranger.send(`${path}/summary?all=true`)).status).toBe(403);
  expect((await stranger.send(`${path}/trending`)).status).toBe(403);
});

test("filters and the window choose; pages have their total", async () => {
  const user = await newUser();
  const first = await open(user, { priority: "high" });
  const second = await open(user, { category: "billing" });
  const ids = async (search: string) =>
    (await user.send(`${path}?${search}`)).body.map((log: any) => log.id);
  expect(await ids("")).toEqual([second.id, first.id]);
  expect(await ids("priority=high")).toEqual([first.id]);
  expect(await ids("category=billing&status=open")).toEqual([second.id]);
  expect(await ids("status=closed")).toEqual([]);
  const { body: page } = await user.send(`${path}?skip=1&limit=1`);
  expect(page).toMatchObject({ items: [{ id: first.id }], total: 2, skip: 1, limit: 1 });
  for (const bad of ["hours=0", "hours=8761", "status=new", "priority=x", "limit=1001", "hours="]) {
    expect([bad, (await user.send(`${path}?${bad}`)).status]).toEqual([bad, 422]);
  }
});

test("logs older than the window are left out", async () => {
  const user = await newUser();
  const old = await open(user);
  await database.write([
    query
      .update(tickets)
      .set({ createdAt: new Date(Date.now() - 25 * 3_600_000).toISOString() })
      .where(like(tickets.number, old.ticket_number)),
  ]);
  expect((await user.send(path)).body).toEqual([]);
  expect((await user.send(`${path}?hours=26`)).body).toHaveLength(1);
  expect((await user.send(`${path}/summary`)).body.total_logs).toBe(0);
  expect((await user.send(`${path}/summary?hours=26`)).body.total_logs).toBe(1);
});

test("the summary agrees with a recount, zeroes included, in one round trip", async () => {
  const user = await newUser();
  const kinds = ["technical", "billing", "account"];
  const urgencies = ["low", "urgent", "urgent", "medium"];
  for (let i = 0; i < 9; i += 1) {
    const { id } = await open(user, { category: kinds[i % 3], priority: urgencies[i % 4] });
    if (i % 2 === 0) {
      await user.send(`${path}/${id}`, { method: "PUT", body: { status: "resolved" } });
    }
  }
  const { body: logs } = await user.send(path);
  const recount = (field: string, words: string[]) =>
    Object.fromEntries(
      words.map((word) => [word, logs.filter((log: any) => log[field] === word).length]),
    );
  const answer = await user.send(`${path}/summary`);
  expect(answer.body).toEqual({
    timeframe_hours: 24,
    total_logs: 9,
    status_breakdown: recount("status", ["open", "in_progress", "resolved", "closed"]),
    category_breakdown: recount("category", kinds),
    priority_breakdown: recount("priority", ["low", "medium", "high", "urgent"]),
  });
  expect(answer.body.status_breakdown.closed).toBe(0);
  expect((await logLineOf(answer)).cost_before_answer.pipelines).toBe(1);
});

test("trends agree with a recount over logs and agents' tickets alike", async () => {
  const [user, admin, agent] = [await newUser(), await newUser("admin"), await newKey("gpt")];
  const word = `zebra${randomUUID().slice(0, 6)}`;
  // As the whole suite shares one desk, the window is a time of this test's own.
  const hours = 3;
  const then = new Date(Date.now() + 30 * 60_000);
  const headers = { "X-Test-Now": then.toISOString() };
  const titles = [
    `${word}, ${word}! Lösenord`,
    `(${word.toUpperCase()}) lösenord?`,
    "lösenord och",
  ];
  for (const title of titles) await user.send(path, { body: { ...seedLog, title }, headers });
  await agent.send("/gpt-rag/create-ticket", {
    headers,
    body: {
      customer_email: newEmail(),
      issue_type: "general",
      description: `${word} the abc 12345`,
    },
  });
  const { body: trends } = await admin.send(`${path}/trending?hours=${hours}`, { headers });
  const [rows] = await database.read([
    query
      .select()
      .from(tickets)
      .where(gte(tickets.createdAt, new Date(then.getTime() - hours * 3_600_000).toISOString())),
  ]);
  const counts = new Map<string, number>();
  for (const { title, description } of rows) {
    for (const each of trendWords(`${title} ${description}`)) {
      counts.set(each, (counts.get(each) ?? 0) + 1);
    }
  }
  expect(trends.length).toBeLessThanOrEqual(10);
  for (const { issue, count } of trends) {
    expect([issue, count]).toEqual([issue, counts.get(issue)]);
    expect(count).toBeGreaterThanOrEqual(3);
  }
  const order = trends.map(({ count }: any) => count);
  expect(order).toEqual(order.toSorted((a: number, b: number) => b - a));
  const best = [...counts.values()].filter((count) => count >= 3).toSorted((a, b) => b - a);
  expect(order).toEqual(best.slice(0, 10));
  expect(counts.get(word)).toBe(3);
});

test("trend words: no small words of four languages, no punctuation, none twice, none short", () => {
  expect(trendWords("The login, LOGIN! (login) is a bug-fix från och mit från sekä")).toEqual([
    "login",
    "sekä",
  ]);
  expect(trendWords("kanske 123456 BK-2024-001234 naïve")).toEqual(["kanske", "naïve"]);
});

test("a changed title counts by its new words", async () => {
  const user = await newUser();
  const { id, ticket_number: number } = await open(user);
  await user.send(`${path}/${id}`, { method: "PUT", body: { title: "Walrus" } });
  const [[row]] = await database.read([
    query.select().from(tickets).where(like(tickets.number, number)),
  ]);
  expect(row?.words).toEqual(trendWords(`Walrus ${seedLog.description}`));
});

test("the same log sent twice with a key is one log", async () => {
  const user = await newUser();
  const sent = { body: seedLog, headers: { "Idempotency-Key": randomUUID() } };
  const [one, two] = await Promise.all([user.send(path, sent), user.send(path, sent)]);
  expect(one.body).toEqual(two.body);
  expect((await user.send(path)).body).toHaveLength(1);
  const other = { ...sent, body: { ...seedLog, title: "Another" } };
  expect((await user.send(path, other)).status).toBe(422);
});

test("words that are none of the lists are refused, and so is an empty change", async () => {
  const user = await newUser();
  for (const bad of [
    { log_type: "rant" },
    { log_type: undefined },
    { priority: "huge" },
    { category: "weather" },
    { title: "  " },
    { title: "x".repeat(201) },
    { description: "x".repeat(4001) },
  ]) {
    const { status } = await user.send(path, { body: { ...seedLog, ...bad } });
    expect([bad, status]).toEqual([bad, 422]);
  }
  const { id } = await open(user);
  for (const bad of [{}, { status: "done" }, { priority: null }, { title: "" }]) {
    const { status } = await user.send(`${path}/${id}`, { method: "PUT", body: bad });
    expect([bad, status]).toEqual([bad, 422]);
  }
});

test("the sixty-first call of a user in a minute is refused, with the three headers", async () => {
  const user = await newUser();
  const answers = [];
  for (let i = 0; i < 61; i += 1) answers.push(await user.send(`${path}/summary`));
  expect(answers.slice(0, 60).map(({ status }) => status)).toEqual(Array(60).fill(200));
  const refused = answers[60];
  expect(refused?.status).toBe(429);
  expect(refused?.headers.get("X-RateLimit-Limit")).toBe("60");
  expect(refused?.headers.get("X-RateLimit-Remaining")).toBe("0");
  const reset = Number(refused?.headers.get("X-RateLimit-Reset"));
  expect(reset).toBeLessThanOrEqual(Math.ceil(Date.now() / 1000) + 60);
  expect(Number(refused?.headers.get("Retry-After"))).toBeGreaterThan(0);
});
