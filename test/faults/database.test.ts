import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from "vitest";
import { migrate } from "../../scripts/support/migrations.ts";
import { noCost } from "../../src/cost.ts";
import { openDatabase } from "../../src/db/database.ts";
import { seeded } from "../fuzz/random.ts";
import { startBareDesk, type BareDesk } from "../support/bare-desk.ts";
import { busyAnswer, type Spoiling } from "../support/database-proxy.ts";
import { newAddress } from "../support/desk.ts";
import { insertKey, insertUsers } from "../support/people.ts";
import { openFlows } from "./flows.ts";
import { wrongsOf } from "./invariants.ts";

const seed = Number(process.env["FAULTS_SEED"] ?? Date.now() % 1_000_000);
const rounds = process.env["FAULTS_LONG"] ? 25 : 4;
const FROZEN_MS = 7_000;

let desk: BareDesk;
let flows: Awaited<ReturnType<typeof openFlows>>;
beforeAll(async () => {
  desk = await startBareDesk({}, { isCounting: true });
  flows = await openFlows(desk, seeded(seed), 36 * rounds);
});
afterAll(() => desk.stop());
afterEach(() => {
  if (desk.proxy) desk.proxy.spoil = () => null;
});

const database = () => openDatabase({ url: desk.databaseUrl, authToken: null }, noCost());

function spoilings(random: ReturnType<typeof seeded>): (() => Spoiling)[] {
  return [
    () => ({ status: 429, body: "slow down" }),
    () => ({ status: 502, body: "<html>Bad gateway</html>" }),
    () => ({ status: 503, body: "" }),
    () => ({ cutAt: random.int(0, 400) }),
  ];
}

test("C-14: three answers of ten from libSQL spoiled (429, 502 with HTML, cut at any byte): nothing is lost, doubled, or a 500", async () => {
  const random = seeded(seed + 1);
  const kinds = spoilings(random);
  if (desk.proxy) desk.proxy.spoil = () => (random.chance(0.3) ? random.pick(kinds)() : null);
  await goThroughFlows();
  if (desk.proxy) desk.proxy.spoil = () => null;
  expect(await wrongsOf(desk, flows.done, flows.stock), `seed ${seed}`).toEqual([]);
}, 240_000);

test("C-14: libSQL that says in three answers of ten that it is busy (SQLITE_BUSY in an answer of 200, or 429): 2xx, 409 or 503, and the right outcome", async () => {
  await expectBusyAsSqldSaysIt();
  const random = seeded(seed + 2);
  let busy = 0;
  if (desk.proxy) {
    desk.proxy.spoil = (asked) => {
      if (!random.chance(0.3)) return null;
      busy += 1;
      return random.chance(0.5)
        ? { status: 200, body: busyAnswer(asked) }
        : { status: 429, body: "slow down" };
    };
  }
  await goThroughFlows();
  if (desk.proxy) desk.proxy.spoil = () => null;
  expect(busy).toBeGreaterThan(10);
  expect(await wrongsOf(desk, flows.done, flows.stock), `seed ${seed}`).toEqual([]);
}, 240_000);

test("C-15: migrations applied while requests run: no request sees half a schema, none is lost, doubled, or a 500", async () => {
  const folder = mkdtempSync(join(tmpdir(), "edgedesk-migrations-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(import.meta.dirname, "../../migrations"), folder, { recursive: true });
  const later = [
    "alter table tickets add column weight integer not null default 0",
    "update tickets set weight = length(description)",
    "create index tickets_weight on tickets (weight)",
    "create trigger orders_weigh after insert on orders begin update tickets set weight = weight + 1; end",
    "drop trigger orders_weigh",
    "drop index tickets_weight",
    "alter table tickets drop column weight",
  ];
  for (const [i, statement] of later.entries()) {
    writeFileSync(join(folder, `99${i}_later.sql`), statement);
  }
  const connection = { url: desk.databaseUrl, authToken: null };
  const [applied] = await Promise.all([migrate(connection, folder), goThroughFlows()]);
  expect(applied).toHaveLength(later.length);
  expect(await wrongsOf(desk, flows.done, flows.stock), `seed ${seed}`).toEqual([]);
}, 240_000);

async function goThroughFlows(): Promise<void> {
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let i = 0; i < rounds; i += 1) await flows.one();
    }),
  );
}

