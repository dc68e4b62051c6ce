import { asc, between, countDistinct, desc, eq, max, min, sql, sum } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { addDays, localDay } from "../db/time.ts";
import { chatRooms } from "../chat/rooms.tables.ts";
import { chatDays, chatIntentDays, chatRoomDays } from "./chat-figures.schema.ts";

/** Local days of the business, both included. */
export type DayWindow = { first: string; last: string };

/** The last `days` local days, today included. */
export function lastDays({ now, config }: Pick<Ctx, "now" | "config">, days: number): DayWindow {
  const last = localDay(now, config.timeZone);
  return { first: addDays(last, 1 - days), last };
}

/** The figures of each day that has any. */
export function figuresByDay({ first, last }: DayWindow) {
  return query
    .select()
    .from(chatDays)
    .where(between(chatDays.day, first, last))
    .orderBy(asc(chatDays.day));
}

/** Everything ever written, in sums. */
export function allFigures() {
  return query
    .select({
      messages: total(chatDays.messages),
      aiMessages: total(chatDays.aiMessages),
      responses: total(chatDays.responses),
      responseMs: total(chatDays.responseMs),
    })
    .from(chatDays);
}

/** What customers wrote about, the most frequent first. */
export function intentsIn({ first, last }: DayWindow) {
  const count = total(chatIntentDays.messages);
  return query
    .select({ intent: chatIntentDays.intent, count })
    .from(chatIntentDays)
    .where(between(chatIntentDays.day, first, last))
    .groupBy(chatIntentDays.intent)
    .orderBy(desc(count), chatIntentDays.intent);
}

/** How many rooms something was written in. */
export function roomsIn({ first, last }: DayWindow) {
  return query
    .select({ count: countDistinct(chatRoomDays.roomId) })
    .from(chatRoomDays)
    .where(between(chatRoomDays.day, first, last));
}

/** Each room in which something was written, with whose it is. */
export function roomActivity({ first, last }: DayWindow) {
  return query
    .select({
      customerId: chatRooms.customerId,
      customerName: chatRooms.customerName,
      messages: total(chatRoomDays.messages),
      aiMessages: total(chatRoomDays.aiMessages),
      firstAt: min(chatRoomDays.firstAt),
      lastAt: max(chatRoomDays.lastAt),
    })
    .from(chatRoomDays)
    .innerJoin(chatRooms, eq(chatRooms.id, chatRoomDays.roomId))
    .where(between(chatRoomDays.day, first, last))
    .groupBy(chatRoomDays.roomId);
}

function total(column: Parameters<typeof sum>[0]) {
  return sql<number>`coalesce(sum(${column}), 0)`;
}
