import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  sqliteView,
  text,
} from "drizzle-orm/sqlite-core";
import { engines, intents } from "../ai/model.ts";
import { oneOf } from "../db/columns.ts";
import { handlers, roles, statuses } from "./chat.protocol.ts";

/**
 * The rooms as their objects last told: for lists and figures. The columns from `message_count` on are
 * kept by triggers on chat_messages.
 */
export const chatRooms = sqliteTable(
  "chat_rooms",
  {
    id: text().primaryKey(),
    customerId: text("customer_id").notNull(),
    customerName: text("customer_name").notNull(),
    status: text({ enum: statuses }).notNull(),
    handledBy: text("handled_by", { enum: handlers }).notNull(),
    epoch: integer().notNull(),
    version: integer().notNull(),
    createdAt: text("created_at").notNull(),
    messageCount: integer("message_count").notNull().default(0),
    aiCount: integer("ai_count").notNull().default(0),
    lastSeq: integer("last_seq").notNull().default(0),
    lastUserType: text("last_user_type", { enum: roles }),
    lastMessageAt: text("last_message_at"),
    /** The newest message, or the beginning: what lists are ordered by. */
    activeAt: text("active_at").notNull(),
  },
  (t) => [
    index("chat_rooms_status").on(t.status, t.activeAt),
    index("chat_rooms_customer").on(t.customerId, t.activeAt),
    check("chat_rooms_status", oneOf(t.status, statuses)),
    check("chat_rooms_handled_by", oneOf(t.handledBy, handlers)),
  ],
);

/** Copies of the rooms' messages. They never change, so the triggers' figures stay true. */
export const chatMessages = sqliteTable(
  "chat_messages",
  {
    roomId: text("room_id")
      .notNull()
      .references(() => chatRooms.id),
    seq: integer().notNull(),
    clientId: text("client_id").notNull(),
    userId: text("user_id").notNull(),
    userName: text("user_name").notNull(),
    userType: text("user_type", { enum: roles }).notNull(),
    content: text().notNull(),
    at: text().notNull(),
    /** The day of `at` where the business is. */
    day: text().notNull(),
    isAi: integer("is_ai", { mode: "boolean" }).notNull(),
    responseMs: integer("response_ms"),
    intent: text({ enum: intents }),
    confidence: real(),
    suggestions: text({ mode: "json" }).$type<string[]>(),
    engine: text({ enum: engines }),
  },
  (t) => [
    primaryKey({ name: "chat_messages_pk", columns: [t.roomId, t.seq] }),
    check("chat_messages_user_type", oneOf(t.userType, roles)),
    check("chat_messages_is_ai", sql`${t.isAi} in (0, 1)`),
  ],
);

/**
 * Rooms that belong to something else, such as an order, and are there as soon as somebody comes. The view is made in a
 * migration by those who promise them.
 */
export const promisedRooms = sqliteView("promised_rooms", {
  id: text().notNull(),
  customerId: text("customer_id").notNull(),
  customerName: text("customer_name").notNull(),
  createdAt: text("created_at").notNull(),
  orderId: text("order_id"),
  claimId: text("claim_id"),
}).existing();
