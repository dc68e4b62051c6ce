import { randomBytes } from "node:crypto";
import { createClient } from "@libsql/client/web";
import { expect, onTestFinished, test } from "vitest";
import { bookings } from "../../src/bookings/bookings.schema.ts";
import { customers } from "../../src/customers/customers.schema.ts";
import { noCost } from "../../src/cost.ts";
import { openDatabase } from "../../src/db/database.ts";
import { query } from "../../src/db/query.ts";
import { startBareDesk } from "../support/bare-desk.ts";
import { RoomSocket, until } from "../support/chat.ts";
import { control, database, logLineOf, newEmail, newKey, newUser, send } from "../support/desk.ts";
import { lane } from "../support/lane.ts";
import { insertUsers } from "../support/people.ts";
import { png } from "../support/pictures.ts";
import { move, newBuyer, newProduct, order } from "../support/portal.ts";
import { placesOf } from "./crawl.ts";

const client = createClient({ url: lane.databaseUrl });
const exporting = "/api/admin/privacy/export";
const erase = "/api/admin/privacy/erase";

/** How many copies of profiles are at the edge in which a word stands. */
async function cachedProfilesOf(word: string): Promise<number> {
  const names = await control.kvNames("customer:");
  const values = await Promise.all(names.map((name) => control.kvGet(name)));
  return values.filter((value) => value?.includes(word)).length;
}

/** Somebody who has left a word of their own wherever the desk lets anybody leave one. */
async function somebodyEverywhere() {
  const word = `q${randomBytes(6).toString("hex")}`;
  const [email, phone] = [
    `${word}@example.org`,
    `+46701${String(randomBytes(4).readUInt32BE() % 1e6).padStart(6, "0")}`,
  ];
  const password = randomBytes(12).toString("base64url");
  const { body: account } = await send("/api/auth/register", {
    body: { username: word, password, email, full_name: `Anna ${word}`, phone },
  });
  const headers = { Authorization: `Bearer ${account.access_token}` };
  const user = {
    id: String(account.user_id),
    token: String(account.access_token),
    send: (path: string, sent: Parameters<typeof send>[1] = {}) => send(path, { ...sent, headers }),
  };
  const [admin, staff, agent] = [
    await newUser("admin"),
    await newUser("admin"),
    await newKey("gpt", "sales"),
  ];
  const now = new Date().toISOString();
  const customerId = `cus_${word.toUpperCase().slice(1)}`;
  await database.write([
    query
      .insert(customers)
      .values({ id: customerId, name: `Anna ${word}`, email, phone, createdAt: now }),
    query.insert(bookings).values({
      ...{ id: `bok_${customerId}`, reference: `BK-${customerId}`, customerId, day: "2026-01-15" },
      ...{ services: ["flytt"], totalOre: 1_000_000, volumeLitres: 20_000, createdAt: now },
      ...{ fromAddress: `${word} 1`, toAddress: `${word} 2` },
    }),
  ]);
  for (const contact of [{ email }, { phone }]) {
    const found = await agent.send("/gpt-rag/customer-lookup", { body: contact });
    expect(found.body.customer_found).toBe(true);
  }
  await until(async () => ((await cachedProfilesOf(word)) === 2 ? true : undefined));
  await agent.send("/gpt-rag/create-ticket", {
    body: { customer_email: email, issue_type: "complaint", description: `Skåp ${word}` },
  });
  await user.send("/api/v1/logs/logs", {
    body: { log_type: "inquiry", title: word, description: word },
  });
  const opened = await user.send("/api/chat/rooms", { body: { customer_name: word } });
  const room = String(opened.body.room_id);
  const path = `/api/chat/rooms/${room}`;
  const form = new FormData();
  form.append("file", new Blob([Uint8Array.from(png())], { type: "image/png" }), `${word}.png`);
  const { body: file } = await user.send(`${path}/files`, { body: form });
  for (const content of [`Hej, jag är ${word}`, String(file.content)]) {
    expect((await user.send(`${path}/messages`, { body: { content } })).status).toBe(200);
  }
  await staff.send(`${path}/messages`, { body: { content: `Hej ${word}!` } });
  await user.send("/api/v1/chat/chat", { body: { message: `Vad kostar flytten för ${word}?` } });
  for (const notes of [`Ring ${word}`, `Ring ${word} igen`]) {
    await agent.send("/import/leads", { body: { leads: [{ name: word, email, phone, notes }] } });
  }
  const copied = `select 1 from chat_messages where room_id = '${room}' limit 1`;
  await until(async () => (await client.execute(copied)).rows[0]);
  return { word, email, phone, user, admin, staff, room, path, customerId };
}

