import { setTimeout as sleep } from "node:timers/promises";
import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { closeCodes, limits } from "../../src/chat/chat.protocol.ts";
import { DEVELOPMENT_SECRET } from "../../src/env.ts";
import { connectSocketIo, logOf, newRoom, newUser, RoomSocket, until } from "../support/chat.ts";
import { control } from "../support/desk.ts";

const rooms = "/api/chat/rooms";

async function filledRoom(messages: number) {
  const customer = await newUser();
  const room = await newRoom(customer);
  const socket = await new RoomSocket(room, customer.token).live();
  for (let i = 1; i <= messages; i += 1) {
    const sent = await customer.send(`${rooms}/${room}/messages`, {
      body: { content: `Lampa ${i}` },
    });
    expect(sent.body.seq).toBe(i);
  }
  return { customer, room, socket };
}

test("whoever joins is told who they are, who is there, and what to say about AI", async () => {
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const room = await newRoom(customer);
  const first = await new RoomSocket(room, customer.token).live();
  const second = new RoomSocket(room, admin.token);
  const me = { id: customer.id, name: customer.username, role: "customer" };
  const staff = { id: admin.id, name: admin.username, role: "admin" };
  expect(await second.frame("welcome")).toMatchObject({
    protocol: 1,
    room: { id: room, status: "active", handled_by: "ai" },
    you: staff,
    head: 0,
    present: expect.arrayContaining([me, staff]),
    ai_disclosure: { en: expect.stringContaining("AI") },
  });
  expect((await first.frame("joined")).person).toEqual(staff);
  const again = await new RoomSocket(room, admin.token).live();
  second.close();
  await second.closed;
  again.send({ type: "typing", is_typing: true });
  expect(await first.frame("typing")).toMatchObject({ person: staff, is_typing: true });
  expect(first.frames.filter(({ type }) => type === "left")).toEqual([]);
  again.close();
  expect((await first.frame("left")).person).toEqual(staff);
  expect(first.frames.filter(({ type }) => type === "joined")).toHaveLength(1);
  first.close();
});

test("a message is acknowledged and told with one number; the AI's reading goes to staff only", async () => {
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const room = await newRoom(customer);
  const [mine, theirs] = [
    await new RoomSocket(room, customer.token).live(),
    await new RoomSocket(room, admin.token).live(),
  ];
  const content = "Min spegel gick sönder och jag är missnöjd";
  mine.send({ type: "send", client_id: "a", content });
  const ack = await mine.frame("ack");
  expect(ack).toMatchObject({ client_id: "a", seq: 1, duplicate: false });
  const told = await theirs.frame("message");
  expect(told.message).toMatchObject({ seq: 1, id: ack.id, timestamp: ack.timestamp, content });
  const analysis = await theirs.frame("analysis");
  expect(analysis).toMatchObject({ seq: 1, content, intent: "complaint", engine: "rules" });
  expect((await mine.frame("message", ({ message }) => message.seq === 2)).message).toMatchObject({
    is_ai_generated: true,
    content: analysis.suggestions[0],
  });
  mine.send({ type: "send", client_id: "a", content });
  const again = await mine.frame("ack", ({ duplicate }) => duplicate);
  expect(again).toMatchObject({ seq: 1, id: ack.id });
  mine.send({ type: "send", client_id: "a", content: "something else" });
  expect(await mine.frame("error")).toMatchObject({
    code: "idempotency-key-reused",
    client_id: "a",
  });
  theirs.send({ type: "hand_over", to: "human" });
  expect((await mine.frame("room")).room.handled_by).toBe("human");
  mine.send({ type: "hand_over", to: "ai" });
  expect(await mine.frame("error", ({ code }) => code === "forbidden")).toBeTruthy();
  mine.send({ type: "mark", delivered: 2, read: 1 });
  expect((await theirs.frame("mark")).mark).toEqual({
    user_id: customer.id,
    delivered: 2,
    read: 1,
  });
  mine.send({ type: "mark", read: 99 });
  const last = await theirs.frame("mark", ({ mark }) => mark.read > 1);
  expect(last.mark.read).toBe(2);
  expect(mine.frames.filter(({ type }) => type === "analysis")).toEqual([]);
  const later = new RoomSocket(room, admin.token);
  expect((await later.frame("welcome")).marks).toEqual([
    { user_id: customer.id, delivered: 2, read: 2 },
  ]);
  for (const socket of [mine, theirs, later]) socket.close();
});

test("resuming from every place gives exactly what is missing, in pages, and then goes on live", async () => {
  const { customer, room, socket } = await filledRoom(30);
  const whole = await logOf(customer, room);
  for (let after = 0; after <= 30; after += 1) {
    const late = await new RoomSocket(room, customer.token).live(after);
    expect(late.messages().map(({ id }) => id)).toEqual(whole.slice(after).map(({ id }) => id));
    late.close();
  }
  const [page] = [await new RoomSocket(room, customer.token).live(10)];
  socket.send({ type: "send", client_id: "live", content: "Lampa 31" });
  await until(() => (page.messages().at(-1)?.seq === 31 ? true : undefined));
  expect(page.messages().map(({ seq }) => seq)).toEqual(
    Array.from({ length: 21 }, (_, i) => 11 + i),
  );
  page.close();
  socket.close();
});

