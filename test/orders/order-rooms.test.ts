import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { query } from "../../src/db/query.ts";
import { portalMessages } from "../../src/orders/orders.tables.ts";
import { connectSocketIo, logOf, RoomSocket, until } from "../support/chat.ts";
import { control, database, logLineOf, newUser } from "../support/desk.ts";
import { claimOf, deliveredOrder, move, newBuyer, newProduct, order } from "../support/portal.ts";

type Sender = { send: Awaited<ReturnType<typeof newBuyer>>["send"] };

async function contents(who: Sender, path: string): Promise<string[]> {
  const { body } = await who.send(`${path}/messages`);
  return body.map((message: any) => message.content);
}

test("customer and staff talk about an order in its room: over HTTP, over sockets, and by what a move says", async () => {
  const [admin, buyer] = [await newUser("admin"), await newBuyer()];
  const { body: placed } = await order(buyer, [[await newProduct(1), 3]]);
  const { room_id: room, order_id: id } = placed;
  const path = `/customer/orders/${id}`;
  const [listed] = (await buyer.send("/customer/orders/")).body;
  expect(listed.room_id).toBe(room);
  expect((await buyer.send("/api/chat/rooms?status=all")).body).toEqual([]);

  const there = await new RoomSocket(room, buyer.token).live();
  const welcome = await there.frame("welcome");
  expect(welcome.room).toMatchObject({ id: room, status: "active", handled_by: "human" });

  const posted = await buyer.send(`${path}/messages`, { body: { content: "Is it in stock?" } });
  await there.frame("message", ({ message }) => message.content === "Is it in stock?");
  await move(admin, id, "waiting_for_customer_action", { notes: "Only one. What shall we do?" });
  const asked = await there.frame("message", ({ message }) => message.seq === 2);
  expect(asked.message).toMatchObject({
    content: "Only one. What shall we do?",
    user_type: "admin",
    user_id: admin.id,
    user_name: admin.username,
    client_id: expect.stringMatching(/^portal-message-\d+$/),
  });
  there.send({ type: "send", client_id: "mine-1", content: "Then take one." });
  await there.frame("ack");
  await admin.send(`/api/chat/rooms/${room}/messages`, { body: { content: "We do." } });
  await there.frame("message", ({ message }) => message.content === "We do.");

  const all = ["Is it in stock?", "Only one. What shall we do?", "Then take one.", "We do."];
  await expect.poll(() => contents(buyer, path), { timeout: 30_000 }).toEqual(all);
  expect(await contents(admin, `/admin/orders/${id}`)).toEqual(all);
  const { body: seen } = await buyer.send(path);
  expect(seen.messages.map((one: any) => [one.sender, one.sender_id])).toEqual([
    ["customer", `user:${buyer.id}`],
    ["admin", `user:${admin.id}`],
    ["customer", `user:${buyer.id}`],
    ["admin", `user:${admin.id}`],
  ]);
  expect(seen.messages[0].message_id).toBe(posted.body.message_id);
  const log = await logOf(admin, room);
  expect(log.map(({ content }) => content)).toEqual(all);
  expect(log.every(({ is_ai_generated }) => !is_ai_generated)).toBe(true);
  there.close();
});

test("a claim has its room, and a Socket.IO client hears in it how the claim is decided", async () => {
  const [admin, buyer] = [await newUser("admin"), await newBuyer()];
  const { orderId } = await deliveredOrder(admin, buyer);
  const { body: claim } = await claimOf(buyer, orderId);
  const { room_id: room, claim_id: id } = claim;
  const client = connectSocketIo(buyer.token);
  await client.connected();
  await client.socket.emitWithAck("join_room", { room });
  await admin.send(`/admin/claims/${id}/messages`, { body: { content: "How many cartons?" } });
  client.socket.emit("send_message", { room, message: "Three" });
  await until(() =>
    client.named("new_message").find((each) => JSON.stringify(each).includes("Three")),
  );
  await admin.send(`/admin/claims/${id}/approve`, { method: "POST" });
  await until(() =>
    client.named("new_message").find((each) => JSON.stringify(each).includes("approved")),
  );
  client.socket.close();
  const path = `/customer/claims/${id}`;
  await expect.poll(async () => (await contents(buyer, path)).length, { timeout: 30_000 }).toBe(4);
  const said = (await logOf(admin, room)).map(({ content }) => content);
  expect((await contents(buyer, path)).toSorted()).toEqual(said.toSorted());
  expect(new Set(said).size).toBe(4);
});

