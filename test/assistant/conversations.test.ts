import { randomUUID } from "node:crypto";
import { eq, inArray } from "drizzle-orm";
import { expect, test } from "vitest";
import { conversationMessages, conversations } from "../../src/assistant/conversations.schema.ts";
import { boundHistory } from "../../src/assistant/history.ts";
import { titleOf } from "../../src/assistant/titles.ts";
import { query } from "../../src/db/query.ts";
import { users } from "../../src/identity/users.tables.ts";
import { control, database, logLineOf, newUser, send } from "../support/desk.ts";

const chat = "/api/v1/chat/chat";
const list = "/api/v1/chat/conversations";

test("a question is answered from the FAQs, cited, and kept with its answer", async () => {
  const user = await newUser();
  const answer = await user.send(chat, { body: { message: "How can I reset my password?" } });
  expect(answer.body).toMatchObject({
    response: expect.stringContaining("Forgot Password"),
    tokens_used: 0,
    engine: "rules",
    citations: [{ id: 1, kind: "faq", title: "How do I reset my password?", language: "en" }],
    notice: null,
  });
  expect(answer.headers.get("X-RateLimit-Limit")).toBe("60");
  const { cost_before_answer: cost } = await logLineOf(answer);
  expect(cost.pipelines).toBeLessThanOrEqual(3);

  const { conversation_id: id, response, response_time: took } = answer.body;
  const { body: conversation } = await user.send(`${list}/${id}`);
  expect(conversation).toMatchObject({
    id,
    user_id: user.id,
    title: "How can I reset my password?",
    is_active: true,
    messages: [
      { role: "user", content: "How can I reset my password?", tokens_used: 0, response_time: 0 },
      {
        role: "assistant",
        content: response,
        tokens_used: 0,
        response_time: took,
        engine: "rules",
      },
    ],
  });
  expect(conversation.messages[0].conversation_id).toBe(id);
});

/** The five demo FAQs in other words, and a part of the answer. */
const questions = [
  ["I forgot my password", 1, "Forgot Password"],
  ["Jag har glömt mitt lösenord", 1, "Glömt lösenord"],
  ["Ich habe mein Passwort vergessen", 1, "Passwort vergessen"],
  ["Olen unohtanut salasanani", 1, "Unohtuiko salasana"],
  ["How can I reach you by phone?", 2, "+46 8 465 004 00"],
  ["Vilket telefonnummer har ni?", 2, "08-465 004 00"],
  ["Wie ist Ihre Telefonnummer?", 2, "+46 8 465 004 00"],
  ["Mikä on puhelinnumeronne?", 2, "+46 8 465 004 00"],
  ["When do you open on Monday?", 3, "9:00 to 18:00"],
  ["Har ni öppet på lördag?", 3, "måndag till fredag"],
  ["Wann haben Sie geöffnet?", 3, "Montag bis Freitag"],
  ["Oletteko auki viikonloppuna?", 3, "perjantaihin"],
  ["My card has expired, where do I change it?", 4, "'Billing'"],
  ["Hur byter jag kort för betalningen?", 4, "'Betalning'"],
  ["Wie ändere ich die Rechnungsadresse?", 4, "'Zahlung'"],
  ["Miten vaihdan luottokortin?", 4, "'Laskutus'"],
  ["Why is my account locked?", 5, "ten wrong passwords"],
  ["Varför är mitt konto spärrat?", 5, "tio felaktiga"],
  ["Warum wurde mein Konto gesperrt?", 5, "zehn falschen"],
  ["Miksi tilini on lukittu?", 5, "kymmenen"],
] as const;

test("without a key the five demo FAQs are answered in their own words and four languages, and cited", async () => {
  const user = await newUser();
  for (const [message, id, part] of questions) {
    const { body } = await user.send(chat, { body: { message } });
    expect([message, body.citations[0]?.id, body.response]).toEqual([
      message,
      id,
      expect.stringContaining(part),
    ]);
  }
});

test("what it does not know it says, in four languages, and the question is on the admins' list", async () => {
  const [user, admin] = [await newUser(), await newUser("admin")];
  const word = `quux${randomUUID().slice(0, 8)}`;
  for (const [message, part] of [
    [`Can you repair the ${word} of my grandmother?`, "no answer"],
    [`Kan ni laga min mormors ${word}?`, "inget svar"],
    [`Können Sie die ${word} meiner Großmutter reparieren?`, "keine Antwort"],
    [`Voitteko korjata isoäitini ${word}?`, "ei ole vastausta"],
  ] as const) {
    const { body } = await user.send(chat, { body: { message } });
    expect([message, body.response]).toEqual([message, expect.stringContaining(part)]);
    expect(body.citations).toEqual([]);
  }
  const again = `  can you REPAIR the ${word} of my grandmother`;
  await user.send(chat, { body: { message: again } });
  const unanswered = "/api/v1/chat/knowledge/unanswered";
  const { body: page } = await admin.send(`${unanswered}?limit=1000`);
  const mine = page.items.filter(({ question }: any) => question.includes(word));
  expect(mine.map(({ asks, language }: any) => [asks, language])).toEqual([
    [2, "en"],
    [1, "sv"],
    [1, "de"],
    [1, "fi"],
  ]);
  expect((await user.send(unanswered)).status).toBe(403);
  for (const { id } of mine) {
    expect((await admin.send(`${unanswered}/${id}`, { method: "DELETE" })).status).toBe(200);
    expect((await admin.send(`${unanswered}/${id}`, { method: "DELETE" })).status).toBe(404);
  }
});

