import { expect, test } from "vitest";
import { connectSocketIo, logOf, newRoom, newUser, RoomSocket } from "../support/chat.ts";
import { operations } from "../support/contract.ts";

const SECRET = "only for my eyes";

test("two customers: every route and event with the other's room gives nothing and changes nothing", async () => {
  const [owner, stranger] = [await newUser(), await newUser()];
  const room = await newRoom(owner);
  const mine = await new RoomSocket(room, owner.token).live();
  await owner.send(`/api/chat/rooms/${room}/messages`, { body: { content: SECRET } });
  const before = await owner.send(`/api/chat/rooms/${room}`);

  const bodies: Record<string, object> = {
    sendMessage: { content: "mine now" },
    handOverRoom: { to: "human" },
  };
  const ofRooms = operations.filter(({ path }) => path.includes("{room_id}"));
  expect(ofRooms.map(({ operation }) => operation.operationId).toSorted()).toEqual([
    "closeRoom",
    "findRoom",
    "handOverRoom",
    "joinRoom",
    "keepRoomFile",
    "listMessages",
    "openRoomFile",
    "reopenRoom",
    "sendMessage",
  ]);
  for (const { path, method, operation } of ofRooms) {
    const id = operation.operationId ?? "";
    if (id === "joinRoom") continue;
    const answer = await stranger.send(
      path.replace("{room_id}", room).replace("{file}", "file_x"),
      {
        method: method.toUpperCase(),
        ...(method === "post" ? { body: bodies[id] ?? {} } : {}),
      },
    );
    expect([id, answer.status, answer.text.includes(SECRET)]).toEqual([id, 404, false]);
  }
  expect((await stranger.send("/api/chat/rooms?status=all")).body).toEqual([]);
  const foreign = new RoomSocket(room, stranger.token);
  expect((await foreign.closed).reason).toBe("not-found");
  expect(JSON.stringify(foreign.frames)).not.toContain(SECRET);

  const client = connectSocketIo(stranger.token);
  const auth = { token: stranger.token, pid: "pid_x", offset: `${room}:0` };
  const pretender = connectSocketIo(null, { auth });
  await pretender.connected();
  for (const [name, payload] of [
    ["join_room", { room, user: owner.username, user_type: "customer" }],
    ["send_message", { room, message: "mine now" }],
    ["leave_room", { room }],
    ["typing", { room }],
    ["stop_typing", { room }],
  ] as const) {
    await client.socket.emitWithAck(name, payload);
    await pretender.socket.emitWithAck(name, payload);
  }
  await owner.send(`/api/chat/rooms/${room}/messages`, { body: { content: `${SECRET} 2` } });
  await mine.frame("message", ({ message }) => message.seq === 2);
  for (const { heard } of [client, pretender]) {
    expect(JSON.stringify(heard)).not.toContain(SECRET);
    expect(heard.filter(({ name }) => name !== "error" && name !== "message_error")).toEqual([]);
  }
  const { message_count, status, handled_by } = (await owner.send(`/api/chat/rooms/${room}`)).body;
  expect({ message_count, status, handled_by }).toEqual({
    message_count: 2,
    status: before.body.status,
    handled_by: before.body.handled_by,
  });
  expect(mine.frames.some(({ type }) => type === "joined" || type === "typing")).toBe(false);
  client.socket.close();
  pretender.socket.close();
  mine.close();
});

test("two admins see every room; a customer's word is never an admin's", async () => {
  const [customer, one, two] = [await newUser(), await newUser("admin"), await newUser("admin")];
  const room = await newRoom(customer);
  for (const admin of [one, two]) {
    expect((await admin.send(`/api/chat/rooms/${room}`)).status).toBe(200);
    await admin.send(`/api/chat/rooms/${room}/messages`, { body: { content: admin.username } });
  }
  const log = await logOf(customer, room);
  expect(log.map(({ user_id }) => user_id)).toEqual([one.id, two.id]);
  for (const path of [
    "/api/admin/dashboard",
    "/api/admin/customers",
    "/api/admin/intent-statistics",
    "/api/admin/system-config",
    "/api/analytics/overview",
    "/api/analytics/customer-behavior",
  ]) {
    expect([path, (await customer.send(path)).status]).toEqual([path, 403]);
    expect([path, (await two.send(path)).status]).toEqual([path, 200]);
  }
});

test("somebody who is deactivated is out of their rooms too", async () => {
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const room = await newRoom(customer);
  const socket = await new RoomSocket(room, customer.token).live();
  await admin.send(`/api/admin/users/${customer.id}/deactivate`, { method: "POST" });
  expect((await new RoomSocket(room, customer.token).closed).reason).toBe("unauthenticated");
  expect((await customer.send(`/api/chat/rooms/${room}`)).status).toBe(401);
  socket.close();
});
