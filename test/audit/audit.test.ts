import { randomUUID } from "node:crypto";
import { desc, eq, gt, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unrecorded } from "../../src/changes.ts";
import { systemConfigs } from "../../src/chat/system-config.schema.ts";
import { query } from "../../src/db/query.ts";
import { auditLog } from "../../src/db/system.tables.ts";
import { operations } from "../support/contract.ts";
import {
  control,
  database,
  logLineOf,
  newKey,
  newUser,
  send,
  type Answer,
} from "../support/desk.ts";
import { call } from "../support/mcp.ts";
import { deliveredOrder, newBuyer, newProduct } from "../support/portal.ts";
import { claimBy, everyChange, ticket } from "./every-change.ts";
import { forEachOf, newCast, walked } from "../security/walk.ts";

const path = "/api/admin/audit";

let admin: Awaited<ReturnType<typeof newUser>>;
beforeAll(async () => {
  admin = await newUser("admin");
});
afterAll(() => database.write([query.delete(systemConfigs)]));

function requestOf(answer: Answer): string {
  return answer.headers.get("X-Request-Id") ?? "";
}

async function rowsOf(...requests: string[]) {
  const [rows] = await database.read([
    query.select().from(auditLog).where(inArray(auditLog.requestId, requests)),
  ]);
  return rows;
}

test("S-40: every operation that changes something leaves one row that says who, what, to what, and when, or is named as one that need not", async () => {
  const steps = await everyChange(admin);
  const named = Object.values(unrecorded).flat();
  const changing = operations
    .filter(({ method }) => method !== "get")
    .map(({ operation }) => operation.operationId ?? "");
  expect([...steps.map(([id]) => id), ...named].toSorted()).toEqual(changing.toSorted());
  for (const [id, actor, target, act] of steps) {
    const answer = await act();
    expect([id, answer.status, answer.text]).toEqual([
      id,
      expect.toSatisfy((s) => s < 300),
      answer.text,
    ]);
    const rows = await rowsOf(requestOf(answer));
    expect([id, rows]).toEqual([
      id,
      [
        {
          seq: expect.any(Number),
          requestId: requestOf(answer),
          at: expect.stringMatching(/^20\d\d-.*Z$/),
          actor: actor === "" ? expect.stringMatching(/^user:/) : actor,
          operation: id,
          target: String(typeof target === "string" ? target : target(answer.body)),
        },
      ],
    ]);
  }
});

test("S-40: what is refused leaves no row, nor does what only repeats", async () => {
  const castFor = await newCast();
  const recorded = walked.filter(
    ({ method, id }) => method !== "GET" && !Object.values(unrecorded).flat().includes(id),
  );
  const refused: string[] = [];
  const takesAnything = new Set([
    "changeSystemConfig",
    "clearStock",
    "openRoom",
    "saveImportMapping",
  ]);
  await forEachOf(recorded, async (operation) => {
    if (takesAnything.has(operation.id)) return;
    const body = operation.takesJson ? { body: {} } : {};
    for (const who of [castFor(operation), { send }]) {
      const nobodys = operation.path.replaceAll("/1", "/999999999");
      const answer = await who.send(nobodys, { method: operation.method, ...body });
      expect([operation.id, answer.status >= 400]).toEqual([operation.id, true]);
      refused.push(requestOf(answer));
    }
  });
  expect(refused.length).toBeGreaterThan(80);
  expect(await rowsOf(...refused)).toEqual([]);

  const gpt = await newKey("gpt");
  const [body, headers] = [ticket(), { "Idempotency-Key": randomUUID() }];
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => gpt.send("/gpt-rag/create-ticket", { body, headers })),
  );
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(await rowsOf(...answers.map(requestOf))).toHaveLength(1);
});

test("S-40: a batch that is sent again because its answer was lost leaves one row", async () => {
  const key = await newKey("gpt");
  await control.loseDatabaseAnswers(1, key.id);
  const revoked = await admin.send(`/api/admin/keys/${key.id}`, { method: "DELETE" });
  const { cost } = await logLineOf(revoked);
  expect([revoked.status, cost.pipelines >= 2]).toEqual([200, true]);
  expect(await rowsOf(requestOf(revoked))).toMatchObject([{ target: key.id }]);
});

