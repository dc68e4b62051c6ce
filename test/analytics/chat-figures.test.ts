import { afterAll, beforeAll, expect, test } from "vitest";
import { copyRoom } from "../../src/chat/copy-room.ts";
import { composeMessage, type RoomFacts } from "../../src/chat/chat.turn.ts";
import { newId } from "../../src/db/ids.ts";
import { localDay } from "../../src/db/time.ts";
import { logOf, newUser, until } from "../support/chat.ts";
import { control, database, logLineOf } from "../support/desk.ts";

const ZONE = "Europe/Stockholm";
const MINUTE = 60_000;
/** Far from what other tests write. */
const now = new Date("2021-05-20T12:00:00.000Z");
const at = (instant: Date) => ({ headers: { "X-Test-Now": instant.toISOString() } });

type User = Awaited<ReturnType<typeof newUser>>;
type Message = {
  timestamp: string;
  user_type: string;
  is_ai_generated: boolean;
  intent: string | null;
  room: string;
  customer: string;
};

let admin: User;
let log: Message[] = [];

/** A known script: three customers, four rooms, over five days, with answers early, late and never. */
beforeAll(async () => {
  admin = await newUser("admin");
  const customers = [await newUser(), await newUser(), await newUser()];
  const script: [
    customer: number,
    room: number,
    minutesAgo: number,
    who: "c" | "a",
    text: string,
  ][] = [
    [0, 0, 5 * 1440, "c", "Hej!"],
    [0, 0, 5 * 1440 - 3, "c", "Lampa 1"],
    [0, 0, 5 * 1440 - 10, "a", "Hej, hur kan jag hjälpa till?"],
    [0, 0, 5 * 1440 - 30, "c", "Min spegel gick sönder och jag är missnöjd"],
    [0, 0, 2 * 1440, "a", "Det var tråkigt att höra."],
    [0, 0, 2 * 1440 - 1, "a", "Jag öppnar ett ärende."],
    [1, 1, 13 * 60 + 50, "c", "Guten Tag!"],
    [1, 1, 13 * 60, "c", "Was kostet ein Umzug?"],
    [1, 2, 200, "c", "Moi!"],
    [1, 2, 190, "c", "Lampa 2"],
    [2, 3, 100, "c", "Lampa 3"],
    [2, 3, 40, "a", "Which lamp?"],
    [2, 3, 39, "c", "The broken one, I am very unhappy and want my money back"],
  ];
  const rooms = new Map<number, string>();
  for (const [who, index, minutesAgo, side, content] of script) {
    const customer = customers[who];
    if (!customer) throw new Error("no such customer");
    const when = at(new Date(now.getTime() - minutesAgo * MINUTE));
    if (!rooms.has(index)) {
      const body = { customer_name: `Customer ${who}` };
      rooms.set(index, (await customer.send("/api/chat/rooms", { body, ...when })).body.room_id);
    }
    const sender = side === "a" ? admin : customer;
    await sender.send(`/api/chat/rooms/${rooms.get(index)}/messages`, {
      body: { content },
      ...when,
    });
  }
  for (const [index, room] of rooms) {
    const messages = await logOf(admin, room);
    const owner = customers[script.find(([, i]) => i === index)?.[0] ?? 0];
    log.push(...messages.map((m) => ({ ...m, room, customer: owner?.id ?? "" })));
  }
  await until(async () => {
    const { body } = await admin.send("/api/analytics/overview?days=30", at(now));
    return body.overview.total_messages === log.length ? true : undefined;
  });
});

afterAll(() => (log = []));

const within = (days: number) => {
  const first = localDay(new Date(now.getTime() - (days - 1) * 1440 * MINUTE), ZONE);
  return log.filter(({ timestamp }) => localDay(new Date(timestamp), ZONE) >= first);
};
const two = (value: number) => Math.round(value * 100) / 100;
const share = (part: number, whole: number) => (whole === 0 ? 0 : two((part / whole) * 100));

/** How long each answer took, from the first message of the run that it answers. */
function waits(messages: Message[]) {
  return [...Map.groupBy(log, ({ room }) => room).values()].flatMap((inRoom) => {
    let since: number | null = null;
    return inRoom.flatMap((message) => {
      const instant = Date.parse(message.timestamp);
      if (message.user_type === "customer") {
        since ??= instant;
        return [];
      }
      const waited = since === null ? null : instant - since;
      since = null;
      if (waited === null || !messages.includes(message)) return [];
      return [{ waited, byAi: message.is_ai_generated }];
    });
  });
}