test("nobody else comes into the room of an order, and it is no room of the chat's until somebody speaks", async () => {
  const [buyer, stranger] = [await newBuyer(), await newBuyer()];
  const { body } = await order(buyer, [[await newProduct(5), 1]]);
  expect((await new RoomSocket(body.room_id, stranger.token).closed).reason).toBe("not-found");
  const room = `/api/chat/rooms/${body.room_id}`;
  expect((await stranger.send(room)).status).toBe(404);
  expect((await stranger.send(`${room}/messages`)).status).toBe(404);
  const intrusion = await stranger.send(`${room}/messages`, { body: { content: "hello" } });
  expect(intrusion.status).toBe(404);
  expect((await buyer.send(room)).body).toMatchObject({ message_count: 0, handled_by: "human" });
  expect(await contents(buyer, `/customer/orders/${body.order_id}`)).toEqual([]);
});

test("what was written while the room could not be told is told once, by whoever looks next, or in the night", async () => {
  const [admin, buyer] = [await newUser("admin"), await newBuyer()];
  const { body } = await order(buyer, [[await newProduct(5), 1]]);
  const { room_id: room, order_id: id } = body;
  const path = `/customer/orders/${id}`;
  const lost = (content: string) =>
    database.write([
      query.insert(portalMessages).values({
        orderId: id,
        sender: "customer",
        senderId: `user:${buyer.id}`,
        content,
        createdAt: new Date().toISOString(),
      }),
    ]);
  const log = async () => (await logOf(admin, room)).map(({ content }) => content);
  await lost("one");
  await lost("two");
  await Promise.all(Array.from({ length: 8 }, () => buyer.send(path)));
  await expect.poll(log, { timeout: 30_000 }).toEqual(["one", "two"]);
  await lost("three");
  await control.runDailyCleanUp();
  await expect.poll(log, { timeout: 30_000 }).toEqual(["one", "two", "three"]);
  await admin.send(`/api/chat/rooms/${room}/close`, { method: "POST" });
  await buyer.send(`${path}/messages`, { body: { content: "four" } });
  await expect.poll(log, { timeout: 30_000 }).toEqual(["one", "two", "three", "four"]);
  const reopened = await buyer.send(`/api/chat/rooms/${room}`);
  expect(reopened.body).toMatchObject({ status: "active", handled_by: "human" });
  await expect
    .poll(
      async () => {
        const [rows] = await database.read([
          query.select().from(portalMessages).where(eq(portalMessages.orderId, id)),
        ]);
        return rows.map(({ content, inRoom }) => [content, inRoom]);
      },
      { timeout: 30_000 },
    )
    .toEqual([
      ["one", true],
      ["two", true],
      ["three", true],
      ["four", true],
    ]);
  const settled = await buyer.send(path);
  expect((await logLineOf(settled)).cost).toMatchObject({ pipelines: 1, objectCalls: 1 });
});

test("whoever takes a message's number before it in a socket loses nothing and holds nobody up", async () => {
  const [admin, buyer] = [await newUser("admin"), await newBuyer()];
  const { body } = await order(buyer, [[await newProduct(5), 1]]);
  const path = `/customer/orders/${body.order_id}`;
  const first = await buyer.send(`${path}/messages`, { body: { content: "first" } });
  const there = await new RoomSocket(body.room_id, buyer.token).live();
  const ids = Array.from({ length: 200 }, (_, i) => first.body.message_id + 1 + i);
  for (const id of ids.slice(0, 15)) {
    there.send({ type: "send", client_id: `portal-message-${id}`, content: `taken ${id}` });
  }
  await there.frame("ack", ({ client_id }) => client_id === `portal-message-${ids[14]}`);
  await buyer.send(`${path}/messages`, { body: { content: "mine" } });
  await admin.send(`/admin/orders/${body.order_id}/messages`, { body: { content: "ours" } });
  await there.frame("message", ({ message }) => message.content === "ours");
  await expect
    .poll(async () => (await contents(buyer, path)).length, { timeout: 30_000 })
    .toBe(1 + 15 + 2);
  there.close();
});
