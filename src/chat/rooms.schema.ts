import { intents } from "../ai/model.ts";
import { ClientRef } from "../http/idempotency.ts";
import { queryNumber } from "../http/query.ts";
import { plainText } from "../http/text.ts";
import { createSelectSchema, z } from "../http/zod.ts";
import { Analysis } from "./analyze.schema.ts";
import { ClientId, handlers, limits, roles, statuses } from "./chat.protocol.ts";
import { chatRooms } from "./rooms.tables.ts";

const id = z.string().openapi({ description: "The room's id." });
const customerId = z.string().openapi({ description: "Whose room it is." });
const customerName = plainText(200).openapi({ description: "How the customer is called." });
const status = z.enum(statuses).openapi({ description: "Whether it is open for messages." });
const disclosure = z
  .record(z.string(), z.string())
  .openapi({ description: "What to tell a visitor first, by language: an AI answers." });

export const NewRoom = z
  .object({
    customer_name: customerName.openapi({ example: "Anna Svensson" }),
    customer_id: plainText(100).optional().openapi({
      description: "For administrators: the user whose room it will be.",
    }),
    client_ref: ClientRef,
  })
  .openapi("NewRoom");
export type NewRoom = z.infer<typeof NewRoom>;

export const RoomOpened = z
  .object({
    room_id: id,
    customer_id: customerId,
    customer_name: customerName,
    status,
    created_at: z.iso.datetime().openapi({ description: "Since when." }),
    ai_disclosure: disclosure,
  })
  .openapi("RoomOpened");
export type RoomOpened = z.infer<typeof RoomOpened>;

export const Room = createSelectSchema(chatRooms, { id, status, createdAt: z.iso.datetime() })
  .pick({ id: true, status: true })
  .extend({
    customer_id: customerId,
    customer_name: customerName,
    handled_by: z.enum(handlers).openapi({ description: "Who answers the customer." }),
    is_pending: z.boolean().openapi({ description: "Active, and the customer has the last word." }),
    created_at: z.iso.datetime().openapi({ description: "Since when." }),
    last_message_at: z.iso.datetime().nullable().openapi({ description: "The newest message." }),
    message_count: z.int().openapi({ description: "How many messages it has." }),
  })
  .openapi("Room");
export type Room = z.infer<typeof Room>;

export const RoomDetails = Room.extend({ ai_disclosure: disclosure }).openapi("RoomDetails");
export type RoomDetails = z.infer<typeof RoomDetails>;

export const RoomPath = z.object({
  room_id: z.string().max(100).openapi({ description: "The room's id." }),
});

export const RoomFilePath = RoomPath.extend({
  file: plainText(60).openapi({ description: "The file's random name." }),
});

export const RoomFile = z
  .object({
    name: z.string().openapi({ description: "How it was called." }),
    path: z.string().openapi({ description: "Where it is, for those in the room." }),
    type: z.string().openapi({ description: "What it is, by its bytes." }),
    bytes: z.int().openapi({ description: "How long it is as it is kept, without metadata." }),
    content: z.string().openapi({ description: "The message to send, so that the room sees it." }),
  })
  .openapi("RoomFile");
export type RoomFile = z.infer<typeof RoomFile>;

export const roomFileForm = {
  type: "object",
  required: ["file"],
  properties: {
    file: {
      type: "string",
      format: "binary",
      description: "A picture (jpeg, png, webp, gif) or video (mp4) of at most 10 MiB.",
    },
  },
};

const count = (from: number, to: number) => queryNumber(z.int().min(from).max(to));

export const RoomsQuery = z.object({
  status: z
    .enum([...statuses, "all"])
    .default("active")
    .openapi({ description: "Which rooms." }),
  limit: count(1, 200).prefault("200").openapi({ type: "integer", description: "At most 200." }),
  skip: count(0, 100_000)
    .prefault("0")
    .openapi({ type: "integer", description: "How many of the newest to leave out." }),
});
export type RoomsQuery = z.infer<typeof RoomsQuery>;

const seq = count(0, Number.MAX_SAFE_INTEGER).optional();

export const MessagesQuery = z.object({
  limit: count(1, limits.page)
    .prefault("50")
    .openapi({ type: "integer", description: "At most 200." }),
  skip: count(0, 1_000_000)
    .prefault("0")
    .openapi({ type: "integer", description: "How many of the newest to leave out." }),
  before: seq.openapi({ type: "integer", description: "Only messages before this seq." }),
  after: seq.openapi({ type: "integer", description: "The messages that follow this seq." }),
});
export type MessagesQuery = z.infer<typeof MessagesQuery>;

const message = {
  room_id: id,
  seq: z.int().openapi({ description: "Its place in the room, from 1 without gaps." }),
  client_id: z.string().openapi({ description: "The sender's own id of it." }),
  content: z.string().openapi({ description: "What was said." }),
  user_type: z.enum(roles).openapi({ description: "Which side said it." }),
  timestamp: z.iso.datetime().openapi({ description: "When." }),
};

export const RoomMessage = z
  .object({
    id: z.string().openapi({ description: "The message's id." }),
    ...message,
    user_id: z.string().openapi({ description: "Who said it; `ai` for the AI." }),
    user_name: z.string().openapi({ description: "Their name." }),
    intent: z.enum(intents).nullable().openapi({ description: "What a customer's is about." }),
    ai_suggestion: z.string().nullable().openapi({ description: "How it could be answered." }),
    is_ai_generated: z.boolean().openapi({ description: "Whether the AI wrote it." }),
  })
  .openapi("RoomMessage");
export type RoomMessage = z.infer<typeof RoomMessage>;

export const NewMessage = z
  .object({
    content: plainText(limits.messageLength).openapi({ example: "Hej, var är min flyttbil?" }),
    user_type: z.enum(roles).optional().openapi({ description: "Your own role, if any." }),
    client_id: z
      .string()
      .refine((own) => ClientId.safeParse(own).success, {
        error: "must be 1 to 255 printable characters without blanks",
      })
      .optional()
      .openapi({
        maxLength: 255,
        description: "Your own id of the message; sent again it is stored once.",
      }),
    client_ref: ClientRef,
  })
  .openapi("NewMessage");
export type NewMessage = z.infer<typeof NewMessage>;

export const MessageSent = z
  .object({
    message_id: z.string().openapi({ description: "The message's id." }),
    ...message,
    ai_analysis: Analysis.omit({ message: true })
      .nullable()
      .openapi({ description: "For a customer's message; null if the AI took too long." }),
  })
  .openapi("MessageSent");
export type MessageSent = z.infer<typeof MessageSent>;

export const HandOver = z
  .object({ to: z.enum(handlers).openapi({ description: "Who answers from now on." }) })
  .openapi("HandOver");
export type HandOver = z.infer<typeof HandOver>;
