import { expect, test } from "vitest";
import { logOf, newRoom, newUser, until } from "../support/chat.ts";
import { logLineOf, newKey } from "../support/desk.ts";

const rooms = "/api/chat/rooms";

test("a customer opens a room, writes, and reads it in the document's shapes", async () => {
  const customer = await newUser();
  const opened = await customer.send(rooms, { body: { customer_name: "Anna Svensson" } });
  expect(opened.body).toMatchObject({
    room_id: expect.stringMatching(/^room_/),
    customer_id: customer.id,
    customer_name: "Anna Svensson",
    status: "active",
  });
  expect(Object.keys(opened.body.ai_disclosure)).toEqual(["sv", "de", "en", "fi"]);
  const room = opened.body.room_id;
  expect((await customer.send(rooms)).body).toMatchObject([
    { id: room, status: "active", message_count: 0, last_message_at: null },
  ]);

  const sent = await customer.send(`${rooms}/${room}/messages`, {
    body: { content: "Min spegel gick sönder och jag är missnöjd", user_type: "customer" },
  });
  expect(sent.body).toMatchObject({
    message_id: expect.any(String),
    room_id: room,
    seq: 1,
    user_type: "customer",
    ai_analysis: { intent: "complaint", engine: "rules" },
  });
  expect(sent.body.ai_analysis.suggestions).toHaveLength(3);
  const log = await logOf(customer, room);
  expect(log[0]).toMatchObject({
    id: sent.body.message_id,
    room_id: room,
    user_type: "customer",
    user_id: customer.id,
    timestamp: sent.body.timestamp,
    intent: "complaint",
    ai_suggestion: sent.body.ai_analysis.suggestions[0],
    is_ai_generated: false,
  });
  expect(log[1]).toMatchObject({
    content: sent.body.ai_analysis.suggestions[0],
    user_type: "admin",
    user_id: "ai",
    is_ai_generated: true,
    intent: null,
    ai_suggestion: null,
  });
  expect((await customer.send(`${rooms}/${room}`)).body).toMatchObject({
    message_count: 2,
    is_pending: false,
    last_message_at: log[1].timestamp,
  });
  await until(async () => {
    const [listed] = (await customer.send(rooms)).body;
    return listed.message_count === 2 ? true : undefined;
  });
});

test("the AI answers in the customer's language until a person takes over, and again when handed back", async () => {
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const room = await newRoom(customer);
  const say = (user: typeof customer, content: string) =>
    user.send(`${rooms}/${room}/messages`, { body: { content } });
  await say(customer, "Hallo, guten Tag!");
  expect((await logOf(customer, room)).at(-1)).toMatchObject({ seq: 2, is_ai_generated: true });
  expect((await logOf(customer, room)).at(-1).content).toMatch(/Sie|Ihnen|Guten/);

  await say(admin, "Hier ist Maja, ich übernehme.");
  expect((await customer.send(`${rooms}/${room}`)).body.handled_by).toBe("human");
  await say(customer, "Der Schrank ist kaputt, das ist eine Frechheit");
  expect((await logOf(customer, room)).map((message) => message.seq)).toEqual([1, 2, 3, 4]);

  const hand = (user: typeof customer, to: string) =>
    user.send(`${rooms}/${room}/hand-over`, { body: { to } });
  expect((await hand(customer, "ai")).status).toBe(403);
  expect((await hand(admin, "ai")).body.handled_by).toBe("ai");
  await say(customer, "Der Schrank ist kaputt, das ist eine Frechheit!");
  expect((await logOf(customer, room)).at(-1)).toMatchObject({ seq: 6, is_ai_generated: true });
  expect((await hand(customer, "human")).body.handled_by).toBe("human");
});