test("a socket that has not resumed yet gets no live message before the pages that precede it", async () => {
  const { customer, room, socket } = await filledRoom(3);
  const late = new RoomSocket(room, customer.token);
  await late.frame("welcome");
  socket.send({ type: "send", client_id: "x", content: "Lampa 4" });
  await socket.frame("ack");
  await late.live();
  expect(late.messages().map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  late.close();
  socket.close();
});

test("a room put to sleep with its sockets open goes on as if nothing had happened", async () => {
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const room = await newRoom(customer);
  const mine = await new RoomSocket(room, customer.token).live();
  const theirs = await new RoomSocket(room, admin.token).live();
  for (let i = 1; i <= 2; i += 1) {
    theirs.send({ type: "send", client_id: `a${i}`, content: `one ${i}` });
    await theirs.frame("ack", ({ client_id }) => client_id === `a${i}`);
    await control.hibernate("ROOMS", room);
    mine.send({ type: "send", client_id: `a${i}`, content: `two ${i}` });
    await mine.frame("ack", ({ client_id }) => client_id === `a${i}`);
    mine.send({ type: "send", client_id: `a${i}`, content: `two ${i}` });
    await mine.frame("ack", ({ client_id, duplicate }) => duplicate && client_id === `a${i}`);
  }
  for (const socket of [mine, theirs]) {
    await until(() => (socket.messages().length >= 4 ? true : undefined));
    expect(socket.messages().map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    socket.send("ping");
    socket.close();
  }
});

test("broken frames end the connection with a name; wrong values are only told", async () => {
  const customer = await newUser();
  const room = await newRoom(customer);
  const broken = {
    "not json": "bad-frame",
    "[]": "bad-frame",
    "{}": "bad-frame",
    '{"type":"shout"}': "bad-frame",
    [`{"type":"send","content":"${"x".repeat(limits.frameLength)}"}`]: "frame-too-big",
    ["[".repeat(30_000)]: "bad-frame",
  } as const;
  for (const [frame, reason] of Object.entries(broken)) {
    const socket = await new RoomSocket(room, customer.token).live();
    socket.send(frame);
    expect((await socket.frame("error")).code).toBe(reason);
    expect(await socket.closed).toEqual({ code: closeCodes[reason], reason });
  }
  const binary = await new RoomSocket(room, customer.token).live();
  binary.socket.send(new Uint8Array([1, 2, 3]));
  expect((await binary.closed).reason).toBe("bad-frame");

  const socket = await new RoomSocket(room, customer.token).live();
  const wrong = [
    '{"type":"send","client_id":"a","content":""}',
    '{"type":"send","client_id":"b","content":"   "}',
    `{"type":"send","client_id":"c","content":"${"x".repeat(4001)}"}`,
    '{"type":"send","client_id":"","content":"x"}',
    '{"type":"send","content":"x"}',
    '{"type":"resume","after":-1}',
    '{"type":"resume","after":"x"}',
    '{"type":"mark","read":1.5}',
    '{"type":"typing"}',
  ];
  for (const [i, frame] of wrong.entries()) {
    socket.send(frame);
    await until(() => socket.frames.filter(({ type }) => type === "error")[i]);
  }
  expect(
    socket.frames.filter(({ type }) => type === "error").map((frame) => Reflect.get(frame, "code")),
  ).toEqual(wrong.map(() => "validation-failed"));
  socket.send({ type: "send", client_id: "a", content: "Lampa" });
  expect((await socket.frame("ack")).seq).toBe(1);
  socket.close();
});

test("more than twenty frames a second end the connection; what was acknowledged stays", async () => {
  const customer = await newUser();
  const room = await newRoom(customer);
  const socket = await new RoomSocket(room, customer.token).live();
  for (let i = 0; i < 200; i += 1)
    socket.send({ type: "send", client_id: `f${i}`, content: `Lampa ${i}` });
  expect((await socket.frame("error")).code).toBe("too-many-frames");
  expect((await socket.closed).code).toBe(closeCodes["too-many-frames"]);
  const acks = socket.frames.flatMap((frame) => (frame.type === "ack" ? [frame.client_id] : []));
  const log = await logOf(customer, room);
  expect(acks.length).toBeGreaterThan(0);
  expect(log.map(({ client_id }) => client_id)).toEqual(acks);
});

test("a live socket that acknowledges nothing is closed as slow, and resumes by pages", async () => {
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const room = await newRoom(customer);
  const slow = await new RoomSocket(room, customer.token).live();
  const quick = await new RoomSocket(room, admin.token).live();
  const path = `${rooms}/${room}/messages`;
  for (let i = 0; i < limits.window + 5; i += 5) {
    await Promise.all(
      Array.from({ length: 5 }, (_, n) => admin.send(path, { body: { content: `m${i + n}` } })),
    );
    // Seldom enough for a socket, which may say twenty things in a second.
    if (i % 100 === 0) quick.send({ type: "mark", delivered: i });
  }
  expect((await slow.closed).reason).toBe("slow-consumer");
  const head = limits.window + 5;
  await until(() => (quick.messages().at(-1)?.seq === head ? true : undefined));
  const back = await new RoomSocket(room, customer.token).live(slow.messages().at(-1)?.seq);
  const seen = [...slow.messages(), ...back.messages()].map(({ seq }) => seq);
  expect(seen).toEqual(Array.from({ length: head }, (_, i) => i + 1));
  quick.close();
  back.close();
});

test("sockets are for those who may: token, room and origin are checked, and the reason can be read", async () => {
  const [customer, stranger] = [await newUser(), await newUser()];
  const room = await newRoom(customer);
  const sign = (secret: string, claims: object) =>
    new SignJWT({ username: "x", role: "admin", customer_id: null, jti: "t", sub: "u", ...claims })
      .setProtectedHeader({ alg: "HS256", typ: "at+jwt" })
      .setIssuer("edgedesk")
      .setAudience("edgedesk")
      .setIssuedAt(Math.floor(Date.now() / 1000) - 7200)
      .sign(new TextEncoder().encode(secret));
  const refused = async (id: string, token: string | null, headers: object = {}) => {
    const socket = new RoomSocket(id, token, { headers });
    const { code, reason } = await socket.closed;
    expect((await socket.frame("error")).code).toBe(reason);
    expect(socket.frames).toHaveLength(1);
    return [code, reason];
  };
  const unauthenticated = [4001, "unauthenticated"];
  const inAnHour = Math.floor(Date.now() / 1000) + 3600;
  expect(await refused(room, null)).toEqual(unauthenticated);
  expect(await refused(room, "nonsense")).toEqual(unauthenticated);
  expect(await refused(room, `${customer.token}x`)).toEqual(unauthenticated);
  expect(await refused(room, await sign("x".repeat(32), { exp: inAnHour }))).toEqual(
    unauthenticated,
  );
  const expired = await sign(DEVELOPMENT_SECRET, { exp: inAnHour - 7200 });
  expect(await refused(room, expired)).toEqual(unauthenticated);
  expect(await refused(room, stranger.token)).toEqual([4004, "not-found"]);
  expect(await refused(`room_${"0".repeat(36)}`, customer.token)).toEqual([4004, "not-found"]);
  const evil = { Origin: "https://evil.example" };
  expect(await refused(room, customer.token, evil)).toEqual([4012, "origin-not-allowed"]);
  const shop = new RoomSocket(room, customer.token, {
    headers: { Origin: "https://shop.example" },
  });
  await shop.live();
  const header = { headers: { Authorization: `Bearer ${customer.token}` } };
  const byHeader = await new RoomSocket(room, null, header).live();
  shop.close();
  byHeader.close();
  const plain = await customer.send(`${rooms}/${room}/ws`);
  expect([plain.status, plain.body.code]).toEqual([426, "upgrade-required"]);
});

test("a token that expires while connected is the end of its sockets", async () => {
  const customer = await newUser();
  const room = await newRoom(customer);
  const [, claims = ""] = customer.token.split(".");
  const own = JSON.parse(Buffer.from(claims, "base64url").toString());
  const token = await new SignJWT({ ...own, exp: Math.floor(Date.now() / 1000) + 2 })
    .setProtectedHeader({ alg: "HS256", typ: "at+jwt" })
    .sign(new TextEncoder().encode(DEVELOPMENT_SECRET));
  const socket = await new RoomSocket(room, token).live();
  const client = connectSocketIo(token, { reconnection: false });
  await client.socket.emitWithAck("join_room", { room });
  socket.send({ type: "send", client_id: "early", content: "Lampa" });
  await socket.frame("ack");
  await sleep(2_000);
  socket.send({ type: "send", client_id: "late", content: "Lampa" });
  client.socket.emit("send_message", { room, message: "Lampa" });
  expect((await socket.closed).reason).toBe("unauthenticated");
  expect(await client.event("error")).toMatchObject({ code: "revoked" });
  await until(() => (client.socket.disconnected ? true : undefined));
  expect(await logOf(customer, room)).toHaveLength(1);
});

test("a room takes 200 sockets and tells the next one that it is full", async () => {
  const customer = await newUser();
  const room = await newRoom(customer);
  const sockets = Array.from(
    { length: limits.socketsPerRoom },
    () => new RoomSocket(room, customer.token),
  );
  await Promise.all(sockets.map((socket) => socket.frame("welcome")));
  expect((await new RoomSocket(room, customer.token).closed).reason).toBe("room-full");
  sockets[0]?.close();
  await sockets[0]?.closed;
  await until(async () => {
    const next = new RoomSocket(room, customer.token);
    const found = await until(() => next.frames[0]);
    sockets.push(next);
    return found.type === "welcome" ? true : undefined;
  });
  for (const socket of sockets) socket.close();
});
