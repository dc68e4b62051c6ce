import { eq, sql } from "drizzle-orm";
import { query, type Statement } from "../db/query.ts";
import { localDay } from "../db/time.ts";
import { chatMessages, chatRooms } from "./rooms.tables.ts";
import type { RoomFacts, StoredMessage } from "./chat.turn.ts";

/** Brings the copy of a room's facts up to date. An older version than the copy's changes nothing. */
export function copyFacts(facts: RoomFacts): Statement {
  const { id, createdAt, ...changing } = facts;
  return query
    .insert(chatRooms)
    .values({ id, createdAt, activeAt: createdAt, ...changing })
    .onConflictDoUpdate({
      target: chatRooms.id,
      set: changing,
      setWhere: sql`excluded.version > ${chatRooms.version}`,
    });
}

/**
 * The batch that copies a room and those of its messages that come after number `after`; it ends with the highest
 * number that the copy has now. It may be sent again: what is there already is left as it is. Nothing is put behind a
 * hole: a database that was put back to an older state does not have `after`, takes none, and so says where it is.
 * The messages are one parameter, so that 500 of them are one statement.
 */
export function copyRoom(facts: RoomFacts, messages: StoredMessage[], timeZone: string, after = 0) {
  const rows = messages.map((message) => ({
    ...message,
    day: localDay(new Date(message.timestamp), timeZone),
  }));
  const { roomId, seq } = chatMessages;
  const hasBefore = sql`(${after} = 0 or exists (
    select 1 from ${chatMessages} where ${roomId} = ${facts.id} and ${seq} = ${after}))`;
  return [
    copyFacts(facts),
    query.run(sql`
      insert into ${chatMessages} (room_id, seq, client_id, user_id, user_name, user_type, content, at,
        day, is_ai, response_ms, intent, confidence, suggestions, engine)
      select ${facts.id}, value ->> 'seq', value ->> 'client_id', value ->> 'user_id',
        value ->> 'user_name', value ->> 'user_type', value ->> 'content', value ->> 'timestamp',
        value ->> 'day', value ->> 'is_ai_generated', value ->> 'response_ms',
        value ->> '$.analysis.intent', value ->> '$.analysis.confidence',
        value -> '$.analysis.suggestions', value ->> '$.analysis.engine'
      from json_each(${JSON.stringify(rows)})
      where ${hasBefore}
      order by value ->> 'seq'
      on conflict (room_id, seq) do nothing
    `),
    query
      .select({ seq: sql<number>`coalesce(max(${seq}), 0)` })
      .from(chatMessages)
      .where(eq(roomId, facts.id)),
  ] as const;
}