test("without auto-reply, or below the threshold, the AI says nothing by itself", async () => {
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const path = "/api/admin/system-config";
  const { version: _version, ...config } = (await admin.send(path)).body;
  await admin.send(path, { method: "PUT", body: { ...config, auto_reply_enabled: false } });
  const silent = await newRoom(customer);
  const greeting = { body: { content: "Hej!" } };
  const sent = await customer.send(`${rooms}/${silent}/messages`, greeting);
  await admin.send(path, { method: "PUT", body: config });
  expect(sent.body.ai_analysis.intent).toBe("greeting");
  expect(await logOf(customer, silent)).toHaveLength(1);

  const unclear = await newRoom(customer);
  const odd = await customer.send(`${rooms}/${unclear}/messages`, {
    body: { content: "Lampa 17" },
  });
  expect(odd.body.ai_analysis.intent).toBe("uncategorized");
  expect(await logOf(customer, unclear)).toHaveLength(1);
  expect((await customer.send(`${rooms}/${unclear}`)).body.is_pending).toBe(true);
});

test("a message sent again is one message, however it is marked; with another text it is refused", async () => {
  const customer = await newUser();
  const room = await newRoom(customer);
  const path = `${rooms}/${room}/messages`;
  const ways = [
    { body: { content: "Lampa 1", client_id: "a" } },
    { body: { content: "Lampa 2", client_ref: "b" } },
    { body: { content: "Lampa 3" }, headers: { "Idempotency-Key": "c" } },
  ];
  for (const way of ways) {
    const [first, again] = [await customer.send(path, way), await customer.send(path, way)];
    expect(again.body).toEqual(first.body);
    expect(first.headers.get("Idempotency-Replayed")).toBeNull();
    expect(again.headers.get("Idempotency-Replayed")).toBe("true");
    expect((await logLineOf(again)).cost.objectRows).toBe(0);
    const other = await customer.send(path, { ...way, body: { ...way.body, content: "Lampa 9" } });
    expect([other.status, other.body.code]).toEqual([422, "idempotency-key-reused"]);
  }
  const parallel = await Promise.all(
    Array.from({ length: 20 }, () =>
      customer.send(path, { body: { content: "x", client_id: "p" } }),
    ),
  );
  expect(new Set(parallel.map(({ body }) => body.seq)).size).toBe(1);
  expect(await logOf(customer, room)).toHaveLength(4);

  const open = { body: { customer_name: "Anna" }, headers: { "Idempotency-Key": "room-1" } };
  const [one, same] = [await customer.send(rooms, open), await customer.send(rooms, open)];
  expect(same.body).toEqual(one.body);
  expect(same.headers.get("Idempotency-Replayed")).toBe("true");
  const changed = await customer.send(rooms, { ...open, body: { customer_name: "Berta" } });
  expect(changed.body.code).toBe("idempotency-key-reused");
  const foreign = await (await newUser()).send(rooms, open);
  expect(foreign.body.room_id).not.toBe(one.body.room_id);
});

test("a closed room is read and not written; opened again it goes on", async () => {
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const room = await newRoom(customer);
  const path = `${rooms}/${room}`;
  const body = { content: "Lampa" };
  await customer.send(`${path}/messages`, { body });
  for (let i = 0; i < 2; i += 1) {
    const closed = await admin.send(`${path}/close`, { method: "POST" });
    expect(closed.body).toMatchObject({ id: room, status: "closed", is_pending: false });
  }
  const refused = await customer.send(`${path}/messages`, { body });
  expect([refused.status, refused.body.code]).toEqual([409, "room-closed"]);
  expect(await logOf(customer, room)).toHaveLength(1);
  expect((await customer.send(rooms)).body).toEqual([]);
  expect((await customer.send(`${rooms}?status=closed`)).body).toMatchObject([{ id: room }]);
  expect((await customer.send(`${path}/reopen`, { method: "POST" })).body.status).toBe("active");
  expect((await customer.send(`${path}/messages`, { body })).body.seq).toBe(2);
});

