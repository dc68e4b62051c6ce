import type { Ctx } from "../context.ts";
import { memberOf, inRoom } from "./in-room.ts";
import { copyNow } from "./open-room.ts";
import { presentMessage, presentRoom } from "./present-room.ts";
import type { RoomView } from "./chat.conversation.ts";
import type { RoomFacts } from "./chat.turn.ts";
import type { MessagesQuery, RoomDetails, RoomMessage } from "./rooms.schema.ts";

/** A room as it is now. */
export async function findRoom(ctx: Ctx, id: string): Promise<RoomDetails> {
  const member = memberOf(ctx.actor);
  return presentRoom(await inRoom(ctx, id, (room) => room.look(member)));
}

/** A page of a room's messages, oldest first. */
export async function listMessages(
  ctx: Ctx,
  id: string,
  page: MessagesQuery,
): Promise<RoomMessage[]> {
  const member = memberOf(ctx.actor);
  const messages = await inRoom(ctx, id, (room) => room.read(member, page));
  return messages.map((message) => presentMessage(id, message));
}

/** Closes a room, or opens it again; done already, it stays as it is. */
export async function setRoomStatus(
  ctx: Ctx,
  id: string,
  status: RoomFacts["status"],
): Promise<RoomDetails> {
  const member = memberOf(ctx.actor);
  return changed(ctx, await inRoom(ctx, id, (room) => room.setStatus(member, status)));
}

/** Says who answers the customer from now on: `forbidden` for a customer who asks for the AI. */
export async function handOverRoom(
  ctx: Ctx,
  id: string,
  to: RoomFacts["handledBy"],
): Promise<RoomDetails> {
  const member = memberOf(ctx.actor);
  return changed(ctx, await inRoom(ctx, id, (room) => room.handOver(member, to)));
}

async function changed(ctx: Ctx, view: RoomView): Promise<RoomDetails> {
  await copyNow(ctx, view.facts);
  return presentRoom(view);
}
