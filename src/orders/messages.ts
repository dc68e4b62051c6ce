import { asc } from "drizzle-orm";
import { query, type Statement } from "../db/query.ts";
import type { Writing } from "../context.ts";
import { principalOf } from "../identity/actor.ts";
import type { About } from "./bring-to-room.ts";
import type { PortalMessage } from "./orders.schema.ts";
import { portalMessages, type Sender } from "./orders.tables.ts";

/** What was said in the room may come a moment later than what was written here since. */
export const oldestFirst = [asc(portalMessages.createdAt), asc(portalMessages.id)] as const;

export function presentMessage(row: typeof portalMessages.$inferSelect): PortalMessage {
  return {
    message_id: row.id,
    order_id: row.orderId,
    claim_id: row.claimId,
    sender: row.sender,
    sender_id: row.senderId,
    content: row.content,
    created_at: row.createdAt,
  };
}

/** A message that belongs to what the same batch does. Reading it, or bringToRoom(), then tells the chat room. */
export function tell(ctx: Writing, about: About, sender: Sender, content: string): Statement {
  return query.insert(portalMessages).values({
    ...about,
    sender,
    senderId: principalOf(ctx.actor),
    content,
    createdAt: ctx.now.toISOString(),
  });
}