const meanWait = (all: { waited: number }[]) =>
  all.length === 0
    ? 0
    : two(all.reduce((sum, { waited }) => sum + waited, 0) / all.length / MINUTE);

test("the overview equals a recount of the rooms' own logs, for every window", async () => {
  for (const days of [1, 2, 3, 6, 30]) {
    const { body } = await admin.send(`/api/analytics/overview?days=${days}`, at(now));
    const messages = within(days);
    const ai = messages.filter((m) => m.is_ai_generated).length;
    const rooms = new Set(messages.map(({ room }) => room)).size;
    expect([days, body.overview]).toEqual([
      days,
      {
        total_messages: messages.length,
        total_chat_rooms: rooms,
        ai_generated_messages: ai,
        ai_usage_rate: share(ai, messages.length),
        avg_messages_per_room: two(messages.length / rooms),
      },
    ]);
    expect(body.daily_activity).toHaveLength(days);
    for (const day of body.daily_activity) {
      const ofDay = messages.filter(
        ({ timestamp }) => localDay(new Date(timestamp), ZONE) === day.date,
      );
      const aiOfDay = ofDay.filter((m) => m.is_ai_generated).length;
      expect(day).toMatchObject({
        message_count: ofDay.length,
        ai_count: aiOfDay,
        human_count: ofDay.length - aiOfDay,
      });
    }
    expect(body.daily_activity.at(-1).date).toBe("2021-05-20");
    expect(body.period).toMatchObject({ days, end_date: now.toISOString() });
    expect(localDay(new Date(body.period.start_date), ZONE)).toBe(body.daily_activity[0].date);
    expect(new Date(body.period.start_date).toISOString()).toMatch(/T22:00:00.000Z$/);
    expectIntents(body.intent_distribution, messages);
    const statistics = await admin.send(`/api/admin/intent-statistics?days=${days}`, at(now));
    expectIntents(statistics.body, messages);
  }
});

function expectIntents(
  shown: { intent: string; count: number; percentage: number }[],
  messages: Message[],
) {
  const read = messages.filter(({ intent }) => intent !== null);
  const byIntent = Map.groupBy(read, ({ intent }) => intent);
  expect(new Map(shown.map(({ intent, count }) => [intent, count]))).toEqual(
    new Map([...byIntent].map(([intent, group]) => [intent, group.length])),
  );
  for (const { count, percentage } of shown) expect(percentage).toBe(share(count, read.length));
  expect(shown.map(({ count }) => count)).toEqual(
    shown.map(({ count }) => count).toSorted((a, b) => b - a),
  );
}

test("customer behaviour equals a recount: engagement, response times, each customer", async () => {
  for (const days of [1, 3, 30]) {
    const { body } = await admin.send(`/api/analytics/customer-behavior?days=${days}`, at(now));
    const messages = within(days);
    const byCustomer = Map.groupBy(messages, ({ customer }) => customer);
    const sessions = [...Map.groupBy(messages, ({ room }) => room).values()].map((inRoom) => {
      const times = inRoom.map(({ timestamp }) => Date.parse(timestamp));
      return { customer: inRoom[0]?.customer, waited: Math.max(...times) - Math.min(...times) };
    });
    expect([days, body.customer_engagement]).toMatchObject([
      days,
      {
        total_customers: byCustomer.size,
        avg_messages_per_customer: two(messages.length / byCustomer.size),
        avg_session_duration: meanWait(sessions),
      },
    ]);
    expect(body.customer_details).toHaveLength(byCustomer.size);
    expect(body.customer_engagement.top_customers).toEqual(body.customer_details.slice(0, 10));
    for (const detail of body.customer_details) {
      const own = byCustomer.get(detail.customer_id) ?? [];
      const ai = own.filter((m) => m.is_ai_generated).length;
      expect(detail).toMatchObject({
        message_count: own.length,
        ai_messages: ai,
        human_messages: own.length - ai,
        ai_usage_rate: share(ai, own.length),
        session_duration_minutes: meanWait(
          sessions.filter(({ customer }) => customer === detail.customer_id),
        ),
      });
    }
    const responses = waits(messages);
    expect(body.response_times).toEqual({
      avg_response_time_minutes: meanWait(responses),
      avg_ai_response_time_minutes: meanWait(responses.filter(({ byAi }) => byAi)),
      avg_human_response_time_minutes: meanWait(responses.filter(({ byAi }) => !byAi)),
      total_responses: responses.length,
    });
  }
});

