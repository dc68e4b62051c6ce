import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { RunningTurn } from "../../src/assistant/running-turn.ts";
import { openChat } from "../support/chat-socket.ts";
import { newKey, newUser, send } from "../support/desk.ts";
import { lane } from "../support/lane.ts";

const desk = lane.deskUrl;
const list = "/api/v1/chat/conversations";

test("with the token in the first frame a message is answered in pieces and then whole", async () => {
  const user = await newUser();
  const chat = await openChat(desk);
  chat.send({ type: "message", content: "When are you open?", token: user.token, client_ref: "a" });
  expect(await chat.next()).toEqual({ type: "ready", user_id: user.id });
  const start = await chat.next();
  expect(start).toMatchObject({ type: "start", client_ref: "a", turn_id: expect.any(String) });
  let text = "";
  for (;;) {
    const frame = await chat.next();
    if (frame.type === "done") {
      expect(frame).toMatchObject({
        content: text,
        conversation_id: start.conversation_id,
        engine: "rules",
        citations: [{ id: 3 }],
        client_ref: "a",
      });
      break;
    }
    expect(frame).toMatchObject({ type: "delta", offset: text.length });
    text += frame.content;
  }
  const { conversation_id } = start;
  chat.send({ type: "message", content: "And your phone number?", conversation_id });
  expect((await chat.until("done")).conversation_id).toBe(conversation_id);
  const { body: conversation } = await user.send(`${list}/${conversation_id}`);
  expect(conversation.messages).toHaveLength(4);
  chat.close();
});

test("the token may come as a subprotocol or as a frame of its own", async () => {
  const user = await newUser();
  const named = await openChat(desk, { protocols: ["edgedesk", user.token] });
  expect(named.protocol).toBe("edgedesk");
  expect(await named.next()).toEqual({ type: "ready", user_id: user.id });
  named.close();
  const bare = await openChat(desk, { protocols: [user.token] });
  expect(await bare.next()).toEqual({ type: "ready", user_id: user.id });
  bare.close();
  const framed = await openChat(desk);
  framed.send({ type: "auth", token: user.token });
  expect(await framed.next()).toEqual({ type: "ready", user_id: user.id });
  framed.close();
});

test("a wrong token, a machine's key or none opens nothing", async () => {
  const wrong = await openChat(desk, { protocols: ["edgedesk", "a.b.c"] });
  expect(await wrong.closed).toEqual({ code: 4401, reason: "unauthenticated" });
  const framed = await openChat(desk);
  framed.send({ type: "message", content: "Hello", token: "a.b.c" });
  expect(await framed.next()).toMatchObject({ type: "error", code: "unauthenticated" });
  expect((await framed.closed).code).toBe(4401);
  const none = await openChat(desk);
  none.send({ type: "message", content: "Hello" });
  expect(await none.next()).toMatchObject({ type: "error", code: "unauthenticated" });
  expect((await none.closed).code).toBe(4401);
  const machine = await openChat(desk);
  machine.send({ type: "auth", token: (await newKey("gpt")).secret });
  expect(await machine.next()).toMatchObject({ type: "error", code: "forbidden" });
  machine.close();
});

test("pages of other origins are turned away with a reason, those of the list are let in", async () => {
  const user = await newUser();
  const foreign = await openChat(desk, { headers: { Origin: "https://evil.example" } });
  expect(await foreign.closed).toEqual({ code: 4403, reason: "origin not allowed" });
  const shop = await openChat(desk, {
    headers: { Origin: "https://shop.example" },
    protocols: ["edgedesk", user.token],
  });
  expect((await shop.next()).type).toBe("ready");
  shop.close();
  const plain = await send("/ws/chat");
  expect([plain.status, plain.body.code]).toEqual([426, "upgrade-required"]);
});

