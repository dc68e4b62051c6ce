import { asc, eq, isNull } from "drizzle-orm";
import { VISITOR_SECONDS } from "../chat/admit-visitor.ts";
import { folderOf } from "../chat/room-files.ts";
import { chatMessages, chatRooms } from "../chat/rooms.tables.ts";
import type { Ctx } from "../context.ts";
import { query, type Statement } from "../db/query.ts";
import { revokeEveryToken } from "../identity/sessions.ts";
import { logFailure } from "../log.ts";
import { erasures, type Todo } from "./erasures.tables.ts";
import { eraseHolding, messagesAboutOrders, messagesElsewhere } from "./holdings.ts";
import { among } from "./whose.ts";

/** Rooms that one go can reach: each is a call and a look into the bucket, and a Worker makes a thousand. */
const ROOMS_AT_ONCE = 200;
const ERASURES_A_NIGHT = 100;

type Services = Pick<Ctx, "db" | "kv" | "rooms" | "files" | "now" | "requestId">;

/**
 * Lets rooms, files and KV follow an erasure that is done in the database. When it was finished; null if something
 * cannot be reached now: then it is tried again every night. Can be repeated.
 */
export async function finishErasure(ctx: Services, id: string): Promise<string | null> {
  try {
    const [[erasure]] = await ctx.db.read([
      query.select().from(erasures).where(eq(erasures.id, id)),
    ]);
    if (!erasure?.todo) return erasure?.finishedAt ?? null;
    return await finish(ctx, id, erasure.todo);
  } catch (error) {
    logFailure(ctx.requestId, "erasure", error);
    return null;
  }
}

/** What earlier nights and answers could not finish. */
export async function finishErasures(ctx: Services): Promise<void> {
  const [waiting] = await ctx.db.read([
    query
      .select({ id: erasures.id })
      .from(erasures)
      .where(isNull(erasures.finishedAt))
      .orderBy(asc(erasures.id))
      .limit(ERASURES_A_NIGHT),
  ]);
  for (const { id } of waiting) await finishErasure(ctx, id);
}

async function finish(ctx: Services, id: string, todo: Todo): Promise<string | null> {
  await Promise.all(todo.cached.map((name) => ctx.kv.delete(name)));
  for (const account of todo.accounts) {
    await revokeEveryToken(ctx, account, ctx.now, VISITOR_SECONDS);
  }
  const rooms = todo.rooms.slice(0, ROOMS_AT_ONCE);
  for (const room of rooms) {
    await ctx.rooms.tell(room, (stub) => stub.erase());
    await dropFolder(ctx, `${folderOf(room)}/`);
  }
  for (const room of todo.otherRooms) {
    await ctx.rooms.tell(room, (stub) => stub.blank(todo.accounts));
  }
  if (todo.files.length > 0) await ctx.files.delete(todo.files);
  const left = todo.rooms.slice(ROOMS_AT_ONCE);
  const finishedAt = left.length === 0 ? ctx.now.toISOString() : null;
  const rest: Todo = { rooms: left, otherRooms: [], accounts: [], cached: [], files: [] };
  await ctx.db.write(
    [
      query
        .update(erasures)
        .set({ finishedAt, todo: finishedAt === null ? rest : null })
        .where(eq(erasures.id, id)),
      ...lateCopies(rooms, todo),
    ],
    { repeatable: true },
  );
  return finishedAt;
}

/** What the rooms had copied between the erasure in the database and their own. */
function lateCopies(rooms: string[], { accounts }: Todo): Statement[] {
  const speaker = { accounts, customers: [], emails: [], phones: [], addressDigests: [] };
  return [
    query.delete(chatMessages).where(among(chatMessages.roomId, rooms)),
    query.delete(chatRooms).where(among(chatRooms.id, rooms)),
    ...eraseHolding(messagesElsewhere, speaker),
    ...eraseHolding(messagesAboutOrders, speaker),
  ];
}

async function dropFolder({ files }: Services, prefix: string): Promise<void> {
  for (;;) {
    const { objects, truncated } = await files.list({ prefix });
    if (objects.length > 0) await files.delete(objects.map(({ key }) => key));
    if (!truncated) return;
  }
}
