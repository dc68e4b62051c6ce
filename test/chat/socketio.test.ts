import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { connectSocketIo, logOf, newRoom, newUser, until } from "../support/chat.ts";
import { control, newAddress, send } from "../support/desk.ts";
import { lane } from "../support/lane.ts";

const transports = [["polling"], ["websocket"], ["polling", "websocket"]];

test("the document's client works by polling, by WebSocket, and from the one to the other", async () => {
  for (const way of transports) {
    const [customer, admin] = [await newUser(), await newUser("admin")];
    const room = await newRoom(customer);
    const mine = connectSocketIo(customer.token, { transports: way });
    const theirs = connectSocketIo(admin.token, { transports: way });
    mine.socket.emit("join_room", { room, user: "Anna", user_type: "customer" });
    theirs.socket.emit("join_room", { room_id: room, user_id: "x", user_type: "admin" });
    expect(await mine.event("room_joined")).toMatchObject({ room, status: "active", head: 0 });
    await theirs.event("room_joined");

    const message = "Min spegel gick sönder och jag är missnöjd";
    mine.socket.emit("send_message", {
      room,
      message,
      user_type: "customer",
      timestamp: new Date(),
    });
    const told = await theirs.event("new_message");
    expect(told).toMatchObject({ message, user_type: "customer", room, seq: 1 });
    expect(Date.parse(told.timestamp)).not.toBeNaN();
    const analysis = await theirs.event("ai_analysis");
    expect(analysis).toMatchObject({ room, message, intent: "complaint" });
    expect(analysis.suggestion).toBe(analysis.suggestions[0]);
    await until(() => (mine.named("new_message").length === 2 ? true : undefined));
    expect(mine.named("new_message")[1]).toMatchObject({
      user_type: "admin",
      is_ai_generated: true,
    });

    mine.socket.emit("typing", { room_id: room });
    expect(await theirs.event("typing")).toMatchObject({ user_id: customer.id });
    const ack = await theirs.socket.emitWithAck("send_message", {
      room_id: room,
      content: "Maja här",
      client_id: "c1",
    });
    expect(ack).toMatchObject({ ok: true, seq: 3, client_id: "c1", duplicate: false });
    const again = await theirs.socket.emitWithAck("send_message", {
      room_id: room,
      content: "Maja här",
      client_id: "c1",
    });
    expect(again).toMatchObject({ ok: true, seq: 3, duplicate: true });
    await until(() => (mine.named("new_message").length === 3 ? true : undefined));
    const left = await theirs.socket.emitWithAck("leave_room", { room });
    expect(left).toMatchObject({ ok: true });
    await mine.event("user_left");
    mine.socket.emit("send_message", { room, message: "Lampa" });
    await until(() => (mine.named("new_message").length === 4 ? true : undefined));
    expect(theirs.named("new_message")).toHaveLength(3);
    expect(mine.named("ai_analysis")).toEqual([]);
    mine.socket.close();
    theirs.socket.close();
  }
});

test("without a good token nobody connects, and the client is told why", async () => {
  const customer = await newUser();
  for (const token of [null, "nonsense", `${customer.token}x`]) {
    const client = connectSocketIo(token, { reconnection: false });
    const error = await new Promise<any>((resolve) => client.socket.once("connect_error", resolve));
    expect(error.message).toContain("credentials");
    expect(error.data.code).toBe("unauthenticated");
    client.socket.close();
  }
  const extraHeaders = {
    Authorization: `Bearer ${customer.token}`,
    "CF-Connecting-IP": newAddress(),
  };
  const byHeader = connectSocketIo(null, { extraHeaders });
  await byHeader.connected();
  byHeader.socket.close();
  const bearer = connectSocketIo(`Bearer ${customer.token}`);
  await bearer.connected();
  const elsewhere = bearer.socket.io.socket("/admin");
  const refusal = await new Promise<any>((resolve) => elsewhere.once("connect_error", resolve));
  expect(refusal.message).toBe("Invalid namespace");
  bearer.socket.close();
});

test("what goes wrong is an event and an answer, and nothing happens", async () => {
  const [customer, stranger] = [await newUser(), await newUser()];
  const room = await newRoom(customer);
  const client = connectSocketIo(stranger.token);
  const cases: [string, unknown, string][] = [
    ["join_room", { room }, "not-found"],
    ["send_message", { room, message: "Lampa" }, "not-found"],
    ["typing", { room }, "not-found"],
    ["join_room", { room: "nowhere" }, "not-found"],
    ["join_room", { room, user_type: "admin" }, "forbidden"],
    ["send_message", { room, message: "x", user_type: "admin" }, "forbidden"],
    ["send_message", { room }, "validation-failed"],
    ["send_message", { room, message: "" }, "validation-failed"],
    ["send_message", { room, message: "x".repeat(4001) }, "validation-failed"],
    ["join_room", null, "validation-failed"],
    ["join_room", "x", "validation-failed"],
    ["authenticate", { user_type: "admin" }, "validation-failed"],
  ];
  for (const [name, payload, code] of cases) {
    const answer = await client.socket.emitWithAck(name, payload);
    expect([name, answer]).toMatchObject([name, { ok: false, error: { code } }]);
  }
  expect(client.named("error").map(({ code }) => code)).toEqual(cases.map(([, , code]) => code));
  expect(client.named("message_error").length).toBe(5);
  expect(client.named("new_message")).toEqual([]);
  expect(await logOf(customer, room)).toEqual([]);
  client.socket.close();
});

