import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { engines } from "../ai/model.ts";
import { oneOf } from "../db/columns.ts";
import { ClientRef } from "../http/idempotency.ts";
import { listOf, PagingQuery } from "../http/paging.ts";
import { optional, plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";
import { users } from "../identity/users.tables.ts";

export const MESSAGE_LENGTH = 10_000;
const TITLE_LENGTH = 200;
export const MOST_MESSAGES = 1_000;

const roles = ["user", "assistant"] as const;

/** Talks between a user and the assistant. */
export const conversations = sqliteTable(
  "conversations",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    /** Null until the first message names it. */
    title: text(),
    /** False once its owner has deleted it; cleared out some weeks later. */
    isActive: integer("is_active", { mode: "boolean" }).notNull().default(true),
    /** When the user asked for a person; null if never. */
    personWantedAt: text("person_wanted_at"),
    /** The chat room in which that person answers. */
    roomId: text("room_id"),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at").notNull(),
  },
  (t) => [
    index("conversations_user").on(t.userId, t.isActive, t.updatedAt),
    check("conversations_is_active", sql`${t.isActive} in (0, 1)`),
    check("conversations_title", sql`length(${t.title}) <= 200`),
  ],
);

/** Where an answer is from. */
export const Citation = z
  .object({
    id: z.int().openapi({ description: "The id of the FAQ or text." }),
    kind: z.enum(["faq", "text"]).openapi({ description: "What it is." }),
    title: z.string().openapi({ description: "Its question or heading." }),
    language: z.string().openapi({ description: "The language in which it was read." }),
  })
  .openapi("Citation");
export type Citation = z.infer<typeof Citation>;

export const conversationMessages = sqliteTable(
  "conversation_messages",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    conversationId: integer("conversation_id")
      .notNull()
      .references(() => conversations.id),
    role: text({ enum: roles }).notNull(),
    content: text().notNull(),
    /** A question and its answer have the same turn, which is how both are written once. */
    turn: text().notNull(),
    tokensUsed: integer("tokens_used").notNull().default(0),
    /** Milliseconds. */
    responseTime: integer("response_time").notNull().default(0),
    /** Who answered; null for the user's own messages. */
    engine: text({ enum: engines }),
    citations: text({ mode: "json" }).$type<Citation[]>().notNull().default([]),
    /** What the user was told beside the answer; null if nothing. */
    notice: text(),
    at: text().notNull(),
  },
  (t) => [
    uniqueIndex("conversation_messages_turn").on(t.turn, t.role),
    index("conversation_messages_conversation").on(t.conversationId, t.id),
    check("conversation_messages_role", oneOf(t.role, roles)),
    check("conversation_messages_engine", oneOf(t.engine, engines)),
    check("conversation_messages_counts", sql`${t.tokensUsed} >= 0 and ${t.responseTime} >= 0`),
  ],
);

export const Message = z
  .object({
    id: z.int().openapi({ description: "The message's id." }),
    conversation_id: z.int().openapi({ description: "The conversation it belongs to." }),
    content: z.string().openapi({ description: "What was written." }),
    role: z.enum(roles).openapi({ description: "Who wrote it." }),
    timestamp: z.iso.datetime().openapi({ description: "When." }),
    tokens_used: z.int().openapi({ description: "Tokens of the provider, questions included." }),
    response_time: z.int().openapi({ description: "Milliseconds until the answer was complete." }),
    engine: z.enum(engines).nullable().openapi({ description: "Who answered; null for a user." }),
    citations: z.array(Citation).openapi({ description: "What the answer is based on." }),
  })
  .openapi("ConversationMessage");
export type Message = z.infer<typeof Message>;

export const Conversation = z
  .object({
    id: z.int().openapi({ description: "The conversation's id." }),
    user_id: z.string().openapi({ description: "Whose it is." }),
    title: z.string().openapi({ description: "Its first message, cut to 50 characters." }),
    is_active: z.boolean().openapi({ description: "False once it is deleted." }),
    room_id: z
      .string()
      .nullable()
      .openapi({ description: "The chat room in which a person answers, if one was asked for." }),
    person_wanted_at: z.iso
      .datetime()
      .nullable()
      .openapi({ description: "When the user asked for a person; null if never." }),
    created_at: z.iso.datetime().openapi({ description: "When it began." }),
    updated_at: z.iso.datetime().openapi({ description: "When it last went on." }),
    messages: z
      .array(Message)
      .max(MOST_MESSAGES)
      .openapi({ description: "In their order; empty in a list of conversations." }),
  })
  .openapi("Conversation");
export type Conversation = z.infer<typeof Conversation>;

export const ConversationList = listOf(Conversation).openapi("ConversationList");

export const NewConversation = z
  .object({
    title: optional(plainText(TITLE_LENGTH)).openapi({
      type: "string",
      maxLength: TITLE_LENGTH,
      description: "What it is about; without one the first message names it.",
    }),
    client_ref: ClientRef,
  })
  .openapi("NewConversation");
export type NewConversation = z.infer<typeof NewConversation>;

export const ConversationQuery = PagingQuery;
export const ConversationId = z.object({
  conversation_id: z
    .string()
    .regex(/^\d{1,15}$/, { error: "is a number" })
    .transform(Number)
    .openapi({ type: "integer", description: "The conversation's id." }),
});
