import { createClient } from "@libsql/client/web";
import { randomUUID } from "node:crypto";
import { cpSync, rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { noCost } from "../../src/cost.ts";
import { openDatabase } from "../../src/db/database.ts";
import { startBareDesk, type BareDesk } from "../support/bare-desk.ts";
import { insertKey, insertProduct, insertUsers } from "../support/people.ts";
import { sendBlindly } from "./blind-client.ts";
import type { Acknowledged } from "./flows.ts";
import { wrongsOfRooms } from "./invariants.ts";

let desk: BareDesk;
beforeAll(async () => {
  desk = await startBareDesk();
});
afterAll(() => desk.stop());

const database = () => openDatabase({ url: desk.databaseUrl, authToken: null }, noCost());
const olderCopy = () => `${desk.databaseFolder}-older`;

async function rows(text: string) {
  const client = createClient({ url: desk.databaseUrl });
  return (await client.execute(text)).rows.map((row) => ({ ...row }));
}

async function ask(token: string, path: string, body?: object, method?: string) {
  const more = { ...(body ? { body } : {}), ...(method ? { method } : {}) };
  return sendBlindly(desk.url, path, { token, ...more });
}

async function takeCopy(): Promise<void> {
  await desk.killDatabase();
  cpSync(desk.databaseFolder, olderCopy(), { recursive: true });
  await desk.restartDatabase();
}

async function putBack(): Promise<void> {
  await desk.killDatabase();
  rmSync(desk.databaseFolder, { recursive: true });
  cpSync(olderCopy(), desk.databaseFolder, { recursive: true });
  await desk.restartDatabase();
}

const done: Pick<Acknowledged, "messages"> = { messages: [] };

async function say(token: string, room: string, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const clientId = randomUUID();
    const body = { content: `Lampa ${i}`, client_id: clientId };
    const sent = await ask(token, `/api/chat/rooms/${room}/messages`, body);
    expect(sent.status).toBe(200);
    done.messages.push({ room, clientId, seq: Number(sent.body.seq), token });
  }
}

async function openRoom(token: string): Promise<string> {
  const { body } = await ask(token, "/api/chat/rooms", { customer_name: "Restored" });
  return String(body.room_id);
}

async function newOrder(token: string): Promise<{ id: string; room: string; code: string }> {
  const code = `R-${randomUUID().slice(0, 8)}`;
  await insertProduct(database(), code, 10);
  await ask(token, "/customer/cart/items", { product_code: code, quantity: 2 });
  const delivery_date = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const { body } = await ask(token, "/customer/orders/", { delivery_date });
  return { id: String(body.order_id), room: String(body.room_id), code };
}

test("F-08: an older copy of libSQL put back under running rooms: they bring back what it has lost of them, whole and in order; what is sent again is done; nobody gets a 500", async () => {
  const [old] = await insertUsers(database(), 1, { isBuyer: true });
  const token = old?.token ?? "";
  const kept = await openRoom(token);
  await say(token, kept, 3);
  const order = await newOrder(token);
  expect(await wrongsOfRooms(desk, done, rows)).toEqual([]);
  await takeCopy();

  const [lost] = await insertUsers(database(), 1, { isBuyer: true });
  const [admin] = await insertUsers(database(), 1, { role: "admin" });
  const vanished = [lost?.token ?? "", admin?.token ?? ""];
  const lostOrder = await newOrder(vanished[0] ?? "");
  const newRoom = await openRoom(token);
  for (const room of [kept, newRoom, order.room]) await say(token, room, 3);
  const key = (await insertKey(database(), ["gpt"])).secret;
  const ticket = { customer_email: "a@example.org", issue_type: "general", description: "Lost" };
  const sent = () => ask(key, "/gpt-rag/create-ticket", { ...ticket, client_ref: "lost-ticket" });
  const acknowledged = [(await sent()).body.ticket_data.ticket_number];
  expect(await wrongsOfRooms(desk, done, rows)).toEqual([]);
  await putBack();

  const log = await ask(token, `/api/chat/rooms/${newRoom}/messages`);
  expect(log.body).toHaveLength(3);
  for (const room of [kept, newRoom, order.room]) await say(token, room, 1);
  expect(await wrongsOfRooms(desk, done, rows)).toEqual([]);
  const about = `select content from portal_messages where order_id = '${order.id}' order by id`;
  const contents = ["Lampa 0", "Lampa 1", "Lampa 2", "Lampa 0"].map((content) => ({ content }));
  expect(await rows(about)).toEqual(contents);

  // What README.md says to do, so that no number is given twice.
  await rows("update counters set value = value + 1000");
  const again = await sent();
  expect(again.status).toBe(200);
  expect(acknowledged).not.toContain(again.body.ticket_data.ticket_number);
  expect((await sent()).body).toEqual(again.body);

  const walk: [path: string, body?: object, method?: string][] = [
    ["/api/auth/me"],
    ["/api/auth/password", { current_password: randomUUID(), new_password: randomUUID() }],
    ["/customer/cart/items", { product_code: order.code, quantity: 2 }],
    ["/customer/orders/"],
    [`/customer/orders/${lostOrder.id}/messages`, { content: "Hello" }],
    [`/customer/orders/${lostOrder.id}/cancel`, {}, "PUT"],
    ["/api/chat/rooms", { customer_name: "Lost" }],
    [`/api/chat/rooms/${lostOrder.room}/messages`, { content: "Hello" }],
    ["/api/v1/chat", { message: "Hello" }],
    ["/api/v1/chat/conversations", { title: "Hello" }],
    ["/api/v1/logs/logs", { title: "Hello", content: "Hello" }],
    ["/admin/orders/"],
    [`/admin/orders/${order.id}/status`, { status: "picking" }, "PUT"],
    ["/api/auth/logout", {}],
  ];
  for (const who of vanished) {
    for (const [path, body, method] of walk) {
      const { status } = await ask(who, path, body, method);
      expect([path, status < 500]).toEqual([path, true]);
    }
  }
}, 240_000);
