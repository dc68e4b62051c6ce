import type { RoomView } from "./chat.conversation.ts";
import type { StoredMessage } from "./chat.turn.ts";
import { aiDisclosure } from "./ai-disclosure.ts";
import type { Room, RoomDetails, RoomMessage } from "./rooms.schema.ts";
import type { chatRooms } from "./rooms.tables.ts";

/** A room as its object tells it. */
export function presentRoom({ facts, head, isPending }: RoomView): RoomDetails {
  return {
    id: facts.id,
    customer_id: facts.customerId,
    customer_name: facts.customerName,
    status: facts.status,
    handled_by: facts.handledBy,
    is_pending: isPending,
    created_at: facts.createdAt,
    last_message_at: head?.timestamp ?? null,
    message_count: head?.seq ?? 0,
    ai_disclosure: aiDisclosure,
  };
}

/** A room as its copy tells it. */
export function presentRow(row: typeof chatRooms.$inferSelect): Room {
  return {
    id: row.id,
    customer_id: row.customerId,
    customer_name: row.customerName,
    status: row.status,
    handled_by: row.handledBy,
    is_pending: row.status === "active" && row.lastUserType === "customer",
    created_at: row.createdAt,
    last_message_at: row.lastMessageAt,
    message_count: row.messageCount,
  };
}

export function presentMessage(roomId: string, message: StoredMessage): RoomMessage {
  const { response_ms: _wait, analysis, ...shown } = message;
  return {
    ...shown,
    room_id: roomId,
    intent: analysis?.intent ?? null,
    ai_suggestion: analysis?.suggestions[0] ?? null,
  };
}
