/**
 * What goes over the socket of a chat room, both ways, as JSON texts. The widget imports this file, so it
 * depends on nothing but zod's small build.
 *
 * A client offers the subprotocols SUBPROTOCOL and `bearer.<token>`, gets `welcome`, and asks for what it
 * has missed with `resume`. Each answer is a page; the page that reaches the newest message makes the
 * socket live. Sequence numbers are contiguous from 1, so a client proves completeness by counting. A
 * message is sent with an id of the client's own and may be sent again until it is acknowledged: it is
 * stored once. The text `ping` is answered with `pong` and wakes nobody.
 */
import * as z from "zod/mini";
import { isStorable } from "../storable.ts";

export const PROTOCOL = 1;
export const SUBPROTOCOL = "edgedesk.chat.v1";
export const TOKEN_SUBPROTOCOL = "bearer.";
export const PING = "ping";
export const PONG = "pong";

export const limits = {
  /** Characters of one message. */
  messageLength: 4_000,
  /** Characters of one frame. */
  frameLength: 32_768,
  framesPerSecond: 20,
  socketsPerRoom: 200,
  /** Messages of one page. */
  page: 200,
  /** Messages that a live socket may be behind before it is closed as `slow-consumer`. */
  window: 500,
} as const;

/** Why a socket was closed; the name is the close reason. */
export const closeCodes = {
  "frame-too-big": 1009,
  "bad-frame": 4000,
  unauthenticated: 4001,
  revoked: 4003,
  "not-found": 4004,
  "slow-consumer": 4008,
  "too-many-frames": 4009,
  "room-full": 4011,
  "origin-not-allowed": 4012,
  "rate-limited": 4029,
  unavailable: 4013,
} as const;
export type CloseReason = keyof typeof closeCodes;

export const roles = ["admin", "customer"] as const;
export const statuses = ["active", "closed"] as const;
export const handlers = ["ai", "human"] as const;

export const ClientId = z.string().check(z.regex(/^[\x21-\x7e]{1,255}$/));
export const Content = z
  .string()
  .check(
    z.trim(),
    z.minLength(1, "is empty"),
    z.maxLength(limits.messageLength, `has more than ${limits.messageLength} characters`),
    z.refine(isStorable, "has characters that are no text"),
  );
const Seq = z.int().check(z.nonnegative());

/** A message as everybody in the room sees it. */
export const ChatMessage = z.object({
  seq: Seq,
  id: z.string(),
  client_id: z.string(),
  content: z.string(),
  user_type: z.enum(roles),
  user_id: z.string(),
  user_name: z.string(),
  timestamp: z.string(),
  is_ai_generated: z.boolean(),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

/** Somebody in the room. */
export const Person = z.object({ id: z.string(), name: z.string(), role: z.enum(roles) });
export type Person = z.infer<typeof Person>;

/** How far somebody has received and read; each includes all before it. */
export const Mark = z.object({ user_id: z.string(), delivered: Seq, read: Seq });
export type Mark = z.infer<typeof Mark>;

const RoomState = z.object({
  id: z.string(),
  status: z.enum(statuses),
  handled_by: z.enum(handlers),
  epoch: Seq,
});

export const ClientFrame = z.discriminatedUnion("type", [
  /** Send what comes after `after`. */
  z.object({ type: z.literal("resume"), after: Seq }),
  z.object({
    type: z.literal("send"),
    client_id: ClientId,
    content: Content,
  }),
  /** How far this client has received (say so at least every 100 messages) and read. */
  z.object({ type: z.literal("mark"), delivered: z.optional(Seq), read: z.optional(Seq) }),
  z.object({ type: z.literal("typing"), is_typing: z.boolean() }),
  /** A customer asks for a person; staff take over or hand back to the AI. */
  z.object({ type: z.literal("hand_over"), to: z.enum(handlers) }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

export const ServerFrame = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("welcome"),
    protocol: z.literal(PROTOCOL),
    room: RoomState,
    you: Person,
    /** The newest sequence number; 0 in an empty room. */
    head: Seq,
    present: z.array(Person),
    marks: z.array(Mark),
    ai_disclosure: z.record(z.string(), z.string()),
  }),
  /** The answer to `resume`. With `more`, ask again after the last one; else the socket is live. */
  z.object({ type: z.literal("page"), messages: z.array(ChatMessage), more: z.boolean() }),
  z.object({ type: z.literal("message"), message: ChatMessage }),
  /** Stored, for good. `duplicate` if it was stored before. */
  z.object({
    type: z.literal("ack"),
    client_id: z.string(),
    seq: Seq,
    id: z.string(),
    timestamp: z.string(),
    duplicate: z.boolean(),
  }),
  /** What the AI makes of a customer's message; to staff only. */
  z.object({
    type: z.literal("analysis"),
    seq: Seq,
    content: z.string(),
    intent: z.string(),
    confidence: z.number(),
    suggestions: z.array(z.string()),
    engine: z.string(),
  }),
  z.object({ type: z.literal("typing"), person: Person, is_typing: z.boolean() }),
  z.object({ type: z.literal("joined"), person: Person }),
  z.object({ type: z.literal("left"), person: Person }),
  z.object({ type: z.literal("mark"), mark: Mark }),
  z.object({ type: z.literal("room"), room: RoomState }),
  /** Something was refused. Those that are about the connection are followed by a close. */
  z.object({
    type: z.literal("error"),
    code: z.string(),
    detail: z.string(),
    client_id: z.optional(z.string()),
  }),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;

/** A frame as it is sent; one that breaks the protocol is our bug and throws. */
export function encodeFrame(frame: ServerFrame): string {
  return JSON.stringify(ServerFrame.parse(frame));
}

export type ReadFrame =
  | { frame: ClientFrame }
  /** Ends the connection. */
  | { broken: Extract<CloseReason, "bad-frame" | "frame-too-big">; detail: string }
  /** A known frame with a bad value: said, and the connection goes on. */
  | { invalid: string; client_id: string | undefined };

/** Reads what a client sent. */
export function readFrame(raw: string | ArrayBuffer): ReadFrame {
  if (typeof raw !== "string") return broken("bad-frame", "Frames are JSON texts.");
  if (raw.length > limits.frameLength) {
    return broken("frame-too-big", `A frame has at most ${limits.frameLength} characters.`);
  }
  const value = parseJson(raw);
  if (value === undefined) return broken("bad-frame", "Frames are JSON texts.");
  const result = ClientFrame.safeParse(value);
  if (result.success) return { frame: result.data };
  const known = Sent.safeParse(value);
  if (!known.success) return broken("bad-frame", "There is no such frame in the protocol.");
  const [issue] = result.error.issues;
  const place = issue?.path.join(".") ?? "";
  const client_id = ClientId.safeParse(known.data.client_id).data;
  return { invalid: `${place}: ${issue?.message}.`, client_id };
}

const Sent = z.object({
  type: z.enum(["resume", "send", "mark", "typing", "hand_over"]),
  client_id: z.optional(z.unknown()),
});

function broken(reason: "bad-frame" | "frame-too-big", detail: string): ReadFrame {
  return { broken: reason, detail };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