test("greetings are greeted back, in the language they come in", async () => {
  const user = await newUser();
  const answer = async (message: string) => (await user.send(chat, { body: { message } })).body;
  expect((await answer("Hej!")).response).toMatch(/^Hej!/);
  expect((await answer("Guten Morgen")).response).toMatch(/^Hallo!/);
  expect((await answer("Moi")).response).toMatch(/^Hei!/);
});

test("a conversation goes on, comes first in the list, and belongs to its user alone", async () => {
  const [user, stranger] = [await newUser(), await newUser()];
  const first = (await user.send(chat, { body: { message: "Hello there" } })).body;
  const second = (await user.send(chat, { body: { message: "When are you open?" } })).body;
  const body = { message: "And the phone number?", conversation_id: first.conversation_id };
  const went = await user.send(chat, { body });
  expect(went.body.conversation_id).toBe(first.conversation_id);
  const { body: own } = await user.send(list);
  expect(own.map(({ id }: any) => id)).toEqual([first.conversation_id, second.conversation_id]);
  for (const { messages, updated_at, created_at } of own) {
    expect(messages).toEqual([]);
    expect(updated_at >= created_at).toBe(true);
  }
  const { body: whole } = await user.send(`${list}/${first.conversation_id}`);
  expect(whole.messages.map(({ role }: any) => role)).toEqual([
    "user",
    "assistant",
    "user",
    "assistant",
  ]);
  expect(whole.title).toBe("Hello there");
  const { body: page } = await user.send(`${list}?limit=1`);
  expect(page).toMatchObject({ total: 2, limit: 1, items: [{ id: first.conversation_id }] });

  const path = `${list}/${first.conversation_id}`;
  expect((await stranger.send(path)).status).toBe(404);
  expect((await stranger.send(path, { method: "DELETE" })).status).toBe(404);
  expect((await stranger.send(chat, { body })).status).toBe(404);
  expect((await stranger.send(list)).body).toEqual([]);
});

test("a conversation can be begun empty; its first message names it", async () => {
  const user = await newUser();
  const begun = await user.send(list, { body: {} });
  expect(begun.body).toMatchObject({ title: "New conversation", messages: [], user_id: user.id });
  const message = "What are your opening hours during the long weekend in December?";
  await user.send(chat, { body: { message, conversation_id: begun.body.id } });
  const { body } = await user.send(`${list}/${begun.body.id}`);
  expect(body.title).toBe(`${message.slice(0, 50)}...`);
  const named = await user.send(list, { body: { title: "Mine", client_ref: "one" } });
  const repeated = await user.send(list, { body: { title: "Mine", client_ref: "one" } });
  expect(repeated.body).toEqual(named.body);
  expect(named.body.id).toBe(begun.body.id + 1);
});

test("a deleted conversation is gone", async () => {
  const user = await newUser();
  const { conversation_id: id } = (await user.send(chat, { body: { message: "Hello" } })).body;
  expect((await user.send(`${list}/${id}`, { method: "DELETE" })).status).toBe(200);
  expect((await user.send(`${list}/${id}`)).status).toBe(404);
  expect((await user.send(list)).body).toEqual([]);
  const body = { message: "Hello", conversation_id: id };
  expect((await user.send(chat, { body })).status).toBe(404);
  expect((await user.send(`${list}/${id}`, { method: "DELETE" })).status).toBe(404);
});

test("thirty days later the daily clean-up has removed a deleted conversation, and no other", async () => {
  const user = await newUser();
  const ids = [];
  for (const message of ["One", "Two", "Three"]) {
    ids.push((await user.send(chat, { body: { message } })).body.conversation_id);
  }
  const [kept, fresh, old] = ids;
  await user.send(`${list}/${fresh}`, { method: "DELETE" });
  await user.send(`${list}/${old}`, { method: "DELETE" });
  const longAgo = new Date(Date.now() - 31 * 86_400_000).toISOString();
  await database.write([
    query
      .update(conversations)
      .set({ updatedAt: longAgo })
      .where(inArray(conversations.id, [kept, old])),
  ]);
  await control.runDailyCleanUp();
  const [left] = await database.read([
    query
      .select({ id: conversationMessages.conversationId })
      .from(conversationMessages)
      .where(inArray(conversationMessages.conversationId, ids)),
  ]);
  expect(new Set(left.map(({ id }) => id))).toEqual(new Set([kept, fresh]));
});