test("a client that loses its connection gets what it has missed when it is back, without joining again", async () => {
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const room = await newRoom(customer);
  for (const way of transports) {
    const before = (await logOf(customer, room)).length;
    const client = connectSocketIo(customer.token, { transports: way, reconnectionDelay: 200 });
    expect(await client.socket.emitWithAck("join_room", { room })).toMatchObject({ ok: true });
    const say = (content: string) =>
      admin.send(`/api/chat/rooms/${room}/messages`, { body: { content } });
    await say("seen");
    await client.event("new_message");
    client.socket.io.engine.close();
    await Promise.all(["missed 1", "missed 2", "missed 3"].map(say));
    await until(() => (client.named("new_message").length >= 4 ? true : undefined));
    await say("and live again");
    await until(() => (client.named("new_message").length >= 5 ? true : undefined));
    expect(client.socket.recovered).toBe(true);
    const expected = (await logOf(customer, room)).slice(before).map(({ seq }) => seq);
    expect(client.named("new_message").map(({ seq }) => seq)).toEqual(expected);
    client.socket.close();
  }
});

test("a session put to sleep with its WebSocket open goes on", async () => {
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const room = await newRoom(customer);
  const client = connectSocketIo(customer.token, { transports: ["websocket"] });
  await client.socket.emitWithAck("join_room", { room });
  const sid = Reflect.get(client.socket.io.engine, "id");
  await control.hibernate("SOCKETIO", sid);
  await control.hibernate("ROOMS", room);
  await admin.send(`/api/chat/rooms/${room}/messages`, { body: { content: "still here?" } });
  expect(await client.event("new_message")).toMatchObject({ message: "still here?" });
  const ack = await client.socket.emitWithAck("send_message", { room, message: "Lampa" });
  expect(ack).toMatchObject({ ok: true, seq: 2 });
  client.socket.close();
});

test("whoever floods is told so and disconnected", async () => {
  const customer = await newUser();
  const room = await newRoom(customer);
  const client = connectSocketIo(customer.token, {
    reconnection: false,
    transports: ["websocket"],
  });
  await client.socket.emitWithAck("join_room", { room });
  for (let i = 0; i < 200; i += 1) client.socket.emit("send_message", { room, message: `m${i}` });
  expect(await client.event("error")).toMatchObject({ code: "too-many-frames" });
  await until(() => (client.socket.disconnected ? true : undefined));
  const log = await logOf(customer, room);
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1));
});

test("what is not Engine.IO 4 is refused as Engine.IO does it", async () => {
  const cases: [string, number][] = [
    ["?EIO=3&transport=polling", 5],
    ["?transport=polling", 5],
    ["?EIO=4", 0],
    ["?EIO=4&transport=flashsocket", 0],
    ["?EIO=4&transport=websocket", 3],
    ["?EIO=4&transport=polling&sid=nobody", 1],
    [`?EIO=4&transport=polling&sid=sid_${"0".repeat(36)}`, 1],
  ];
  for (const [query, code] of cases) {
    const answer = await send(`/socket.io/${query}`);
    expect([query, answer.status, answer.body.code]).toEqual([query, 400, code]);
  }
  const foreign = await send("/socket.io/?EIO=4&transport=polling", {
    headers: { Origin: "https://evil.example" },
  });
  expect(foreign.status).toBe(403);
  const posted = await send("/socket.io/?EIO=4&transport=polling", { body: "40" });
  expect(posted.body.code).toBe(2);
});

test("a page of an allowed origin may poll; the handshake says what the server can do", async () => {
  const answer = await send("/socket.io/?EIO=4&transport=polling", {
    headers: { Origin: "https://shop.example" },
  });
  expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("https://shop.example");
  expect(answer.headers.get("Content-Type")).toMatch(/^text\/plain/);
  const handshake = JSON.parse(answer.text.slice(1));
  expect(handshake).toMatchObject({ upgrades: ["websocket"], pingInterval: 25000 });
  const sid = `?EIO=4&transport=polling&sid=${handshake.sid}`;
  // Nonsense in a post ends nobody but the session itself.
  const url = `${lane.deskUrl}/socket.io/${sid}`;
  const nonsense = await fetch(url, { method: "POST", body: "4\u001e4?!\u001e\u001e9" });
  expect(nonsense.status).toBe(200);
  await sleep(50);
  expect((await fetch(url)).status).toBe(400);
});
