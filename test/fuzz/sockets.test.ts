import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { noCost } from "../../src/cost.ts";
import { closeCodes, SUBPROTOCOL, TOKEN_SUBPROTOCOL } from "../../src/chat/chat.protocol.ts";
import { openDatabase } from "../../src/db/database.ts";
import { startBareDesk, type BareDesk } from "../support/bare-desk.ts";
import { connectSocketIo, RoomSocket, until } from "../support/chat.ts";
import { newAddress } from "../support/desk.ts";
import { insertUsers } from "../support/people.ts";
import { hostileJson, hostileTexts } from "./hostile.ts";
import { frame, sendBytes } from "./raw-socket.ts";
import { seeded } from "./random.ts";

const seed = Number(process.env["FUZZ_SEED"] ?? Date.now() % 1_000_000);
const random = seeded(seed);

let desk: BareDesk;
let token: string;
let room: string;

beforeAll(async () => {
  desk = await startBareDesk();
});
afterAll(() => desk.stop());

beforeEach(async () => {
  const database = openDatabase({ url: desk.databaseUrl, authToken: null }, noCost());
  const [user] = await insertUsers(database, 1);
  token = user?.token ?? "";
  const opened = await post("/api/chat/rooms", { customer_name: "Fuzz" });
  const body: any = await opened.json();
  room = body.room_id;
});

