import * as z from "zod/mini";
import { ClientId, Content, roles, type ServerFrame } from "./chat.protocol.ts";

/** The events of the original's Socket.IO clients, and what they mean here. No I/O. */

const room = z.string().check(z.maxLength(200));
const user_type = z.optional(z.enum(roles));

const ClientEvent = z.discriminatedUnion("name", [
  z.object({ name: z.literal("join_room"), room, user_type }),
  z.object({ name: z.literal("leave_room"), room }),
  z.object({
    name: z.literal("send_message"),
    room,
    user_type,
    content: Content,
    client_id: z.optional(ClientId),
  }),
  z.object({ name: z.literal("typing"), room }),
  z.object({ name: z.literal("stop_typing"), room }),
]);
export type ClientEvent = z.infer<typeof ClientEvent>;

export type ReadEvent = { event: ClientEvent } | { code: "validation-failed"; detail: string };

/**
 * Reads an event. The document's names (`room`, `message`) and the original program's (`room_id`,
 * `content`) are both understood; who sends it is never read from it.
 */
export function readEvent(name: unknown, payload: unknown): ReadEvent {
  const given = Named.safeParse(payload).data ?? {};
  const result = ClientEvent.safeParse({
    name,
    room: given.room ?? given.room_id,
    content: given.message ?? given.content,
    user_type: given.user_type,
    client_id: given.client_id,
  });
  if (result.success) return { event: result.data };
  const [issue] = result.error.issues;
  const place = issue?.path.join(".") || "The event";
  return { code: "validation-failed", detail: `${place}: ${issue?.message}.` };
}

const anything = z.optional(z.unknown());
const Named = z.object({
  room: anything,
  room_id: anything,
  message: anything,
  content: anything,
  user_type: anything,
  client_id: anything,
});

/** What a room's frame is called by Socket.IO clients; null for what they do not know. */
export function eventOf(
  roomId: string,
  frame: ServerFrame,
): { name: string; data: Record<string, unknown> } | null {
  const place = { room: roomId, room_id: roomId };
  switch (frame.type) {
    case "message": {
      const { content, user_type: side, timestamp, ...more } = frame.message;
      const data = { message: content, user_type: side, timestamp, ...place, content, ...more };
      return { name: "new_message", data };
    }
    case "analysis": {
      const { content, intent, suggestions, confidence, seq, engine } = frame;
      const [suggestion = null] = suggestions;
      const found = { message: content, intent, suggestion, suggestions, confidence, seq, engine };
      return { name: "ai_analysis", data: { ...place, ...found } };
    }
    case "typing":
      return {
        name: frame.is_typing ? "typing" : "stop_typing",
        data: { ...place, ...personOf(frame.person) },
      };
    case "joined":
      return { name: "user_joined", data: { ...place, ...personOf(frame.person) } };
    case "left":
      return { name: "user_left", data: { ...place, ...personOf(frame.person) } };
    case "room":
      return { name: "room_status", data: { ...place, ...frame.room } };
    case "mark":
      return { name: "seen", data: { ...place, ...frame.mark } };
    default:
      return null;
  }
}

function personOf({ id, name, role }: { id: string; name: string; role: string }) {
  return { user_id: id, user: name, user_type: role };
}

/**
 * How far a client has received each of its rooms, as the offset that Socket.IO's connection state
 * recovery carries back after a dropped connection: `room_a:12,room_b:7`.
 */
export function writeOffset(rooms: Record<string, number>): string {
  return Object.entries(rooms)
    .map(([id, seq]) => `${id}:${seq}`)
    .join(",");
}

/** The rooms and places in an offset; anything else in it is left out. */
export function readOffset(offset: unknown, atMost: number): Record<string, number> {
  if (typeof offset !== "string") return {};
  const places = offset.matchAll(/(?:^|,)(room_[0-9a-z]{36}):(\d{1,15})(?=,|$)/g);
  return Object.fromEntries(
    [...places].slice(0, atMost).map(([, id = "", seq = ""]) => [id, Number(seq)]),
  );
}
