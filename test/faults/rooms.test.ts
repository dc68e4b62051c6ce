import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chatMessages } from "../../src/chat/rooms.tables.ts";
import { noCost } from "../../src/cost.ts";
import { openDatabase } from "../../src/db/database.ts";
import { query } from "../../src/db/query.ts";
import { seeded } from "../fuzz/random.ts";
import { startBareDesk, type BareDesk } from "../support/bare-desk.ts";
import { logOf, RoomSocket, until } from "../support/chat.ts";
import { newMember, type Member } from "./member.ts";
import { openTalk } from "./talk.ts";

const seed = Number(process.env["FAULTS_SEED"] ?? Date.now() % 1_000_000);
const kills = Math.ceil(Number(process.env["FAULTS_KILLS"] ?? 24) / 2);
const drops = Number(process.env["FAULTS_DROPS"] ?? 300);
const aborts = kills * 2;
const isLong = process.env["FAULTS_LONG"] !== undefined;
const copyFailures = isLong ? 7 : 3;
const roomsAtOnce = isLong ? 1_000 : 40;
/** Fewer than a socket may say in a second; with the answers more than twenty messages. */
const LINES = 15;
const AT_ONCE = 100;
const SESSIONS = 8;

let desk: BareDesk;
let member: Member;
beforeAll(async () => {
  desk = await startBareDesk();
  member = await newMember(desk);
  const quiet = await member.newRoom();
  await Promise.all(Array.from({ length: SESSIONS }, () => listen(quiet, member.token)));
});
afterAll(() => desk.stop());

function database() {
  return openDatabase({ url: desk.databaseUrl, authToken: null }, noCost());
}

/** A Socket.IO session that joins a room by polling, and of which nothing more is heard. */
async function listen(room: string, token: string): Promise<void> {
  const url = `${desk.url}/socket.io/?EIO=4&transport=polling`;
  const { sid } = JSON.parse((await (await fetch(url)).text()).slice(1));
  const own = `${url}&sid=${sid}`;
  await fetch(own, { method: "POST", body: `40${JSON.stringify({ token })}` });
  await fetch(own, { method: "POST", body: `42${JSON.stringify(["join_room", { room }])}` });
  for (let heard = ""; !heard.includes("room_joined");) heard = await (await fetch(own)).text();
}

/** How many rows all rooms together have in a table, as they are on disk. */
function rowsOfRooms(table: "listeners" | "messages"): number {
  const folder = desk.worker.objects("ChatRoom");
  const files = readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
  return files.reduce((sum, name) => {
    const room = new DatabaseSync(join(folder, name), { readOnly: true, timeout: 5_000 });
    const row = room.prepare(`select count(*) as n from ${table}`).get();
    room.close();
    return sum + Number(row?.["n"]);
  }, 0);
}

/** Lets clients talk in two rooms while something happens again and again, at random moments. */
async function throughTalk(times: number, happening: () => Promise<void>): Promise<void> {
  const random = seeded(seed);
  const rooms = [await member.newRoom(), await member.newRoom()];
  const talk = openTalk(
    rooms.map((id) => ({ id, member })),
    desk.url,
  );
  await talk.during(async () => {
    for (let i = 0; i < times; i += 1) {
      const before = talk.acknowledged();
      await until(() => (talk.acknowledged() > before + 20 ? true : undefined));
      await sleep(random.int(0, 100));
      const connected = talk.connections();
      await happening();
      await until(() => (talk.connections() > connected ? true : undefined));
    }
  });
  await talk.expectWholeAfterAll();
}

test(`D-01, F-09: kill -9 of the Worker ${kills} times in mid-talk: what was acknowledged is there, once, in the order in which it was said`, async () => {
  expect(rowsOfRooms("listeners")).toBe(SESSIONS);
  await throughTalk(kills, async () => {
    await desk.killWorker();
    await desk.restartWorker();
  });
}, 120_000);

test(`D-04, F-14: all objects broken off ${aborts} times in mid-talk, and all sockets with them: the same holds`, async () => {
  await throughTalk(aborts, desk.worker.abortAll);
}, 120_000);

