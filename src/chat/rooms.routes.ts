import { createRoute } from "@hono/zod-openapi";
import { allow, anyoneUntilClosed, anyUserOrAdminKey } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { IdempotencyHeader } from "../http/idempotency.ts";
import { isOwnOrAllowedOrigin } from "../http/origins.ts";
import { reply } from "../http/reply.ts";
import { z } from "../http/zod.ts";
import { joinRoom } from "./join-room.ts";
import { listRooms } from "./list-rooms.ts";
import { openRoom } from "./open-room.ts";
import {
  HandOver,
  MessageSent,
  MessagesQuery,
  NewMessage,
  NewRoom,
  Room,
  RoomDetails,
  RoomMessage,
  RoomOpened,
  RoomPath,
  RoomsQuery,
} from "./rooms.schema.ts";
import { sendMessage } from "./send-message.ts";
import { findRoom, handOverRoom, listMessages, setRoomStatus } from "./use-room.ts";

const tags = ["Chat rooms"];
const reads = { limits: ["ip", "user"] } as const;
const writes = { limits: ["ip", "user"], writes: true } as const;
const roomProblems = [...accessProblems, "not-found", "room-unavailable"] as const;

export const chatRooms = feature("/api/chat/rooms")
  .openapi(
    createRoute({
      method: "post",
      path: "/",
      operationId: "openRoom",
      tags,
      summary: "Open a chat room",
      description: "Opens a room for the customer who asks, or, for staff, for the one they name.",
      ...allow(anyUserOrAdminKey, writes),
      request: { headers: IdempotencyHeader, body: json(NewRoom) },
      responses: {
        ...gives(200, RoomOpened, "The room."),
        ...fails(...roomProblems, ...bodyProblems, "idempotency-key-reused", "limits-unavailable"),
      },
    }),
    async (c) => reply(c, RoomOpened, await openRoom(c.get("ctx"), c.req.valid("json"))),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "listRooms",
      tags,
      summary: "List chat rooms",
      description:
        "Active rooms, the newest message first: all for staff, their own for customers.",
      ...allow(anyUserOrAdminKey, reads),
      request: { query: RoomsQuery },
      responses: {
        ...gives(200, z.array(Room), "The rooms."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) => reply(c, z.array(Room), await listRooms(c.get("ctx"), c.req.valid("query"))),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{room_id}",
      operationId: "findRoom",
      tags,
      summary: "Look at a chat room",
      description: "The room as it is now.",
      ...allow(anyUserOrAdminKey, reads),
      request: { params: RoomPath },
      responses: {
        ...gives(200, RoomDetails, "The room."),
        ...fails(...roomProblems, "validation-failed"),
      },
    }),
    async (c) => reply(c, RoomDetails, await findRoom(c.get("ctx"), c.req.valid("param").room_id)),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{room_id}/messages",
      operationId: "listMessages",
      tags,
      summary: "Read a chat room",
      description: "The newest messages, or those around a place in the room; oldest first.",
      ...allow(anyUserOrAdminKey, reads),
      request: { params: RoomPath, query: MessagesQuery },
      responses: {
        ...gives(200, z.array(RoomMessage), "The messages."),
        ...fails(...roomProblems, "validation-failed"),
      },
    }),
    async (c) => {
      const { room_id } = c.req.valid("param");
      const messages = await listMessages(c.get("ctx"), room_id, c.req.valid("query"));
      return reply(c, z.array(RoomMessage), messages);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/{room_id}/messages",
      operationId: "sendMessage",
      tags,
      summary: "Write in a chat room",
      description: "Sends a message; a customer's is answered with what the AI makes of it.",
      ...allow(anyUserOrAdminKey, writes),
      request: { params: RoomPath, headers: IdempotencyHeader, body: json(NewMessage) },
      responses: {
        ...gives(200, MessageSent, "The message as it is stored."),
        ...fails(
          ...roomProblems,
          ...bodyProblems,
          "room-closed",
          "idempotency-key-reused",
          "limits-unavailable",
        ),
      },
    }),
    async (c) => {
      const { room_id } = c.req.valid("param");
      return reply(c, MessageSent, await sendMessage(c.get("ctx"), room_id, c.req.valid("json")));
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/{room_id}/close",
      operationId: "closeRoom",
      tags,
      summary: "Close a chat room",
      description: "Nobody can write in it until it is opened again.",
      ...allow(anyUserOrAdminKey, writes),
      request: { params: RoomPath },
      responses: {
        ...gives(200, RoomDetails, "The closed room."),
        ...fails(...roomProblems, "validation-failed", "limits-unavailable"),
      },
    }),
    async (c) => {
      const { room_id } = c.req.valid("param");
      return reply(c, RoomDetails, await setRoomStatus(c.get("ctx"), room_id, "closed"));
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/{room_id}/reopen",
      operationId: "reopenRoom",
      tags,
      summary: "Open a closed chat room again",
      description: "The conversation goes on where it ended; the AI answers first again.",
      ...allow(anyUserOrAdminKey, writes),
      request: { params: RoomPath },
      responses: {
        ...gives(200, RoomDetails, "The open room."),
        ...fails(...roomProblems, "validation-failed", "limits-unavailable"),
      },
    }),
    async (c) => {
      const { room_id } = c.req.valid("param");
      return reply(c, RoomDetails, await setRoomStatus(c.get("ctx"), room_id, "active"));
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/{room_id}/hand-over",
      operationId: "handOverRoom",
      tags,
      summary: "Say who answers: a person or the AI",
      description: "Customers may ask for a person; staff take over or hand back to the AI.",
      ...allow(anyUserOrAdminKey, writes),
      request: { params: RoomPath, body: json(HandOver) },
      responses: {
        ...gives(200, RoomDetails, "The room."),
        ...fails(...roomProblems, ...bodyProblems, "limits-unavailable"),
      },
    }),
    async (c) => {
      const { room_id } = c.req.valid("param");
      const { to } = c.req.valid("json");
      return reply(c, RoomDetails, await handOverRoom(c.get("ctx"), room_id, to));
    },
  );

const { middleware: letSocketIn, ...socketAccess } = allow(anyoneUntilClosed, { limits: ["ip"] });

// An answer that is a socket has no schema, so this one is registered by hand.
chatRooms.openAPIRegistry.registerPath({
  method: "get",
  path: "/{room_id}/ws",
  operationId: "joinRoom",
  tags,
  summary: "Join a chat room by WebSocket",
  description:
    "Offer the subprotocols `edgedesk.chat.v1` and `bearer.<token>`. The frames are in the README.",
  ...socketAccess,
  request: { params: RoomPath },
  responses: {
    101: { description: "The connection is a WebSocket from here on." },
    ...fails("rate-limited", "upgrade-required", "validation-failed"),
  },
});

chatRooms.use("/:room_id/ws", ...letSocketIn);
chatRooms.get("/:room_id/ws", (c) => {
  const ctx = c.get("ctx");
  const isAllowed = isOwnOrAllowedOrigin(ctx.config, c.req.raw);
  return joinRoom(ctx, c.req.param("room_id"), c.req.raw, isAllowed);
});
