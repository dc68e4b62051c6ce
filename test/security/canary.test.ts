import { randomBytes } from "node:crypto";
import { io } from "socket.io-client";
import { expect, test } from "vitest";
import { openChat } from "../support/chat-socket.ts";
import { control, logLineOf, newKey, newUser, send, type Answer } from "../support/desk.ts";
import { lane } from "../support/lane.ts";
import { png } from "../support/pictures.ts";
import { claimFields, claimForm, deliveredOrder, newBuyer } from "../support/portal.ts";

/** Words that occur nowhere else, so that each find tells where it came in. */
function marker(place: string): string {
  return `canary${place}${randomBytes(6).toString("hex")}`;
}

test("S-37: what customers send is in no line of the log, whichever way it came in", async () => {
  const markers: string[] = [];
  const mark = (place: string) => {
    const word = marker(place);
    markers.push(word);
    return word;
  };
  const address = (place: string) => `${mark(place)}@example.org`;
  const [user, admin, buyer] = [await newUser(), await newUser("admin"), await newBuyer()];
  const [gpt, sales] = [await newKey("gpt"), await newKey("sales")];
  const { orderId } = await deliveredOrder(admin, buyer);
  markers.push(user.token, gpt.secret, sales.secret, user.username);
  const photo = { bytes: png(), name: `${mark("filename")}.png` };
  const csv = `name;email;notes\n${mark("csvname")};${address("csvemail")};${mark("csvnotes")}\n`;
  const room = await user.send("/api/chat/rooms", { body: { customer_name: mark("roomname") } });
  const chat = `/api/chat/rooms/${room.body.room_id}/messages`;

  const answers: Answer[] = [
    room,
    await send("/api/auth/register", {
      body: {
        username: mark("username"),
        email: address("email"),
        password: mark("password"),
        full_name: mark("fullname"),
      },
      headers: { "X-Bootstrap-Secret": mark("bootstrap") },
    }),
    await send("/api/auth/login", { body: { username: mark("login"), password: mark("wrong") } }),
    await user.send("/api/auth/password", {
      body: { current_password: mark("current"), new_password: mark("new") },
    }),
    await gpt.send("/gpt-rag/customer-lookup", {
      body: { email: address("lookup"), query_context: mark("context") },
    }),
    await gpt.send("/gpt-rag/booking-details", {
      body: { customer_email: address("booking"), booking_id: mark("bookingid") },
    }),
    await gpt.send("/gpt-rag/create-ticket", {
      body: {
        customer_email: address("ticket"),
        issue_type: "general",
        description: mark("description"),
        client_ref: mark("ref"),
      },
    }),
    await gpt.send("/gpt-rag/create-ticket", {
      body: {
        customer_email: address("badticket"),
        issue_type: mark("issuetype"),
        priority: mark("priority"),
      },
      headers: { "Idempotency-Key": mark("idempotency") },
    }),
    await user.send("/api/v1/logs/logs", {
      body: { title: mark("title"), description: mark("log"), log_type: "support" },
    }),
    await user.send("/api/v1/chat/chat", {
      body: { message: `${mark("question")} opening hours?` },
    }),
    await user.send(chat, { body: { content: mark("message"), client_id: mark("clientid") } }),
    await user.send("/api/chat/analyze", { body: { message: mark("analysed") } }),
    await admin.send(chat, { body: { content: mark("answer") } }),
    await sales.send("/import/leads", { body: csv, headers: { "Content-Type": "text/csv" } }),
    await sales.send("/import/leads", {
      body: `{"${mark("badjson")}`,
      headers: { "Content-Type": "application/json" },
    }),
    await sales.send(`/leads?q=${mark("search")}`),
    await sales.send("/ai", {
      body: {
        action: "chat",
        data: {
          messages: [{ role: "user", content: mark("sales") }],
          lead: {
            name: mark("lead"),
            notes: mark("leadnotes"),
            extra: { [mark("extrakey")]: mark("extra") },
          },
        },
      },
    }),
    await buyer.send("/customer/claims", {
      body: claimForm({ ...claimFields(orderId), description: mark("claim") }, [photo]),
    }),
    await buyer.send(`/customer/orders/${orderId}/messages`, { body: { content: mark("portal") } }),
    await buyer.send(`/customer/products?search=${mark("product")}`),
    await send(`/${mark("path")}/${mark("deep")}?${mark("key")}=${mark("value")}`, {
      headers: {
        "User-Agent": mark("agent"),
        Cookie: mark("cookie"),
        Referer: `https://a.se/${mark("referer")}`,
        Origin: `https://${mark("origin")}.se`,
        "X-Forwarded-For": mark("forwarded"),
      },
    }),
    await send("/gpt-rag/customer-lookup", {
      body: {},
      headers: { Authorization: `Bearer ${mark("badkey")}` },
    }),
    await send("/api/auth/me", { headers: { Authorization: `Bearer a.${mark("badtoken")}.c` } }),
    await send(`/quotes/${mark("quote")}`),
    await send(`/files/claims/${mark("file")}?expires=1&signature=${mark("signature")}`),
    await send("/mcp", {
      body: {
        jsonrpc: "2.0",
        id: mark("rpc"),
        method: mark("rpcmethod"),
        params: { x: mark("rpcparam") },
      },
    }),
    await send("/api/chat/visitors", {
      body: { name: mark("visitor"), identity: `a.${mark("identity")}.c` },
    }),
  ];
  const socket = await openChat(lane.deskUrl, { protocols: ["edgedesk", user.token] });
  await socket.until("ready");
  socket.send({ type: "message", content: mark("frame"), client_ref: mark("frameref") });
  await socket.until("done");
  socket.send(`{"${mark("badframe")}`);
  await socket.next();
  socket.close();
  const client = io(lane.deskUrl, { auth: { token: user.token }, transports: ["websocket"] });
  await client.emitWithAck("join_room", { room: room.body.room_id, user: mark("joins") });
  await client.emitWithAck("send_message", {
    room: room.body.room_id,
    message: mark("event"),
    client_id: mark("eventid"),
  });
  await client.emitWithAck("send_message", { room: mark("noroom"), message: mark("lost") });
  client.disconnect();

  expect(answers.filter(({ status }) => status < 400).length).toBeGreaterThanOrEqual(14);
  for (const answer of answers) await logLineOf(answer);
  expect(markers.length).toBeGreaterThanOrEqual(60);
  for (const word of markers) expect([word, await control.logs(word)]).toEqual([word, []]);
});
