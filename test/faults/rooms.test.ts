import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { noCost } from "../../src/cost.ts";
import { openDatabase } from "../../src/db/database.ts";
import { seeded } from "../fuzz/random.ts";
import { startBareDesk } from "../support/bare-desk.ts";
import { connectSocketIo, logOf, newRoom, newUser, RoomSocket, until } from "../support/chat.ts";
import { control } from "../support/desk.ts";
import { lane } from "../support/lane.ts";
import { insertUsers } from "../support/people.ts";
import { sendBlindly } from "./blind-client.ts";
import { openTalk } from "./talk.ts";

const seed = Number(process.env["FAULTS_SEED"] ?? Date.now() % 1_000_000);
const kills = Math.ceil(Number(process.env["FAULTS_KILLS"] ?? 20) / 4);
const evictions = Number(process.env["FAULTS_EVICTIONS"] ?? 30);
const drops = Number(process.env["FAULTS_DROPS"] ?? 300);
const LOST_SESSIONS = 20;

type User = Awaited<ReturnType<typeof newUser>>;

let owner: User;
let quiet: string;
beforeAll(async () => {
  owner = await newUser();
  quiet = await newRoom(owner);
  await Promise.all(Array.from({ length: LOST_SESSIONS }, () => loseSession(owner, quiet)));
});

/** A polling Socket.IO session that joins a room, and whose object then ends without a word. */
async function loseSession({ token }: User, room: string): Promise<void> {
  const url = `${lane.deskUrl}/socket.io/?EIO=4&transport=polling`;
  const { sid } = JSON.parse((await (await fetch(url)).text()).slice(1));
  const own = `${url}&sid=${sid}`;
  await fetch(own, { method: "POST", body: `40${JSON.stringify({ token })}` });
  const join = `42${JSON.stringify(["join_room", { room }])}`;
  await fetch(own, { method: "POST", body: join });
  for (let heard = ""; !heard.includes("room_joined");) heard = await (await fetch(own)).text();
  await control.cutOff("SOCKETIO", sid);
}

/** A room's object may have ended already. */
async function evict(how: "hibernate" | "cutOff", objects: "ROOMS" | "SOCKETIO", name: string) {
  await control[how](objects, name).catch((error: unknown) => {
    if (!String(error).includes("not currently running")) throw error;
  });
}

test(`D-04, F-14: rooms put to sleep and cut off ${evictions} times in mid-talk: everybody goes on and ends with everything, once`, async () => {
  const random = seeded(seed);
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const rooms = [await newRoom(customer), await newRoom(customer)];
  for (const id of rooms) {
    await admin.send(`/api/chat/rooms/${id}/messages`, { body: { content: "A person is here." } });
  }
  const listener = connectSocketIo(customer.token, {
    transports: ["websocket"],
    reconnectionDelay: 100,
    reconnectionDelayMax: 200,
  });
  for (const room of rooms) await listener.socket.emitWithAck("join_room", { room });
  const talk = openTalk(
    rooms.map((id) => ({ id, member: customer })),
    lane.deskUrl,
  );
  await talk.during(async () => {
    for (let i = 0; i < evictions; i += 1) {
      const how = random.pick(["hibernate", "cutOff"] as const);
      if (random.chance(0.2)) {
        const sid = Reflect.get(listener.socket.io.engine ?? {}, "id");
        if (listener.socket.connected && sid) await evict(how, "SOCKETIO", sid);
      } else await evict(how, "ROOMS", random.pick(rooms));
      const before = talk.acknowledged();
      await until(() => (talk.acknowledged() > before + 4 ? true : undefined));
    }
  });
  await talk.expectWholeAfterAll();
  for (const id of rooms) {
    const log = await logOf(customer, id);
    const heard = () => listener.named("new_message").filter((message: any) => message.room === id);
    await until(() => (heard().at(-1)?.seq === log.length ? true : undefined));
    expect(heard().map(({ seq }) => seq)).toEqual(log.slice(1).map(({ seq }) => seq));
  }
  listener.socket.close();
}, 120_000);

test(`D-01, F-09, F-10: kill -9 of the Worker ${kills} times in mid-talk: what was acknowledged is there, once, in the order in which it was said`, async () => {
  const desk = await startBareDesk();
  onTestFinished(desk.stop);
  const random = seeded(seed);
  const database = openDatabase({ url: desk.databaseUrl, authToken: null }, noCost());
  const [user] = await insertUsers(database, 1);
  const token = user?.token ?? "";
  const send = (path: string, sent: { body?: object } = {}) =>
    sendBlindly(desk.url, path, { token, ...sent });
  const rooms = await Promise.all(
    ["one", "two"].map(async (customer_name) => {
      const { body } = await send("/api/chat/rooms", { body: { customer_name } });
      return { id: String(body.room_id), member: { token, send } as any };
    }),
  );
  const talk = openTalk(rooms, desk.url);
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

test(`F-27: ${drops} sockets opened and dropped leave a room as it was: nobody present, no rows, room for 200 more`, async () => {
  const customer = await newUser();
  const room = await newRoom(customer);
  const stays = await new RoomSocket(room, customer.token).live();
  for (let opened = 0; opened < drops; opened += 100) {
    const sockets = Array.from({ length: 100 }, () => new RoomSocket(room, customer.token));
    await Promise.all(sockets.map((socket) => socket.frame("welcome")));
    for (const socket of sockets) socket.close();
    await Promise.all(sockets.map(({ closed }) => closed));
  }
  expect(stays.frames.filter(({ type }) => type === "left")).toEqual([]);
  for (const table of ["listeners", "messages", "marks"] as const) {
    expect([table, await control.countRows("ROOMS", room, table)]).toEqual([table, 0]);
  }
  stays.close();
  await stays.closed;
  const admin = await newUser("admin");
  const looks = new RoomSocket(room, admin.token);
  expect((await looks.frame("welcome")).present.map(({ id }) => id)).toEqual([admin.id]);
  looks.close();
}, 60_000);

test("F-27: Socket.IO sessions that were lost with their objects are counted as present no longer", async () => {
  const left = () => control.countRows("ROOMS", quiet, "listeners");
  await until(async () => ((await left()) === 0 ? true : undefined));
  const admin = await newUser("admin");
  const looks = new RoomSocket(quiet, admin.token);
  expect((await looks.frame("welcome")).present.map(({ id }) => id)).toEqual([admin.id]);
  looks.close();
}, 60_000);
