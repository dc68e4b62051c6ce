import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query, type Statement } from "../db/query.ts";
import { customerIdOf, principalOf } from "../identity/actor.ts";
import { writeOnce } from "../write-once.ts";
import { bringToRoom, type About } from "./bring-to-room.ts";
import type { NewPortalMessage, PortalMessage } from "./orders.schema.ts";
import { portalMessages } from "./orders.tables.ts";

/** Writes one message of the caller, once, if the guards allow it; the chat room hears of it behind the answer. */
export async function writeMessage(
  ctx: Ctx,
  input: NewPortalMessage,
  about: About,
  guards: Statement[],
): Promise<PortalMessage> {
  const sender = customerIdOf(ctx.actor) === null ? ("admin" as const) : ("customer" as const);
  const orderId = "orderId" in about ? about.orderId : null;
  const claimId = "claimId" in about ? about.claimId : null;
  const row = {
    orderId,
    claimId,
    sender,
    senderId: principalOf(ctx.actor),
    content: input.content,
    createdAt: ctx.now.toISOString(),
  };
  const nextId = sql`(select coalesce(max(${portalMessages.id}), 0) + 1 from ${portalMessages})`;
  const written = await writeOnce(ctx, {
    operation: `message:${orderId ?? claimId}`,
    input,
    assigned: { path: "$.message_id", value: nextId },
    statements: [...guards, query.insert(portalMessages).values({ ...row, id: nextId })],
    answer: {
      message_id: 0,
      order_id: row.orderId,
      claim_id: row.claimId,
      sender,
      sender_id: row.senderId,
      content: row.content,
      created_at: row.createdAt,
    },
  });
  ctx.background(() => bringToRoom(ctx, about));
  return written;
}