test("S-38, S-39: what an export of a person says is all that is held; once erased, nothing of it is anywhere", async () => {
  const { word, email, user, admin, room, path, customerId } = await somebodyEverywhere();
  const socket = await new RoomSocket(room, user.token).live();
  const before = await placesOf(word);
  expect(before.length).toBeGreaterThan(10);

  const held = await admin.send(exporting, { body: { email: email.toUpperCase() } });
  expect(held.body).toMatchObject({ user_ids: [user.id], customer_ids: [customerId] });
  const shown = held.body.holdings.filter((holding: object) =>
    JSON.stringify(holding).includes(word),
  );
  const tables: Record<string, string> = {
    accounts: "users",
    lead_changes: "import_changes",
    agent_call_hours: "agent_call_customers",
  };
  const names = shown.map(({ name }: { name: string }) => tables[name] ?? name);
  const copies = ["idempotency", "lead_search_data", "kv customer"];
  expect(before.filter((place) => !names.includes(place) && !copies.includes(place))).toEqual([]);
  expect(held.text).not.toMatch(/password_hash|scrypt/);

  const erased = await admin.send(erase, { body: { email, confirm: "erase" } });
  expect(erased.status).toBe(200);
  expect(erased.body.finished_at).not.toBeNull();
  expect(await placesOf(word)).toEqual([]);
  expect((await control.fileNames()).filter((name) => name.includes(room))).toEqual([]);
  expect((await socket.closed).reason).toBe("not-found");
  expect((await admin.send(`${path}/messages`)).status).toBe(404);
  expect((await user.send("/api/auth/me")).status).toBe(401);
  const again = await admin.send(exporting, { body: { email } });
  expect(again.body.holdings).toEqual([]);

  const counts = Object.fromEntries(erased.body.erased.map(({ name, rows }: any) => [name, rows]));
  expect(counts).toMatchObject({ chat_rooms: 1, tickets: 2, conversations: 1, leads: 1 });
  const kept = erased.body.kept.map(({ name }: { name: string }) => name);
  expect(kept).toEqual(expect.arrayContaining(["accounts", "customers", "bookings"]));
  const { body: receipts } = await admin.send("/api/admin/privacy/erasures?limit=1000");
  expect(receipts.items).toContainEqual(erased.body);
});

test("a buyer who is erased leaves orders and invoices behind, and not a word of theirs; others keep theirs", async () => {
  const [buyer, admin] = [await newBuyer(), await newUser("admin")];
  const code = await newProduct(10);
  const { body: placed } = await order(buyer, [[code, 2]]);
  const thread = `/customer/orders/${placed.order_id}/messages`;
  await buyer.send(thread, { body: { content: `Bring ${buyer.username}` } });
  const answer = { content: "We come at nine" };
  await admin.send(`/admin/orders/${placed.order_id}/messages`, { body: answer });
  const roomId = await until(async () => {
    const { rows } = await client.execute(
      `select room_id from chat_messages where content = 'Bring ${buyer.username}'`,
    );
    return rows[0]?.["room_id"];
  });
  for (const status of ["picking", "delivering", "delivered"]) {
    await move(admin, placed.order_id, status);
  }

  const { body } = await admin.send(erase, { body: { user_id: buyer.id, confirm: "erase" } });
  expect(body.finished_at).not.toBeNull();
  expect(await placesOf(`bring ${buyer.username}`)).toEqual([]);
  const { body: log } = await admin.send(`/api/chat/rooms/${roomId}/messages`);
  expect(log.map(({ content }: any) => content)).toEqual(["[erased]", answer.content]);
  const { body: kept } = await admin.send(`/admin/orders/${placed.order_id}/messages`);
  expect(kept.map(({ content }: any) => content)).toEqual(["[erased]", answer.content]);

  const { rows: firms } = await client.execute(
    `select name, email from customers where id = '${buyer.customerId}'`,
  );
  const firm = { name: String(firms[0]?.["name"]), email: String(firms[0]?.["email"]) };
  const byEmail = await admin.send(erase, { body: { email: firm.email, confirm: "erase" } });
  expect(await placesOf(firm.email)).toEqual([]);
  expect(byEmail.body.kept).toContainEqual(
    expect.objectContaining({ name: "orders", rows: 1, because: expect.stringContaining("law") }),
  );
  const { rows: invoiced } = await client.execute(
    `select customers.name from invoices join customers on customers.id = customer_id
      where customer_id = '${buyer.customerId}'`,
  );
  expect(invoiced.map(({ name }) => name)).toEqual([firm.name]);
  // The answer to whoever of the staff sent it is kept for two days, for repeats of theirs.
  expect(await placesOf(answer.content.toLowerCase())).toEqual(["idempotency"]);
});

