import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { noCost } from "../../src/cost.ts";
import { openDatabase } from "../../src/db/database.ts";
import { seeded } from "../fuzz/random.ts";
import { startBareDesk, type BareDesk } from "../support/bare-desk.ts";
import { RoomSocket, until } from "../support/chat.ts";
import { insertUsers } from "../support/people.ts";
import { sendBlindly } from "./blind-client.ts";
import { openTalk } from "./talk.ts";

const seed = Number(process.env["FAULTS_SEED"] ?? Date.now() % 1_000_000);
const kills = Math.ceil(Number(process.env["FAULTS_KILLS"] ?? 24) / 2);
const drops = Number(process.env["FAULTS_DROPS"] ?? 120);
const AT_ONCE = 100;
const SESSIONS = 8;

let desk: BareDesk;
let member: Awaited<ReturnType<typeof newMember>>;
beforeAll(async () => {
  desk = await startBareDesk();
  member = await newMember();
  const quiet = await member.newRoom();
  await Promise.all(Array.from({ length: SESSIONS }, () => listen(quiet, member.token)));
});
afterAll(() => desk.stop());

async function newMember() {
  const database = openDatabase({ url: desk.databaseUrl, authToken: null }, noCost());
  const [user] = await insertUsers(database, 1);
  const token = user?.token ?? "";
  const send = (path: string, sent: { body?: object } = {}): Promise<any> =>
    sendBlindly(desk.url, path, { token, ...sent });
  return {
    id: user?.id ?? "",
    token,
    send,
    newRoom: async () => {
      const { body } = await send("/api/chat/rooms", { body: { customer_name: "Anna" } });
      return String(body.room_id);
    },
  };
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

test(`D-01, D-04, F-09, F-14: kill -9 of the Worker ${kills} times in mid-talk: what was acknowledged is there, once, in the order in which it was said`, async () => {
  expect(rowsOfRooms("listeners")).toBe(SESSIONS);
  const random = seeded(seed);
  const rooms = [await member.newRoom(), await member.newRoom()];
  const talk = openTalk(
    rooms.map((id) => ({ id, member: member as any })),
    desk.url,
  );
  await talk.during(async () => {
    for (let i = 0; i < kills; i += 1) {
      const before = talk.acknowledged();
      await until(() => (talk.acknowledged() > before + 20 ? true : undefined));
      await sleep(random.int(0, 100));
      await desk.killWorker();
      await desk.restartWorker();
    }
  });
  await talk.expectWholeAfterAll();
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
