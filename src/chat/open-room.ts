import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { keyedDigest } from "../db/digest.ts";
import { newId } from "../db/ids.ts";
import { query } from "../db/query.ts";
import { isAdmin, principalOf } from "../identity/actor.ts";
import { users } from "../identity/users.tables.ts";
import { ProblemError } from "../problems.ts";
import { aiDisclosure } from "./ai-disclosure.ts";
import type { RoomView } from "./chat.conversation.ts";
import type { RoomFacts } from "./chat.turn.ts";
import { copyFacts } from "./copy-room.ts";
import { inRoom } from "./in-room.ts";
import type { NewRoom, RoomOpened } from "./rooms.schema.ts";

/**
 * Opens a room: for the customer who asks, or, for administrators, for the customer they name. With an
 * Idempotency-Key the room's id follows from the key, so the same request is the same room.
 */
export async function openRoom(ctx: Ctx, input: NewRoom): Promise<RoomOpened> {
  const key = ctx.idempotencyKey ?? input.client_ref;
  const id = key === undefined ? newId("room", ctx.now) : await roomIdFor(ctx, key);
  const customerId = await customerOf(ctx, input);
  const { view, isRepeat } = await makeRoom(ctx, {
    id,
    customerId,
    customerName: input.customer_name,
  });
  ctx.replayed = isRepeat;
  if (!isRepeat) await copyNow(ctx, view.facts);
  const { customerName, status, createdAt } = view.facts;
  return {
    room_id: id,
    customer_id: customerId,
    customer_name: customerName,
    status,
    created_at: createdAt,
    ai_disclosure: aiDisclosure,
  };
}

/** The id of the room that the caller opens under a key: the same every time, and no one else's. */
export async function roomIdFor(ctx: Ctx, key: string): Promise<string> {
  const digest = await keyedDigest(ctx.config.idSecret, `room:${principalOf(ctx.actor)}:${key}`);
  return `room_${digest.slice(0, 36)}`;
}

/** Makes a room, or finds the one that was made with the same id. It copies itself to libSQL soon. */
export function makeRoom(
  ctx: Ctx,
  room: Pick<RoomFacts, "id" | "customerId" | "customerName">,
): Promise<{ view: RoomView; isRepeat: boolean }> {
  const facts: RoomFacts = {
    ...room,
    status: "active",
    handledBy: "ai",
    epoch: 1,
    version: 1,
    createdAt: ctx.now.toISOString(),
  };
  return inRoom(ctx, room.id, (stub) => stub.open(facts));
}

async function customerOf(ctx: Ctx, input: NewRoom): Promise<string> {
  const { actor } = ctx;
  if (actor.kind === "user" && actor.role === "customer") {
    const isOwn = input.customer_id === undefined || input.customer_id === actor.id;
    if (!isOwn) throw new ProblemError("forbidden");
    return actor.id;
  }
  if (!isAdmin(actor)) throw new ProblemError("forbidden");
  const { customer_id: id } = input;
  if (id === undefined) {
    const detail = "customer_id: say for which customer the room is.";
    const errors = [{ loc: ["body", "customer_id"], msg: "is needed", type: "missing" }];
    throw new ProblemError("validation-failed", { detail, errors });
  }
  const [[customer]] = await ctx.db.read([
    query.select({ id: users.id }).from(users).where(eq(users.id, id)),
  ]);
  if (!customer) {
    throw new ProblemError("not-found", { detail: "There is no customer with this customer_id." });
  }
  return customer.id;
}

/** Copies a room's facts before the answer, so that lists show them at once; if libSQL is away, later. */
export async function copyNow(ctx: Ctx, facts: RoomFacts): Promise<void> {
  try {
    await ctx.db.write([copyFacts(facts)], { repeatable: true, made: facts.id });
  } catch (error) {
    const isAway = error instanceof ProblemError && error.code === "database-unavailable";
    if (!isAway) throw error;
    ctx.notes.push("the room's copy comes later");
  }
}