test("S-40: many at once are numbered without a hole, at no round trip of their own", async () => {
  const code = await newProduct(1);
  const set = (quantity: number) =>
    admin.send(`/admin/inventory/${code}`, { method: "PUT", body: { quantity } });
  await logLineOf(await set(1));
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => set(i)));
  const numbers = (await rowsOf(...answers.map(requestOf))).map(({ seq }) => seq);
  const [all] = await database.read([
    query.select({ seq: auditLog.seq }).from(auditLog).orderBy(auditLog.seq),
  ]);
  const first = all[0]?.seq ?? 0;
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, i) => first + i));
  expect(new Set(numbers).size).toBe(20);
  const lines = await Promise.all(answers.map(logLineOf));
  expect(lines.map(({ cost_before_answer: { pipelines } }) => pipelines)).toEqual(
    numbers.map(() => 1),
  );
  const noted = lines.flatMap(({ notes }) => notes ?? []);
  expect(noted.toSorted()).toEqual(numbers.map((seq) => `change ${seq}`).toSorted());
});

test("S-40: a tool call of MCP is recorded as the operation that it is, by the customer if nobody else is known", async () => {
  const [gpt, buyer] = [await newKey("gpt"), await newBuyer()];
  const { orderId } = await deliveredOrder(admin, buyer);
  const bearer = { Authorization: `Bearer ${gpt.secret}` };
  const opened = await call("createTicket", ticket({ client_ref: randomUUID() }), bearer);
  expect(await rowsOf(requestOf(opened))).toMatchObject([
    { actor: `key:${gpt.id}`, operation: "createTicket", target: expect.stringMatching(/^tkt_/) },
  ]);
  const { body } = await send("/gpt-rag/verify-customer", { body: { portal_token: buyer.token } });
  const claim = claimBy(body.customer_token, orderId);
  const asked = await call("fileClaim", claim);
  const confirm_token = /: (\S+)$/.exec(asked.body.result.content[0].text)?.[1];
  expect(await rowsOf(requestOf(asked))).toEqual([]);
  const filed = await call("fileClaim", { ...claim, confirm_token });
  const { claim_id } = filed.body.result.structuredContent;
  expect(await rowsOf(requestOf(filed))).toMatchObject([
    { actor: `customer:${buyer.customerId}`, operation: "fileClaim", target: claim_id },
  ]);
});

test("S-40: administrators and their keys read the log, the newest first, by actor, operation, target, request and time", async () => {
  const [own, key] = [await newUser("admin"), await newKey("admin")];
  const code = await newProduct(1);
  const set = (quantity: number, at: string) =>
    own.send(`/admin/inventory/${code}`, {
      method: "PUT",
      body: { quantity },
      headers: { "X-Test-Now": at },
    });
  const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const [one, two, three] = [soon(1), soon(2), soon(3)];
  await set(1, one);
  const second = await set(2, two);
  await set(3, three);
  const list = async (more: string) => {
    const { status, body } = await key.send(`${path}?${more}`);
    expect(status).toBe(200);
    return body;
  };
  const times = ({ items }: any) => items.map(({ at }: any) => at);
  const mine = await list(`actor=user:${own.id}`);
  expect(times(mine)).toEqual([three, two, one]);
  expect(mine).toMatchObject({
    items: [{ operation: "setStock", target: code, actor: `user:${own.id}` }, {}, {}],
    next_cursor: null,
  });
  expect(times(await list(`target=${code}&operation=setStock`))).toEqual([three, two, one]);
  expect((await list(`target=${code}&operation=clearStock`)).items).toEqual([]);
  expect(times(await list(`request_id=${requestOf(second)}`))).toEqual([two]);
  const between = `from=${encodeURIComponent(two)}&to=${encodeURIComponent(three)}`;
  expect(times(await list(`target=${code}&${between}`))).toEqual([two]);
  const first = await list(`target=${code}&limit=2`);
  expect(times(first)).toEqual([three, two]);
  const rest = await list(`target=${code}&limit=2&cursor=${first.next_cursor}`);
  expect([times(rest), rest.next_cursor]).toEqual([[one], null]);
  const page = await list("limit=200");
  const numbers = page.items.map(({ seq }: any) => seq);
  expect(numbers).toEqual(numbers.toSorted((a: number, b: number) => b - a));
  for (const wrong of ["limit=201", "cursor=0", "from=yesterday", `actor=${"x".repeat(201)}`]) {
    expect([wrong, (await key.send(`${path}?${wrong}`)).status]).toEqual([wrong, 422]);
  }
  for (const who of [await newUser(), await newBuyer(), await newKey("gpt", "sales")]) {
    expect((await who.send(path)).status).toBe(403);
  }
});