test("frames that break the protocol are errors, and the socket goes on", async () => {
  const user = await newUser();
  const chat = await openChat(desk, { protocols: ["edgedesk", user.token] });
  await chat.until("ready");
  for (const bad of [
    "no json",
    "[]",
    { type: "shout", content: "Hello" },
    { type: "message" },
    { type: "message", content: "  " },
    { type: "message", content: "x".repeat(10_001) },
    { type: "message", content: "Hello", conversation_id: "1" },
    { type: "resume", turn_id: "x", offset: 0 },
    { type: "resume", turn_id: "turn_0000000000", offset: -1 },
    "x".repeat(70_000),
  ]) {
    chat.send(bad);
    expect([bad, (await chat.next()).code]).toEqual([bad, "validation-failed"]);
  }
  chat.send({ type: "message", content: "Hello", conversation_id: 999_999_999, client_ref: "b" });
  expect(await chat.next()).toMatchObject({ type: "error", code: "not-found", client_ref: "b" });
  chat.send({ type: "resume", turn_id: "turn_0000000000" });
  expect(await chat.next()).toMatchObject({ type: "error", code: "not-found" });
  chat.send("ping");
  expect((await chat.next()).type).toBe("pong");
  chat.close();
});

test("somebody else's turn cannot be resumed, nor their conversation gone on with", async () => {
  const [user, stranger] = [await newUser(), await newUser()];
  const mine = await openChat(desk, { protocols: ["edgedesk", user.token] });
  mine.send({ type: "message", content: "When are you open?" });
  const { turn_id, conversation_id } = await mine.until("done");
  mine.close();
  const theirs = await openChat(desk, { protocols: ["edgedesk", stranger.token] });
  await theirs.until("ready");
  theirs.send({ type: "resume", turn_id });
  expect(await theirs.next()).toMatchObject({ type: "error", code: "not-found" });
  theirs.send({ type: "message", content: "Hello", conversation_id });
  expect(await theirs.next()).toMatchObject({ type: "error", code: "not-found" });
  theirs.close();
});

test("a message sent twice with its client_ref is answered once, on sockets and over HTTP", async () => {
  const user = await newUser();
  const chat = await openChat(desk, { protocols: ["edgedesk", user.token] });
  const frame = { type: "message", content: "When are you open?", client_ref: randomUUID() };
  chat.send(frame);
  chat.send(frame);
  const [one, two] = [await chat.until("done"), await chat.until("done")];
  expect(two).toEqual(one);
  const again = await user.send("/api/v1/chat/chat", {
    body: { message: frame.content, client_ref: frame.client_ref },
  });
  expect(again.body.message_id).toBe(one.message_id);
  chat.close();
});

test("a logged-out token is good no longer on an open socket", async () => {
  const user = await newUser();
  const chat = await openChat(desk, { protocols: ["edgedesk", user.token] });
  await chat.until("ready");
  await user.send("/api/v1/auth/logout", { method: "POST" });
  chat.send({ type: "message", content: "Hello" });
  expect(await chat.next()).toMatchObject({ type: "error", code: "unauthenticated" });
  expect((await chat.closed).code).toBe(4401);
});

test("messages on sockets count against the same limit", async () => {
  const user = await newUser();
  for (let i = 0; i < 60; i += 1) await user.send("/api/v1/logs/logs/summary");
  const chat = await openChat(desk, { protocols: ["edgedesk", user.token] });
  await chat.until("ready");
  chat.send({ type: "message", content: "Hello" });
  expect(await chat.next()).toMatchObject({ type: "error", code: "rate-limited" });
  chat.close();
});

test("a turn followed from any offset, by any number of readers, gives each exactly the rest", async () => {
  const pieces = ["Hello ", "", "w", "örld ", "😀!", " Bye"];
  const text = pieces.join("");
  const turn = new RunningTurn();
  const read = async (offset: number) => {
    let got = "";
    for await (const frame of turn.follow(offset)) {
      if (frame.type === "delta") {
        expect(frame.offset).toBe(offset + got.length);
        got += frame.content;
      }
    }
    return got;
  };
  const readers = Array.from({ length: text.length + 1 }, (_, offset) => read(offset));
  turn.begins({ turn_id: "turn_1", conversation_id: 1 });
  for (const piece of pieces) {
    turn.says(piece);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const answer = { response: text, turn_id: "turn_1", conversation_id: 1, message_id: 1 };
  const rest = { tokens_used: 0, response_time: 1, engine: "rules" as const, notice: null };
  turn.ends({ ...answer, ...rest, citations: [] });
  const late = Array.from({ length: text.length + 1 }, (_, offset) => read(offset));
  for (const [i, got] of (await Promise.all([...readers, ...late])).entries()) {
    expect(got).toBe(text.slice(i % (text.length + 1)));
  }
});
