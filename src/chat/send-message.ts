import type { Ctx } from "../context.ts";
import { newId } from "../db/ids.ts";
import { ProblemError } from "../problems.ts";
import { inRoom, memberOf } from "./in-room.ts";
import type { MessageSent, NewMessage } from "./rooms.schema.ts";

/**
 * Sends a message. It is stored and seen by the room first; the answer waits for what the AI makes of a
 * customer's. Sent again with the same client_id, Idempotency-Key or client_ref it is stored once; with
 * another text that is `idempotency-key-reused`. `room-closed`; `forbidden` for a user_type not one's own.
 */
export async function sendMessage(ctx: Ctx, id: string, input: NewMessage): Promise<MessageSent> {
  const member = memberOf(ctx.actor);
  if (input.user_type !== undefined && input.user_type !== member.role) {
    throw new ProblemError("forbidden", { detail: "user_type is not what these credentials are." });
  }
  const { content } = input;
  const client_id =
    input.client_id ?? ctx.idempotencyKey ?? input.client_ref ?? newId("once", ctx.now);
  const sending = { client_id, content };
  const posted = await inRoom(ctx, id, (room) => room.post(member, sending, ctx.now));
  ctx.cost.objectRows += posted.rowsWritten;
  ctx.replayed = posted.isDuplicate;
  const { seq, user_type, timestamp } = posted.message;
  return {
    message_id: posted.message.id,
    room_id: id,
    seq,
    client_id,
    content,
    user_type,
    timestamp,
    ai_analysis: posted.analysis,
  };
}