test("a visitor of the widget is erased by the id that their room shows", async () => {
  const admin = await newKey("admin");
  const { body: visitor } = await send("/api/chat/visitors", { body: { name: "Visitor" } });
  const headers = { Authorization: `Bearer ${visitor.access_token}` };
  const { body: room } = await send("/api/chat/rooms", { body: { customer_name: "V" }, headers });
  const path = `/api/chat/rooms/${room.room_id}`;
  const word = `v${randomBytes(6).toString("hex")}`;
  await send(`${path}/messages`, { body: { content: word }, headers });
  const { body: shown } = await admin.send(path);
  const receipt = await admin.send(erase, {
    body: { user_id: shown.customer_id, confirm: "erase" },
  });
  expect(receipt.body.erased).toContainEqual({ name: "chat_rooms", rows: 1 });
  expect(await placesOf(word)).toEqual([]);
  expect((await admin.send(path)).status).toBe(404);
});

test("only administrators erase, never staff, and only if they say so; a repeat is the same erasure", async () => {
  const [admin, other, customer] = [
    await newUser("admin"),
    await newUser("admin"),
    await newUser(),
  ];
  const body = { user_id: customer.id, confirm: "erase" };
  for (const stranger of [customer, await newKey("gpt", "sales")]) {
    expect((await stranger.send(erase, { body })).status).toBe(403);
    expect((await stranger.send(exporting, { body: { user_id: customer.id } })).status).toBe(403);
  }
  for (const wrong of [
    { user_id: customer.id },
    { confirm: "erase" },
    { ...body, confirm: "yes" },
  ]) {
    expect((await admin.send(erase, { body: wrong })).status).toBe(422);
  }
  const staff = await admin.send(erase, { body: { user_id: other.id, confirm: "erase" } });
  expect([staff.status, staff.body.code]).toEqual([403, "forbidden"]);
  expect((await other.send("/api/auth/me")).status).toBe(200);
  expect((await customer.send("/api/auth/me")).status).toBe(200);

  const headers = { "Idempotency-Key": `erase-${customer.id}` };
  const first = await admin.send(erase, { body, headers });
  const again = await admin.send(erase, { body, headers });
  expect(first.body.kept).toEqual([expect.objectContaining({ name: "accounts", rows: 1 })]);
  expect(again.body).toEqual(first.body);
  expect((await logLineOf(first)).cost).toMatchObject({ pipelines: 5 });
  const nobody = await admin.send(erase, { body: { email: newEmail(), confirm: "erase" } });
  expect(nobody.body).toMatchObject({ erased: [], kept: [] });
});

test("files that cannot be reached now go later: the database is done, and a repeat or the night does the rest", async () => {
  const desk = await startBareDesk();
  onTestFinished(desk.stop);
  const own = openDatabase({ url: desk.databaseUrl, authToken: null }, noCost());
  const [[customer], [admin]] = [
    await insertUsers(own, 1),
    await insertUsers(own, 1, { role: "admin" }),
  ];
  const ask = async (path: string, token = "", body?: object, key = "") => {
    const response = await fetch(desk.url + path, {
      method: body ? "POST" : "GET",
      headers: {
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/json",
        ...(key ? { "Idempotency-Key": key } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as any };
  };
  const room = await ask("/api/chat/rooms", customer?.token, { customer_name: "Anna" });
  const path = `/api/chat/rooms/${room.body.room_id}`;
  await ask(`${path}/messages`, customer?.token, { content: "Hej" });
  desk.stores.conduct = ({ store }) => (store === "r2" ? "fails" : "works");
  const body = { user_id: customer?.id, confirm: "erase" };
  const first = await ask(erase, admin?.token, body, "once");
  expect([first.status, first.body.finished_at]).toEqual([200, null]);
  expect((await ask(path, admin?.token)).status).toBe(404);
  desk.stores.conduct = () => "works";
  const again = await ask(erase, admin?.token, body, "once");
  expect(again.body).toEqual({ ...first.body, finished_at: expect.any(String) });
});