function post(path: string, body: object): Promise<Response> {
  return fetch(desk.url + path, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Every caller has an address of its own, so that no limit is reached. */
const from = () => ({ "CF-Connecting-IP": newAddress() });

const healthy = () => new RoomSocket(room, token, { origin: desk.url }).live();

/** The room still does all that it is for, and nothing has been thrown that nobody caught. */
async function expectAlive(): Promise<void> {
  const [one, other] = [await healthy(), await healthy()];
  const client_id = crypto.randomUUID();
  one.send({ type: "send", client_id, content: "Still here?" });
  await one.frame("ack", (ack) => ack.client_id === client_id);
  await until(() => other.messages().find((message) => message.client_id === client_id));
  const seqs = other.messages().map(({ seq }) => seq);
  expect(seqs, `seed ${seed}`).toEqual(seqs.map((_, i) => i + 1));
  one.close();
  other.close();
  expect(desk.log().match(/.*[Uu]ncaught.*/g) ?? []).toEqual([]);
}

function hostileFrames(): string[] {
  const types = [
    "resume",
    "send",
    "mark",
    "typing",
    "hand_over",
    "welcome",
    "",
    "__proto__",
    "auth",
  ];
  const values = [null, -1, 1.5, 2 ** 53, "", "a", {}, [], true, ...hostileTexts.slice(0, 40)];
  const made = Array.from({ length: 250 }, () =>
    JSON.stringify({
      type: random.pick(types),
      after: random.pick(values),
      client_id: random.pick(values),
      content: random.pick(values),
      delivered: random.pick(values),
      read: random.pick(values),
      is_typing: random.pick(values),
      to: random.pick(values),
      user_type: "admin",
      [random.pick(hostileTexts).slice(0, 50)]: random.pick(values),
    }),
  );
  const cut = made.slice(0, 50).map((text) => text.slice(0, random.int(0, text.length)));
  return [...made, ...cut, ...hostileJson.filter(({ length }) => length < 30_000)];
}

test("frames of every wrong kind close their own socket with a documented code at most; the room goes on for others", async () => {
  const witness = await healthy();
  const frames = hostileFrames();
  const codes = new Set<number>();
  for (let i = 0; i < frames.length; i += 15) {
    const socket = await healthy();
    for (const text of frames.slice(i, i + 15)) {
      if (socket.socket.readyState === WebSocket.OPEN) socket.socket.send(text);
    }
    let hasPonged = false;
    socket.socket.addEventListener("message", ({ data }) => (hasPonged ||= data === "pong"));
    if (socket.socket.readyState === WebSocket.OPEN) socket.socket.send("ping");
    await until(() =>
      hasPonged || socket.socket.readyState === WebSocket.CLOSED ? true : undefined,
    );
    socket.close();
    codes.add((await socket.closed).code);
  }
  for (const big of [
    "x".repeat(40_000),
    JSON.stringify({ type: "send", content: "y".repeat(33_000) }),
  ]) {
    const socket = await healthy();
    socket.socket.send(big);
    expect((await socket.closed).code).toBe(closeCodes["frame-too-big"]);
  }
  const binary = await healthy();
  binary.socket.send(new Uint8Array([0, 255, 1]));
  expect((await binary.closed).code).toBe(closeCodes["bad-frame"]);
  const flood = await healthy();
  for (let i = 0; i < 1_000; i += 1)
    flood.socket.send(JSON.stringify({ type: "typing", is_typing: true }));
  expect((await flood.closed).code).toBe(closeCodes["too-many-frames"]);
  const documented = new Set<number>([...Object.values(closeCodes), 1000, 1005]);
  expect([...codes].filter((code) => !documented.has(code))).toEqual([]);
  expect(witness.socket.readyState).toBe(WebSocket.OPEN);
  await expectAlive();
  witness.close();
}, 120_000);

test("bytes that are no frames, frames that the protocol forbids, and half frames harm nobody", async () => {
  const url = `${desk.url}/api/chat/rooms/${room}/ws`;
  const protocols = [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL}${token}`];
  const tricks = [
    [frame("not masked", { isMasked: false })],
    [frame("reserved bits", { reserved: 7 })],
    ...[3, 7, 11, 15].map((opcode) => [frame("no such opcode", { opcode })]),
    [frame(Buffer.of(0xff, 0xc3, 0x28))],
    [frame("x".repeat(200), { opcode: 9 })],
    [frame("a", { opcode: 8 }), frame("after the close")],
    [frame(Buffer.of(0x0f, 0xff), { opcode: 8 })],
    [frame("half", { length: 60_000 })],
    [frame("too long to come", { length: 2 ** 40 })],
    [frame("continues nothing", { opcode: 0 })],
    [frame("begins", { isFinal: false }), frame("begins again")],
    Array.from({ length: 500 }, () => frame("{", { isFinal: false, opcode: 0 })),
    [Buffer.from(Array.from({ length: 500 }, () => random.int(0, 255)))],
    [Buffer.from("GET / HTTP/1.1\r\nHost: a\r\n\r\n")],
  ];
  for (const bytes of tricks) {
    expect((await sendBytes(url, protocols, bytes)).status).toBe(101);
  }
  await Promise.all(Array.from({ length: 100 }, () => sendBytes(url, protocols, [])));
  await expectAlive();
}, 120_000);

test("upgrades with the wrong token, room, origin or protocols are closed with the code that says why", async () => {
  const reasons = async (id: string, offered: string[], headers = {}) => {
    const address = `${desk.url.replace("http", "ws")}/api/chat/rooms/${id}/ws`;
    const socket: WebSocket = Reflect.construct(WebSocket, [
      address,
      { protocols: offered, headers: { ...from(), ...headers } },
    ]);
    return new Promise<string>((resolve) => {
      socket.addEventListener("close", ({ reason, code }) => resolve(reason || String(code)));
    });
  };
  const good = `${TOKEN_SUBPROTOCOL}${token}`;
  expect(await reasons(room, [SUBPROTOCOL])).toBe("unauthenticated");
  expect(await reasons(room, [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL}a.b.c`])).toBe("unauthenticated");
  expect(await reasons(room, [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL}${token.slice(0, -3)}`])).toBe(
    "unauthenticated",
  );
  expect(await reasons("room_none", [SUBPROTOCOL, good])).toBe("not-found");
  expect(await reasons("..%2f..%2f", [SUBPROTOCOL, good])).toBe("not-found");
  const evil = { Origin: "https://evil.example" };
  expect(await reasons(room, [SUBPROTOCOL, good], evil)).toBe("origin-not-allowed");
  await expectAlive();
});

test("Engine.IO requests of every wrong kind are refused without a 5xx, and real clients go on", async () => {
  const real = connectSocketIo(token, { origin: desk.url });
  await real.connected();
  const ask = (query: string, init: RequestInit = {}) =>
    fetch(`${desk.url}/socket.io/?${query}`, { ...init, headers: from() });
  const opened = await ask("EIO=4&transport=polling");
  const { sid } = JSON.parse((await opened.text()).slice(1));
  const queries = [
    "",
    "EIO=3&transport=polling",
    "EIO=4",
    "EIO=4&transport=carrier-pigeon",
    "EIO=4&transport=polling&sid=none",
    `EIO=4&transport=polling&sid=${"a".repeat(3_000)}`,
    "EIO=4&transport=polling&sid=__proto__",
    "EIO=4&transport=polling&sid=%00",
    "EIO=4&transport=websocket",
    "EIO=4&EIO=3&transport=polling&transport=websocket",
  ];
  const statuses: number[] = [];
  for (const query of queries) {
    for (const method of ["GET", "POST", "OPTIONS", "PUT"]) {
      const body = method === "POST" || method === "PUT" ? { body: "40" } : {};
      statuses.push((await ask(query, { method, ...body })).status);
    }
  }
  const packets = [
    ...[
      "",
      "9",
      "40",
      "40{",
      '40{"token":1}',
      '40{"token":{"a":[]}}',
      "42",
      "42[",
      "42{}",
      '42["join_room"]',
    ],
    ...[
      '42["join_room",null]',
      '42["send_message",{"room":[]}]',
      '42["__proto__",{}]',
      '420["typing",1]',
    ],
    ...[
      '4299999999999999999999["typing",{}]',
      "43",
      "44",
      "45-[]",
      '451-["a",{"_placeholder":true,"num":0}]',
    ],
    ...["41", "bAAAA", "b%%%%", "6", "5", "2probe", "\x1e\x1e\x1e", "4".repeat(5_000), "\x00", "1"],
    ...hostileTexts
      .filter(({ length }) => length < 5_000)
      .map((text) => `42${JSON.stringify([text, { room, message: text }])}`),
    ...hostileTexts.slice(0, 30).map((text) => `4${text}`),
  ];
  for (const packet of packets) {
    const answer = await ask(`EIO=4&transport=polling&sid=${sid}`, {
      method: "POST",
      body: packet,
    });
    statuses.push(answer.status);
    if (answer.status === 200) continue;
    const again = await ask("EIO=4&transport=polling");
    const text = await again.text();
    statuses.push(again.status);
    if (!again.ok) break;
    expect(text).toMatch(/^0\{/);
  }
  const tooMuch = await ask(`EIO=4&transport=polling&sid=${sid}`, {
    method: "POST",
    body: "4".repeat(3_000_000),
  });
  statuses.push(tooMuch.status);
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
  const joined = await real.socket.emitWithAck("join_room", {
    room,
    user: "Anna",
    user_type: "customer",
  });
  expect(joined).toMatchObject({ ok: true });
  for (const payload of [
    null,
    1,
    "x",
    [],
    { room: {} },
    { room, message: "x".repeat(10_000) },
    { room, message: { a: 1 } },
  ]) {
    for (const name of ["join_room", "send_message", "leave_room", "typing", "nonsense"]) {
      // Twenty events a second are allowed.
      await sleep(60);
      if (name === "nonsense") real.socket.emit(name, payload);
      else
        expect(await real.socket.emitWithAck(name, payload)).toMatchObject({
          ok: expect.any(Boolean),
        });
    }
  }
  await real.socket.emitWithAck("join_room", { room, user: "Anna", user_type: "customer" });
  const sent = await real.socket.emitWithAck("send_message", { room, message: "Still here?" });
  expect(sent).toMatchObject({ ok: true });
  real.socket.close();
  await expectAlive();
}, 120_000);