test("the dashboard and the customers' list count what the rooms have", async () => {
  const before = (await admin.send("/api/admin/dashboard")).body;
  const customer = await newUser();
  const opened = await customer.send("/api/chat/rooms", { body: { customer_name: "Anna" } });
  const path = `/api/chat/rooms/${opened.body.room_id}`;
  await customer.send(`${path}/messages`, { body: { content: "Lampa" } });
  const waiting = await until(async () => {
    const { body } = await admin.send("/api/admin/dashboard");
    return body.total_messages === before.total_messages + 1 ? body : undefined;
  });
  expect(waiting).toMatchObject({
    total_customers: before.total_customers + 1,
    active_chats: before.active_chats + 1,
    pending_chats: before.pending_chats + 1,
  });
  await admin.send(`${path}/messages`, { body: { content: "Which?" } });
  await until(async () => {
    const { body } = await admin.send("/api/admin/dashboard");
    return body.pending_chats === before.pending_chats ? true : undefined;
  });
  const { body: list } = await admin.send("/api/admin/customers?limit=1000");
  expect(list.find((row: any) => row.customer_id === customer.id)).toMatchObject({
    customer_name: "Anna",
    room_id: opened.body.room_id,
    message_count: 2,
    status: "active",
    ai_usage_percentage: 0,
  });
  await admin.send(`${path}/close`, { method: "POST" });
  const closed = (await admin.send("/api/admin/dashboard")).body;
  expect(closed.active_chats).toBe(before.active_chats);
});

test("one round trip each, and the rows read do not grow with the messages", async () => {
  const paths = [
    "/api/admin/dashboard",
    "/api/admin/customers",
    "/api/admin/intent-statistics",
    "/api/analytics/overview",
    "/api/analytics/customer-behavior",
  ];
  const later = new Date("2023-03-03T12:00:00.000Z");
  const rowsFor = async () => {
    const rows = [];
    for (const path of paths) {
      const before = await control.databaseRowsRead();
      const answer = await admin.send(path, at(later));
      expect([path, answer.status, (await logLineOf(answer)).cost.pipelines]).toEqual([
        path,
        200,
        1,
      ]);
      rows.push((await control.databaseRowsRead()) - before);
    }
    return rows;
  };
  const facts: RoomFacts = {
    id: newId("room", later),
    customerId: "usr_many",
    customerName: "Many",
    status: "active",
    handledBy: "human",
    epoch: 1,
    version: 1,
    createdAt: later.toISOString(),
  };
  const member = { id: "usr_many", name: "Many", role: "customer" as const, customerId: null };
  const write = async (from: number, to: number) => {
    for (let start = from; start < to; start += 1000) {
      const messages = Array.from({ length: 1000 }, (_, i) => {
        const seq = start + i;
        const before = { head: seq === 0 ? null : { seq, timestamp: "" }, unansweredSince: null };
        const sending = { client_id: `c${seq}`, content: "m" };
        const reading = {
          intent: "inquiry" as const,
          confidence: 0.9,
          suggestions: [],
          engine: "rules" as const,
        };
        return { ...composeMessage(facts, member, sending, before, later), analysis: reading };
      });
      await database.write(copyRoom(facts, messages, ZONE));
    }
  };
  await write(0, 1_000);
  const few = await rowsFor();
  await write(1_000, 20_000);
  expect(await rowsFor()).toEqual(few);
  for (const rows of few) expect(rows).toBeGreaterThan(0);
});

test("windows of no or too many days are refused; so is everybody but administrators", async () => {
  const customer = await newUser();
  for (const path of [
    "/api/analytics/overview",
    "/api/analytics/customer-behavior",
    "/api/admin/intent-statistics",
  ]) {
    for (const days of ["0", "366", "-1", "1.5", "many", ""]) {
      const { status } = await admin.send(`${path}?days=${days}`);
      expect([path, days, status]).toEqual([path, days, 422]);
    }
    expect((await customer.send(path)).status).toBe(403);
    expect((await admin.send(`${path}?days=365`)).status).toBe(200);
  }
});