test("pages of messages: the newest, counted back, before and after a place", async () => {
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const room = await newRoom(customer);
  for (let i = 1; i <= 12; i += 1) {
    await admin.send(`${rooms}/${room}/messages`, { body: { content: `m${i}` } });
  }
  const page = async (query: string) =>
    (await customer.send(`${rooms}/${room}/messages?${query}`)).body.map((m: any) => m.seq);
  expect(await page("limit=5")).toEqual([8, 9, 10, 11, 12]);
  expect(await page("limit=5&skip=5")).toEqual([3, 4, 5, 6, 7]);
  expect(await page("limit=5&skip=10")).toEqual([1, 2]);
  expect(await page("skip=12")).toEqual([]);
  expect(await page("before=4")).toEqual([1, 2, 3]);
  expect(await page("before=10&limit=2")).toEqual([8, 9]);
  expect(await page("after=9")).toEqual([10, 11, 12]);
  expect(await page("after=2&limit=2")).toEqual([3, 4]);
  for (const bad of ["limit=0", "limit=201", "limit=x", "skip=-1", "after=-1", "before="]) {
    const { status } = await customer.send(`${rooms}/${room}/messages?${bad}`);
    expect([bad, status]).toEqual([bad, 422]);
  }
});

test("staff open rooms for customers they name; keys with the scope admin are staff", async () => {
  const [customer, admin, key] = [await newUser(), await newUser("admin"), await newKey("admin")];
  for (const staff of [admin, key]) {
    const body = { customer_name: "Anna", customer_id: customer.id };
    const opened = await staff.send(rooms, { body });
    expect(opened.body.customer_id).toBe(customer.id);
    const path = `${rooms}/${opened.body.room_id}/messages`;
    const said = await staff.send(path, { body: { content: "Hej Anna", user_type: "admin" } });
    expect(said.body).toMatchObject({ user_type: "admin", ai_analysis: null });
    expect((await customer.send(path)).body).toHaveLength(1);
    expect((await staff.send(rooms, { body: { customer_name: "Anna" } })).status).toBe(422);
    const unknown = { customer_name: "Anna", customer_id: "usr_nobody" };
    expect((await staff.send(rooms, { body: unknown })).status).toBe(404);
  }
  const foreign = { customer_name: "Anna", customer_id: admin.id };
  expect((await customer.send(rooms, { body: foreign })).status).toBe(403);
  const own = { customer_name: "Anna", customer_id: customer.id };
  expect((await customer.send(rooms, { body: own })).status).toBe(200);
});

test("what makes no sense is refused with a sentence, and stored nowhere", async () => {
  const customer = await newUser();
  const room = await newRoom(customer);
  const path = `${rooms}/${room}/messages`;
  for (const body of [
    {},
    { content: "" },
    { content: "   " },
    { content: 7 },
    { content: "x".repeat(4001) },
    { content: "a\u0000b" },
    { content: "\ud800" },
    { content: "x", user_type: "robot" },
    { content: "x", client_id: "has blanks" },
    { content: "x", client_id: "" },
  ]) {
    const refused = await customer.send(path, { body });
    expect([body, refused.status, refused.body.code]).toEqual([body, 422, "validation-failed"]);
  }
  const posing = await customer.send(path, { body: { content: "x", user_type: "admin" } });
  expect([posing.status, posing.body.code]).toEqual([403, "forbidden"]);
  expect((await customer.send(rooms, { body: {} })).status).toBe(422);
  for (const id of ["room_", "room_unknown", `room_${"0".repeat(36)}`, "..", "%00"]) {
    expect([id, (await customer.send(`${rooms}/${id}/messages`)).status]).toEqual([id, 404]);
  }
  expect(await logOf(customer, room)).toEqual([]);
  const long = await customer.send(path, { body: { content: "ö".repeat(4000) } });
  expect(long.body.content).toHaveLength(4000);
});

test("a message costs one row, two if the AI reads it, and nothing of libSQL before it is visible", async () => {
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const room = await newRoom(customer);
  const path = `${rooms}/${room}/messages`;
  await admin.send(path, { body: { content: "The first message of a person takes over." } });
  const headers = { "X-Test-Now": new Date().toISOString() };
  await logLineOf(await admin.send(path, { body: { content: "warm" }, headers }));
  const byStaff = await logLineOf(await admin.send(path, { body: { content: "two" }, headers }));
  expect(byStaff.cost).toMatchObject({ pipelines: 0, objectRows: 1 });
  const body = { content: "Hur mycket kostar det?" };
  const byCustomer = await logLineOf(await customer.send(path, { body, headers }));
  expect(byCustomer.cost).toMatchObject({ pipelines: 0, objectRows: 2 });
});
