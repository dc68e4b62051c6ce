import { expect, test } from "vitest";
import { connectSocketIo, logOf, newRoom, newUser, RoomSocket, until } from "../support/chat.ts";

test("Socket.IO, a plain WebSocket and REST sit in one room: all see the same messages in the same order", async () => {
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const room = await newRoom(customer);
  const plain = await new RoomSocket(room, customer.token).live();
  const polled = connectSocketIo(admin.token);
  const direct = connectSocketIo(admin.token, { transports: ["websocket"] });
  for (const client of [polled, direct]) {
    await client.connected();
    client.socket.emit("join_room", { room, user: admin.username, user_type: "admin" });
    await client.event("room_joined");
  }

  plain.send({ type: "send", client_id: "one", content: "one" });
  await plain.frame("ack");
  polled.socket.emit("send_message", {
    room,
    message: "two",
    user_type: "admin",
    timestamp: new Date(),
  });
  await until(() => (plain.messages().length >= 2 ? true : undefined));
  const posted = await customer.send(`/api/chat/rooms/${room}/messages`, {
    body: { content: "three", user_type: "customer" },
  });
  expect(posted.status).toBe(200);
  const ack = await direct.socket.emitWithAck("send_message", { room, message: "four" });
  expect(ack).toMatchObject({ ok: true, seq: 4 });

  const expected = ["one", "two", "three", "four"];
  await until(() => (plain.messages().length >= 4 ? true : undefined));
  await until(() => (polled.named("new_message").length >= 4 ? true : undefined));
  await until(() => (direct.named("new_message").length >= 4 ? true : undefined));
  expect(plain.messages().map(({ content }) => content)).toEqual(expected);
  expect(polled.named("new_message").map(({ message }) => message)).toEqual(expected);
  expect(direct.named("new_message").map(({ message }) => message)).toEqual(expected);
  expect((await logOf(customer, room)).map(({ content }) => content)).toEqual(expected);
  const seqs = [1, 2, 3, 4];
  expect(plain.messages().map(({ seq }) => seq)).toEqual(seqs);
  expect(polled.named("new_message").map(({ seq }) => seq)).toEqual(seqs);
  expect(polled.socket.io.engine.transport.name).toBe("websocket");
  polled.socket.close();
  direct.socket.close();
  plain.close();
});
