import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query, type Statement } from "../db/query.ts";
import { customerIdOf, principalOf } from "../identity/actor.ts";
import { writeOnce } from "../write-once.ts";
import type { NewPortalMessage, PortalMessage } from "./orders.schema.ts";
import { portalMessages } from "./orders.tables.ts";

/** Writes one message of the caller, once, if the guards allow it. */
export async function writeMessage(
  ctx: Ctx,
  input: NewPortalMessage,
  about: { orderId: string | null; claimId: string | null },
  guards: Statement[],
): Promise<PortalMessage> {
  const sender = customerIdOf(ctx.actor) === null ? ("admin" as const) : ("customer" as const);
  const row = {
    ...about,
    sender,
    senderId: principalOf(ctx.actor),
    content: input.content,
    createdAt: ctx.now.toISOString(),
  };
  const nextId = sql`(select coalesce(max(${portalMessages.id}), 0) + 1 from ${portalMessages})`;
  return writeOnce(ctx, {
    operation: `message:${about.orderId ?? about.claimId}`,
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
}