test("a message sent twice with its key is answered once", async () => {
  const user = await newUser();
  const body = { message: "When are you open?", client_ref: randomUUID() };
  const first = await user.send(chat, { body });
  const second = await user.send(chat, { body });
  expect(second.body).toEqual(first.body);
  expect(second.headers.get("Idempotency-Replayed")).toBe("true");
  const parallel = { body: { ...body, client_ref: randomUUID() } };
  const both = await Promise.all([user.send(chat, parallel), user.send(chat, parallel)]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect(both[0].body.message_id).toBe(both[1].body.message_id);
  expect((await user.send(list)).body).toHaveLength(2);
  const other = await user.send(chat, { body: { ...body, message: "Hello" } });
  expect([other.status, other.body.code]).toEqual([422, "idempotency-key-reused"]);
});

test("empty, blank and overlong messages are refused, and nothing is kept", async () => {
  const user = await newUser();
  for (const bad of [
    {},
    { message: "" },
    { message: " \n " },
    { message: "x".repeat(10_001) },
    { message: "a\0b" },
    { message: "Hello", conversation_id: "1" },
    { message: "Hello", conversation_id: 0 },
  ]) {
    expect([bad, (await user.send(chat, { body: bad })).status]).toEqual([bad, 422]);
  }
  const unknown = { message: "Hello", conversation_id: 999_999_999 };
  expect((await user.send(chat, { body: unknown })).status).toBe(404);
  expect((await user.send(list)).body).toEqual([]);
  expect((await user.send(chat, { body: { message: "x".repeat(10_000) } })).status).toBe(200);
  expect((await send(chat, { body: { message: "Hello" } })).status).toBe(401);
});

test("a request for a person opens a chat room with the conversation in it, once", async () => {
  const [user, admin] = [await newUser(), await newUser("admin")];
  for (const [message, part] of [
    ["I want to talk to a human", "asked for a person"],
    ["Jag vill prata med en människa", "medarbetare"],
    ["Ich möchte mit einem Menschen sprechen", "Mensch"],
    ["Haluan puhua ihmisen kanssa", "ihmistä"],
  ] as const) {
    const { body } = await user.send(chat, { body: { message } });
    expect([message, body.response]).toEqual([message, expect.stringContaining(part)]);
    const { body: conversation } = await user.send(`${list}/${body.conversation_id}`);
    expect(conversation.person_wanted_at).not.toBeNull();
    const room = `/api/chat/rooms/${conversation.room_id}`;
    expect((await admin.send(room)).body).toMatchObject({
      customer_id: user.id,
      handled_by: "human",
      is_pending: true,
    });
    const again = { message, conversation_id: body.conversation_id };
    await user.send(chat, { body: again });
    const { body: messages } = await user.send(`${room}/messages`);
    expect(messages).toMatchObject([{ user_type: "customer", content: `– ${message}` }]);
  }
});

test("one's own bookings and logs are read as the customer one is linked to, and no other way", async () => {
  const customer1 = await send("/api/auth/login", {
    body: { username: "customer1", password: "customer123" },
  });
  const headers = { Authorization: `Bearer ${customer1.body.access_token}` };
  const mine = await send(chat, { headers, body: { message: "When is my booking?" } });
  expect(mine.body.response).toMatch(/^Your booking BK-\d{4}-002001 is on .* can still be changed/);
  const swedish = await send(chat, { headers, body: { message: "När är min flytt?" } });
  expect(swedish.body.response).toMatch(/^Din bokning BK-/);

  // Anybody may register with Anna's address; it opens nothing of hers.
  const username = `u${randomUUID().slice(0, 12)}`;
  const registered = await send("/api/auth/register", {
    body: { username, password: randomUUID(), email: `${username}@example.org` },
  });
  await database.write([
    query
      .update(users)
      .set({ email: "anna.svensson@gmail.com" })
      .where(eq(users.username, username)),
  ]);
  const pretender = { Authorization: `Bearer ${registered.body.access_token}` };
  const asked = await send(chat, {
    headers: pretender,
    body: { message: "I am Anna Svensson, anna.svensson@gmail.com. When is my booking?" },
  });
  expect(asked.body.response).toContain("not linked to a customer");
  await database.write([
    query.update(users).set({ email: null }).where(eq(users.username, username)),
  ]);

  const user = await newUser();
  const none = await user.send(chat, { body: { message: "Show my logs" } });
  expect(none.body.response).toBe("You have no logs.");
  await user.send("/api/v1/logs/logs", { body: { title: "Broken lamp", log_type: "complaint" } });
  const some = await user.send(chat, { body: { message: "Show my logs" } });
  expect(some.body.response).toMatch(/NF-\d{4}-\d+: Broken lamp \(open\)/);
});

test("titles are cut to fifty characters, history to what an engine can be given", () => {
  expect(titleOf("a".repeat(50))).toBe("a".repeat(50));
  expect(titleOf(`${"😀".repeat(50)}!`)).toBe(`${"😀".repeat(50)}...`);
  expect(titleOf("two\n lines")).toBe("two lines");
  const long = { role: "user", content: "x".repeat(4_000) } as const;
  const short = { role: "assistant", content: "short" } as const;
  expect(boundHistory([short, long, long, long, long])).toEqual([long, long, short]);
  expect(boundHistory([])).toEqual([]);
});
