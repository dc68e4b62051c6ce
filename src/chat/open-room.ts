import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { keyedDigest } from "../db/digest.ts";
import { newId } from "../db/ids.ts";
import { query } from "../db/query.ts";
import { isAdmin, principalOf } from "../identity/actor.ts";
import { users } from "../identity/users.schema.ts";
import { ProblemError } from "../problems.ts";
import { aiDisclosure } from "./ai-disclosure.ts";
import type { RoomFacts } from "./chat.turn.ts";
import { copyFacts } from "./copy-room.ts";
import { inRoom } from "./in-room.ts";
import type { NewRoom, RoomOpened } from "./rooms.schema.ts";

/**
 * Opens a room: for the customer who asks, or, for administrators, for the customer they name. The room is
 * made first and its copy in libSQL next; if libSQL is away the room's own outbox brings it later. With an
 * Idempotency-Key the room's id follows from the key, so the same request is the same room.
 */
export async function openRoom(ctx: Ctx, input: NewRoom): Promise<RoomOpened> {
  const id = await roomIdFor(ctx, input);
  const facts: RoomFacts = {
    id,
    customerId: await customerOf(ctx, input),
    customerName: input.customer_name,
    status: "active",
    handledBy: "ai",
    epoch: 1,
    version: 1,
    createdAt: ctx.now.toISOString(),
  };
  const { view, isRepeat } = await inRoom(ctx, id, (room) => room.open(facts));
  ctx.replayed = isRepeat;
  if (!isRepeat) await copyNow(ctx, facts);
  return {
    room_id: id,
    customer_id: view.facts.customerId,
    customer_name: view.facts.customerName,
    status: view.facts.status,
    created_at: view.facts.createdAt,
    ai_disclosure: aiDisclosure,
  };
}

async function roomIdFor(ctx: Ctx, input: NewRoom): Promise<string> {
  const key = ctx.idempotencyKey ?? input.client_ref;
  if (key === undefined) return newId("room", ctx.now);
  const digest = await keyedDigest(ctx.config.authSecret, `room:${principalOf(ctx.actor)}:${key}`);
  return `room_${digest.slice(0, 36)}`;
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

/** Lists show the room at once. */
export async function copyNow(ctx: Ctx, facts: RoomFacts): Promise<void> {
  try {
    await ctx.db.write([copyFacts(facts)], { repeatable: true });
  } catch (error) {
    const isAway = error instanceof ProblemError && error.code === "database-unavailable";
    if (!isAway) throw error;
    ctx.notes.push("the room's copy comes later");
  }
}