test(`F-27: ${drops} sockets opened and dropped leave a room as it was: nobody present, no rows, and as much room as before`, async () => {
  const before = rowsOfRooms("listeners");
  const room = await member.newRoom();
  const open = () => new RoomSocket(room, member.token, { origin: desk.url });
  const stays = await open().live();
  for (let opened = 0; opened < drops; opened += AT_ONCE) {
    const sockets = Array.from({ length: AT_ONCE }, open);
    // On a machine this busy a connection may be cut before it is one; nobody may be refused.
    const met = await Promise.all(
      sockets.map((socket) =>
        Promise.race([
          socket.frame("welcome").then(() => "welcome"),
          socket.closed.then(({ reason }) => reason),
        ]),
      ),
    );
    expect(met.filter((word) => word !== "welcome" && word !== "")).toEqual([]);
    for (const socket of sockets) socket.close();
    await Promise.all(sockets.map(({ closed }) => closed));
  }
  expect(stays.frames.filter(({ type }) => type === "left" || type === "joined")).toEqual([]);
  expect(rowsOfRooms("listeners")).toBeLessThanOrEqual(before);
  const { body: log } = await member.send(`/api/chat/rooms/${room}/messages`);
  expect(log).toEqual([]);
  stays.close();
}, 120_000);

test("F-27: Socket.IO sessions that are lost with their objects are counted as listening no longer", async () => {
  await desk.killWorker();
  await desk.restartWorker();
  await until(() => (rowsOfRooms("listeners") === 0 ? true : undefined));
}, 100_000);

/** Says lines in a room, and waits until all are stored. */
async function say(room: string, token: string, lines: string[]): Promise<void> {
  const socket = await new RoomSocket(room, token, { origin: desk.url }).live();
  const ids = lines.map((content) => {
    const id = randomUUID();
    socket.send({ type: "send", client_id: id, content });
    return id;
  });
  await Promise.all(ids.map((id) => socket.frame("ack", ({ client_id }) => client_id === id)));
  socket.close();
}

test(`D-09: a room whose copy has failed ${copyFailures} times and whose object is gone goes on copying by itself`, async () => {
  const room = await member.newRoom();
  const isFailure = (line: string) => line.includes(room) && line.includes('"room-copy"');
  const failures = () => desk.log().split("\n").filter(isFailure).length;
  await desk.killDatabase();
  await say(room, member.token, ["Hej", "Hallå"]);
  await until(() => (failures() >= copyFailures ? true : undefined));
  await desk.killWorker();
  await desk.restartDatabase();
  await desk.restartWorker();
  const copy = await until(async () => {
    const ofRoom = query.select().from(chatMessages).where(eq(chatMessages.roomId, room));
    const [rows] = await database().read([ofRoom.orderBy(chatMessages.seq)]);
    return rows.length >= 2 ? rows : undefined;
  });
  const log = await logOf(member, room);
  expect(copy.map(({ seq, content }) => [seq, content])).toEqual(
    log.slice(0, copy.length).map(({ seq, content }) => [seq, content]),
  );
}, 200_000);

test(`D-13: ${roomsAtOnce} rooms of ${LINES} lines each, then a restart: every room has its own lines in order, and none of another's`, async () => {
  const members = await Promise.all(Array.from({ length: 4 }, () => newMember(desk)));
  const lineOf = (number: number, n: number) => `Room ${number}, line ${n}`;
  const rooms: { id: string; number: number; member: Member }[] = [];
  for (let number = 0; number < roomsAtOnce; number += members.length) {
    const more = members.map(async (each, i) => {
      const id = await each.newRoom();
      const lines = Array.from({ length: LINES }, (_, n) => lineOf(number + i, n));
      await say(id, each.token, lines);
      return { id, number: number + i, member: each };
    });
    rooms.push(...(await Promise.all(more)));
  }
  await desk.killWorker();
  await desk.restartWorker();
  for (const { id, number, member: owner } of rooms) {
    const log = await logOf(owner, id);
    const said = log.filter(({ user_id }) => user_id === owner.id);
    expect(said.map(({ content }) => content)).toEqual(
      Array.from({ length: LINES }, (_, n) => lineOf(number, n)),
    );
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1));
    const copy = await until(async () => {
      const ofRoom = query.select().from(chatMessages).where(eq(chatMessages.roomId, id));
      const [rows] = await database().read([ofRoom.orderBy(chatMessages.seq)]);
      return rows.length >= log.length ? rows : undefined;
    });
    expect(copy.map(({ content }) => content)).toEqual(log.map(({ content }) => content));
  }
}, 600_000);
