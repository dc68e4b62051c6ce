import { setTimeout as sleep } from "node:timers/promises";
import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { copyRoom } from "../../src/chat/copy-room.ts";
import type { RoomFacts } from "../../src/chat/chat.turn.ts";
import { composeMessage } from "../../src/chat/chat.turn.ts";
import { chatMessages, chatRooms } from "../../src/chat/rooms.tables.ts";
import { newId } from "../../src/db/ids.ts";
import { query } from "../../src/db/query.ts";
import { logOf, newRoom, newUser, RoomSocket, until } from "../support/chat.ts";
import { control, database, send } from "../support/desk.ts";

const AWAY_MS = 15_000;

/** A room's copy in libSQL, once it has that many messages. */
async function copyOf(room: string, length: number) {
  return until(async () => {
    const [rows] = await database.read([
      query
        .select()
        .from(chatMessages)
        .where(eq(chatMessages.roomId, room))
        .orderBy(asc(chatMessages.seq)),
    ]);
    return rows.length >= length ? rows : undefined;
  });
}

test("with libSQL away, chat goes on; the copies arrive afterwards, each once", async () => {
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const room = await newRoom(customer);
  const mine = await new RoomSocket(room, customer.token).live();
  const theirs = await new RoomSocket(room, admin.token).live();
  mine.send({ type: "send", client_id: "before", content: "Hej!" });
  await mine.frame("message", ({ message }) => message.seq === 2);

  await control.killDatabase();
  const back = Date.now() + AWAY_MS;
  let sent = 0;
  while (Date.now() < back) {
    const [sender, other] = sent % 2 === 0 ? [mine, theirs] : [theirs, mine];
    sender.send({ type: "send", client_id: `away-${sent}`, content: `Lampa ${sent}` });
    await sender.frame("ack", ({ client_id }) => client_id === `away-${sent}`);
    await other.frame("message", ({ message }) => message.client_id === `away-${sent}`);
    sent += 1;
    await sleep(100);
  }
  const opened = await customer.send("/api/chat/rooms", { body: { customer_name: "Meanwhile" } });
  expect(opened.status).toBe(200);
  expect((await customer.send("/api/chat/rooms")).status).toBe(503);
  const log = await logOf(customer, room);
  expect(log).toHaveLength(sent + 2);
  await control.restartDatabase();

  const copy = await copyOf(room, log.length);
  expect(
    copy.map(({ seq, content, at, clientId, userId }) => [seq, content, at, clientId, userId]),
  ).toEqual(log.map((m) => [m.seq, m.content, m.timestamp, m.client_id, m.user_id]));
  await until(async () => {
    const { body } = await customer.send("/api/chat/rooms");
    return body.length === 2 ? true : undefined;
  });
  mine.close();
  theirs.close();
}, 120_000);

test("an answer of libSQL that is lost on the way doubles nothing", async () => {
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const room = await newRoom(customer);
  await copyOf(room, 0);
  for (let i = 1; i <= 5; i += 1) {
    await control.loseDatabaseAnswers(2);
    await admin.send(`/api/chat/rooms/${room}/messages`, { body: { content: `m${i}` } });
    await copyOf(room, i);
  }
  await control.loseDatabaseAnswers(0);
  await until(async () => {
    const { body } = await customer.send("/api/chat/rooms");
    return body[0].message_count === 5 ? true : undefined;
  });
});

test("up to five hundred messages are copied in one round trip", async () => {
  const customer = await newUser();
  const room = await newRoom(customer);
  await control.killDatabase();
  for (let i = 0; i < 600; i += 15) {
    const socket = await new RoomSocket(room, customer.token).live(i);
    for (let n = 0; n < 15; n += 1) {
      socket.send({ type: "send", client_id: `m${i + n}`, content: `Lampa ${i + n}` });
    }
    await socket.frame("ack", ({ seq }) => seq === i + 15);
    socket.close();
  }
  const trips = await control.databaseTrips();
  await control.restartDatabase();
  await copyOf(room, 600);
  const sizes = async () => {
    const lines = await control.logs("room-copied");
    return lines.map((line) => Number(JSON.parse(line).messages));
  };
  await expect.poll(sizes).toContain(500);
  expect(Math.max(...(await sizes()))).toBe(500);
  expect((await control.databaseTrips()) - trips).toBeLessThan(100);
}, 120_000);

test("a room whose object is new is filled from its copy, and goes on where it was", async () => {
  const [customer, stranger] = [await newUser(), await newUser()];
  const id = newId("room", new Date());
  const facts: RoomFacts = {
    id,
    customerId: customer.id,
    customerName: "Anna",
    status: "active",
    handledBy: "human",
    epoch: 3,
    version: 4,
    createdAt: "2026-01-01T10:00:00.000Z",
  };
  const member = { id: customer.id, name: "Anna", role: "customer" as const, customerId: null };
  const messages = Array.from({ length: 1_500 }, (_, i) => {
    const log = {
      head: i === 0 ? null : { seq: i, timestamp: "2026-01-01T10:00:00.000Z" },
      unansweredSince: null,
    };
    const sending = { client_id: `c${i}`, content: `m${i + 1}` };
    const message = composeMessage(facts, member, sending, log, new Date("2026-01-01T11:00:00Z"));
    const analysis = {
      intent: "inquiry" as const,
      confidence: 0.9,
      suggestions: ["a", "b"],
      engine: "rules" as const,
    };
    return { ...message, analysis };
  });
  await database.write(copyRoom(facts, messages, "Europe/Stockholm"));
  expect((await stranger.send(`/api/chat/rooms/${id}`)).status).toBe(404);
  expect((await customer.send(`/api/chat/rooms/${id}`)).body).toMatchObject({
    message_count: 1500,
    handled_by: "human",
  });
  const log = await logOf(customer, id);
  expect(log.map(({ content }) => content)).toEqual(messages.map(({ content }) => content));
  expect(log[7]).toMatchObject({ intent: "inquiry", ai_suggestion: "a", client_id: "c7" });
  const again = await customer.send(`/api/chat/rooms/${id}/messages`, {
    body: { content: "m8", client_id: "c7" },
  });
  expect(again.body.seq).toBe(8);
  const next = await customer.send(`/api/chat/rooms/${id}/messages`, {
    body: { content: "Lampa" },
  });
  expect(next.body.seq).toBe(1501);
  await copyOf(id, 1501);
  const [[row]] = await database.read([query.select().from(chatRooms).where(eq(chatRooms.id, id))]);
  expect(row?.messageCount).toBe(1501);
  expect((await send("/ready")).body.checks.room).toEqual({ ok: true });
});