/** The answer that the test above makes up is, byte for byte, that of sqld while another process holds the lock. */
async function expectBusyAsSqldSaysIt(): Promise<void> {
  const ok = (step: number) => ({ type: "ok", step });
  const steps = [
    { stmt: { sql: "begin immediate" } },
    { stmt: { sql: "select 1" }, condition: ok(0) },
    { stmt: { sql: "commit" }, condition: ok(1) },
    { stmt: { sql: "rollback" }, condition: { type: "not", cond: ok(2) } },
  ];
  const batch = { steps };
  const asked = JSON.stringify({ requests: [{ type: "batch", batch }, { type: "close" }] });
  const lock = new DatabaseSync(join(desk.databaseFolder, "dbs/default/data"));
  try {
    lock.exec("begin immediate");
    const answer = await fetch(`${desk.databaseUrl}/v2/pipeline`, { method: "POST", body: asked });
    const said = (await answer.text()).replace(
      /"replication_index":"\d+"/,
      `"replication_index":"1"`,
    );
    expect([answer.status, said]).toEqual([200, busyAnswer(asked)]);
    lock.exec("rollback");
  } finally {
    lock.close();
  }
}

test("C-14: a write that would conflict with itself is not sent again when its answer is lost: 503, and not a refusal of what was done", async () => {
  const register = async () => {
    const response = await fetch(`${desk.url}/api/auth/register`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "CF-Connecting-IP": newAddress() },
      body: JSON.stringify({ username: `lost${seed}`, password: `${seed} is a long password` }),
    });
    return { status: response.status, body: (await response.json()) as any };
  };
  desk.proxy.loseAnswers(1, `insert into \\"users\\"`);
  expect((await register()).body.code).toBe("database-unavailable");
  expect((await register()).body.code).toBe("username-taken");
});

test("C-13: libSQL frozen under load: every call is given up as 503 with Retry-After, and afterwards all is well at once", async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => insertKey(database(), ["gpt"])));
  const ask = async (secret: string) => {
    const startedAt = Date.now();
    const response = await fetch(`${desk.url}/gpt-rag/booking-details`, {
      method: "POST",
      headers: { Authorization: `Bearer ${secret}`, "Content-Type": "application/json" },
      body: JSON.stringify({ booking_id: "BK-2024-001234" }),
    });
    await response.arrayBuffer();
    return {
      status: response.status,
      after: response.headers.get("Retry-After"),
      ms: Date.now() - startedAt,
    };
  };
  for (const { secret } of keys) expect((await ask(secret)).status).toBe(200);
  desk.freezeDatabase();
  const asked = keys.flatMap(({ secret }) => [ask(secret), ask(secret)]);
  await sleep(FROZEN_MS);
  desk.thawDatabase();
  for (const { status, after } of await Promise.all(asked)) {
    expect([status, Number(after)]).toEqual([503, 1]);
  }
  for (const { secret } of keys) expect((await ask(secret)).status).toBe(200);
}, 60_000);

test("D-10: a clock that jumps by hours and days, back too: a room's messages keep their order and their times never run backwards", async () => {
  const [user] = await insertUsers(database(), 1);
  const ask = async (path: string, at: Date, body?: object) => {
    const response = await fetch(desk.url + path, {
      method: body ? "POST" : "GET",
      headers: {
        Authorization: `Bearer ${user?.token}`,
        "Content-Type": "application/json",
        "X-Test-Now": at.toISOString(),
        "CF-Connecting-IP": newAddress(),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as any };
  };
  const now = Date.now();
  const hour = 3_600_000;
  const { body: room } = await ask("/api/chat/rooms", new Date(now), { customer_name: "Clock" });
  const path = `/api/chat/rooms/${room.room_id}/messages`;
  const jumps = [0, 1, -1, 5, -0.5, 11, 0, 0.1, -0.9, 3];
  for (const [i, jump] of jumps.entries()) {
    const sent = await ask(path, new Date(now + jump * hour), { content: `Lampa ${i}` });
    expect([jump, sent.status]).toEqual([jump, 200]);
  }
  const { body: log } = await ask(`${path}?limit=200`, new Date(now));
  const mine = log.filter(({ is_ai_generated }: any) => !is_ai_generated);
  expect(mine.map(({ content }: any) => content)).toEqual(jumps.map((_, i) => `Lampa ${i}`));
  const times = log.map(({ timestamp }: any) => timestamp);
  expect(times).toEqual(times.toSorted());
  expect(log.map(({ seq }: any) => seq)).toEqual(log.map((_: unknown, i: number) => i + 1));
  expect((await ask(path, new Date(now + 13 * hour))).status).toBe(401);
  expect((await ask(path, new Date(now + 24 * 40 * hour))).status).toBe(401);
  expect((await ask(path, new Date(now))).status).toBe(200);
});