/** As somebody who has the database itself: nothing holds them but what they leave behind. */
async function pastTheTriggers(...statements: ReturnType<typeof query.run>[]) {
  const [triggers] = await database.read([
    query
      .select({ name: sql<string>`name`, text: sql<string>`sql` })
      .from(sql`sqlite_master`)
      .where(sql`type = 'trigger' and tbl_name = 'audit_log'`),
  ]);
  expect(triggers).toHaveLength(3);
  await database.write([
    query.run(sql`select 1`),
    ...triggers.map(({ name }) => query.run(sql.raw(`drop trigger ${name}`))),
    ...statements,
    ...triggers.map(({ text }) => query.run(sql.raw(text))),
  ]);
}

test("S-40: no statement of the desk alters a row, takes one out, or leaves a number out", async () => {
  await newUser("admin");
  const [[newest]] = await database.read([
    query.select().from(auditLog).orderBy(desc(auditLog.seq)).limit(1),
  ]);
  const { seq = 0, ...row } = newest ?? {};
  const attempts = [
    query.update(auditLog).set({ actor: "user:somebody-else" }).where(eq(auditLog.seq, seq)),
    query.delete(auditLog).where(eq(auditLog.seq, seq)),
    query.delete(auditLog).where(eq(auditLog.seq, seq - 1)),
    query.delete(auditLog).where(sql`seq = (select min(seq) from ${auditLog})`),
    query.delete(auditLog),
    query.run(sql`insert into ${auditLog} (seq, request_id, at, actor, operation, target)
      values (${seq + 2}, 'x', '2020-01-01T00:00:00.000Z', 'system', 'x', 'x')`),
    query.run(sql`insert or replace into ${auditLog} (seq, request_id, at, actor, operation, target)
      values (${seq}, 'x', '2020-01-01T00:00:00.000Z', 'system', 'x', 'x')`),
  ] as const;
  for (const attempt of attempts) await expect(database.write([attempt])).rejects.toThrow();
  const [[still]] = await database.read([
    query.select().from(auditLog).where(eq(auditLog.seq, seq)),
  ]);
  expect(still).toEqual({ seq, ...row });
});

test("S-40: every night what is older than it is kept for goes, and a row that was taken out is told of", async () => {
  await newUser("admin");
  const oldest = sql`select seq from ${auditLog} order by seq limit 2`;
  const [before] = await database.read([query.select().from(auditLog).orderBy(auditLog.seq)]);
  const old = new Date(Date.now() - 401 * 86_400_000).toISOString();
  await pastTheTriggers(
    query.run(sql`update ${auditLog} set at = ${old} where seq in (${oldest})`),
  );
  await control.runDailyCleanUp();
  const [after] = await database.read([query.select().from(auditLog).orderBy(auditLog.seq)]);
  // Behind them may be what the night itself has done, such as orders whose answer is overdue.
  expect(after.slice(0, before.length - 2)).toEqual(before.slice(2));
  const told = async () => (await control.logs("audit-log-incomplete")).length;
  const toldBefore = await told();

  const missing = after.at(-3);
  if (!missing) throw new Error("No rows.");
  await pastTheTriggers(query.run(sql`delete from ${auditLog} where seq = ${missing.seq}`));
  await control.runDailyCleanUp();
  await expect.poll(told).toBe(toldBefore + 1);
  const { seq, requestId, at, actor, operation, target } = missing;
  await pastTheTriggers(
    query.run(sql`insert into ${auditLog} (seq, request_id, at, actor, operation, target)
      values (${seq}, ${requestId}, ${at}, ${actor}, ${operation}, ${target})`),
  );
  const [rows] = await database.read([
    query
      .select()
      .from(auditLog)
      .where(gt(auditLog.seq, seq - 1))
      .orderBy(auditLog.seq),
  ]);
  expect(rows.slice(0, 3)).toEqual(after.slice(-3));
});
