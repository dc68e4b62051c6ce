import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { intents } from "../ai/model.ts";

/** The rollups of chat_messages, kept by its triggers. `day` is a local day of the business. */

/** Messages, and how long customers waited for answers, by day. */
export const chatDays = sqliteTable("chat_days", {
  day: text().primaryKey(),
  messages: integer().notNull(),
  aiMessages: integer("ai_messages").notNull(),
  responses: integer().notNull(),
  responseMs: integer("response_ms").notNull(),
  aiResponses: integer("ai_responses").notNull(),
  aiResponseMs: integer("ai_response_ms").notNull(),
});

/** Messages by day and room. */
export const chatRoomDays = sqliteTable(
  "chat_room_days",
  {
    day: text().notNull(),
    roomId: text("room_id").notNull(),
    messages: integer().notNull(),
    aiMessages: integer("ai_messages").notNull(),
    firstAt: text("first_at").notNull(),
    lastAt: text("last_at").notNull(),
  },
  (t) => [primaryKey({ name: "chat_room_days_pk", columns: [t.day, t.roomId] })],
);

/** What customers' messages were about, by day. */
export const chatIntentDays = sqliteTable(
  "chat_intent_days",
  {
    day: text().notNull(),
    intent: text({ enum: intents }).notNull(),
    messages: integer().notNull(),
  },
  (t) => [primaryKey({ name: "chat_intent_days_pk", columns: [t.day, t.intent] })],
);
