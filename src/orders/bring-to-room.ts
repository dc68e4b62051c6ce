import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { aiMember, type Member } from "../chat/chat.turn.ts";
import { inRoom } from "../chat/in-room.ts";
import { promisedRooms } from "../chat/rooms.tables.ts";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { users } from "../identity/users.tables.ts";
import { logFailure } from "../log.ts";
import { ProblemError, problems } from "../problems.ts";
import { portalMessages } from "./orders.tables.ts";

/** What messages are about. */
export type About = { orderId: string } | { claimId: string };

type Message = typeof portalMessages.$inferSelect;
type Room = typeof promisedRooms.$inferSelect;

const AT_ONCE = 100;

/** Brings messages to their room behind the answer, if one of these has not got there yet. */
export function bringBehind(ctx: Ctx, about: About, messages: Message[]): void {
  const isWaiting = messages.some((message) => !message.inRoom);
  if (isWaiting) ctx.background(() => bringToRoom(ctx, about));
}

/**
 * Says what was written about an order or a claim in its chat room, in the order in which it was written and each
 * message once. Safe to be called at any time and from several places; what fails is brought by the next call. One that
 * the room cannot take holds up none that come after it.
 */
export async function bringToRoom(
  ctx: Pick<Ctx, "db" | "rooms" | "requestId">,
  about: About,
): Promise<void> {
  const [[room], waiting] = await ctx.db.read([
    query.select().from(promisedRooms).where(isAbout(promisedRooms, about)),
    query
      .select({ message: portalMessages, username: users.username })
      .from(portalMessages)
      .leftJoin(users, eq(users.id, sql`substr(${portalMessages.senderId}, 6)`))
      .where(and(isAbout(portalMessages, about), eq(portalMessages.inRoom, false)))
      .orderBy(asc(portalMessages.id))
      .limit(AT_ONCE),
  ]);
  if (!room || waiting.length === 0) return;
  const brought: number[] = [];
  for (const { message, username } of waiting) {
    try {
      await sayOnce(ctx, room, writerOf(message, room, username), message);
      brought.push(message.id);
    } catch (error) {
      logFailure(ctx.requestId, "room-message", error);
      if (isPassing(error)) break;
    }
  }
  await ctx.db.write(
    [query.update(portalMessages).set({ inRoom: true }).where(inArray(portalMessages.id, brought))],
    { repeatable: true },
  );
}

/** Whether the same may work later: then those that come after it wait, so that the order is kept. */
function isPassing(error: unknown): boolean {
  return error instanceof ProblemError && problems[error.code].status === 503;
}

/** The message's own number is its client id, so that the room keeps it once. */
async function sayOnce(
  ctx: Pick<Ctx, "db" | "rooms">,
  { id }: Room,
  writer: Member,
  { id: number, content, createdAt }: Message,
): Promise<void> {
  const sending = { client_id: `portal-message-${number}`, content };
  const say = () => inRoom(ctx, id, (room) => room.say(writer, sending, new Date(createdAt)));
  try {
    await say();
  } catch (error) {
    const problem = error instanceof ProblemError ? error.code : null;
    // Only the writer can have taken this id before, in a socket; the order's messages have both.
    if (problem === "idempotency-key-reused") return;
    if (problem !== "room-closed") throw error;
    await inRoom(ctx, id, (room) => room.setStatus(aiMember, "active"));
    await inRoom(ctx, id, (room) => room.handOver(aiMember, "human"));
    await say();
  }
}

/** Who says it in the room: under the id that their own sockets have there. */
function writerOf({ sender, senderId }: Message, room: Room, username: string | null): Member {
  if (sender === "ai") return aiMember;
  const id = senderId.replace(/^user:/, "");
  return sender === "customer"
    ? { id, name: username ?? room.customerName, role: "customer", customerId: room.customerId }
    : { id, name: username ?? "Staff", role: "admin", customerId: null };
}

function isAbout(table: typeof portalMessages | typeof promisedRooms, about: About) {
  return "orderId" in about ? eq(table.orderId, about.orderId) : eq(table.claimId, about.claimId);
}
