import { asc, and, eq, gt } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { isAdmin, principalOf, type Actor } from "../identity/actor.ts";
import { ProblemError } from "../problems.ts";
import type { Member, RoomFacts, StoredMessage } from "./chat.turn.ts";
import { messageId } from "./message-id.ts";
import type { Outcome } from "./outcome.ts";
import type { RoomStub } from "./rooms.ts";
import { chatMessages, chatRooms, promisedRooms } from "./rooms.tables.ts";

const roomId = /^room_[0-9a-z]{36}$/;
const MESSAGES_AT_ONCE = 1_000;

/** Who the caller is in a room. Administrators' keys count as staff. */
export function memberOf(actor: Actor): Member {
  if (actor.kind === "user") {
    return { id: actor.id, name: actor.username, role: actor.role, customerId: actor.customerId };
  }
  if (actor.kind === "key" && isAdmin(actor)) {
    return { id: principalOf(actor), name: actor.name, role: "admin", customerId: null };
  }
  throw new ProblemError("forbidden");
}

/**
 * What a room answers. One that has no log of its own (its object is new, but libSQL has its copy) is
 * filled from the copy first. `not-found` if there is no such room, or it is somebody else's.
 */
export async function inRoom<T>(
  ctx: Pick<Ctx, "db" | "rooms">,
  id: string,
  question: (room: RoomStub) => Promise<Outcome<T>>,
): Promise<T> {
  if (!roomId.test(id)) throw new ProblemError("not-found");
  let outcome = await ctx.rooms.ask(id, question);
  if ("isUnopened" in outcome && (await restoreRoom(ctx, id))) {
    outcome = await ctx.rooms.ask(id, question);
  }
  if ("ok" in outcome) return outcome.ok;
  throw new ProblemError("problem" in outcome ? outcome.problem : "not-found");
}

/** Fills a room's object from libSQL; false if nobody there knows it or promises it either. */
async function restoreRoom(ctx: Pick<Ctx, "db" | "rooms">, id: string): Promise<boolean> {
  let after = 0;
  for (;;) {
    const [[room], rows, [promised]] = await ctx.db.read([
      query.select().from(chatRooms).where(eq(chatRooms.id, id)),
      query
        .select()
        .from(chatMessages)
        .where(and(eq(chatMessages.roomId, id), gt(chatMessages.seq, after)))
        .orderBy(asc(chatMessages.seq))
        .limit(MESSAGES_AT_ONCE),
      query.select().from(promisedRooms).where(eq(promisedRooms.id, id)),
    ]);
    const facts = room ? asFacts(room) : promised ? asPromised(promised) : null;
    if (!facts) return false;
    const isLast = rows.length < MESSAGES_AT_ONCE;
    const messages = rows.map(asStored);
    await ctx.rooms.tell(id, (stub) => stub.restore(messages, isLast ? facts : null));
    if (isLast) return true;
    after = rows.at(-1)?.seq ?? after;
  }
}

function asFacts(row: typeof chatRooms.$inferSelect): RoomFacts {
  const { id, customerId, customerName, status, handledBy, epoch, version, createdAt } = row;
  return { id, customerId, customerName, status, handledBy, epoch, version, createdAt };
}

/** A promised room as it begins: people answer in it. */
function asPromised(row: typeof promisedRooms.$inferSelect): RoomFacts {
  return { ...row, status: "active", handledBy: "human", epoch: 1, version: 1 };
}

function asStored(row: typeof chatMessages.$inferSelect): StoredMessage {
  const { intent, confidence, suggestions, engine } = row;
  const isRead = intent !== null && confidence !== null && engine !== null;
  return {
    seq: row.seq,
    id: messageId(row.roomId, row.seq),
    client_id: row.clientId,
    content: row.content,
    user_type: row.userType,
    user_id: row.userId,
    user_name: row.userName,
    timestamp: row.at,
    is_ai_generated: row.isAi,
    response_ms: row.responseMs,
    analysis: isRead ? { intent, confidence, suggestions: suggestions ?? [], engine } : null,
  };
}
