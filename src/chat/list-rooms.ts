import { and, desc, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { memberOf } from "./in-room.ts";
import { presentRow } from "./present-room.ts";
import type { Room, RoomsQuery } from "./rooms.schema.ts";
import { chatRooms } from "./rooms.tables.ts";

/** Rooms by their newest message: all for staff, their own for customers. */
export async function listRooms(ctx: Ctx, { status, limit, skip }: RoomsQuery): Promise<Room[]> {
  const { role, id, customerId } = memberOf(ctx.actor);
  const own = [id, ...(customerId === null ? [] : [customerId])];
  const [rows] = await ctx.db.read([
    query
      .select()
      .from(chatRooms)
      .where(
        and(
          status === "all" ? undefined : eq(chatRooms.status, status),
          role === "admin" ? undefined : inArray(chatRooms.customerId, own),
        ),
      )
      .orderBy(desc(chatRooms.activeAt), chatRooms.id)
      .limit(limit)
      .offset(skip),
  ]);
  return rows.map(presentRow);
}
