import { count, desc, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { chatRooms } from "../chat/rooms.tables.ts";
import { query } from "../db/query.ts";
import { users } from "../identity/users.tables.ts";
import type { CustomerStatistics, Dashboard, IntentCount } from "./chat-analytics.schema.ts";
import { allFigures, intentsIn, lastDays } from "./chat-figures.ts";
import { meanMinutes, percent, sumOf } from "./rates.ts";

/** The support desk at a glance. One round trip; what it reads grows with days and open rooms only. */
export async function chatDashboard(ctx: Ctx): Promise<Dashboard> {
  const [[customers], [rooms], [figures]] = await ctx.db.read([
    query.select({ count: count() }).from(users).where(eq(users.role, "customer")),
    query
      .select({
        active: count(),
        pending: sql<number>`coalesce(sum(${chatRooms.lastUserType} = 'customer'), 0)`,
      })
      .from(chatRooms)
      .where(eq(chatRooms.status, "active")),
    allFigures(),
  ]);
  return {
    total_customers: customers?.count ?? 0,
    active_chats: rooms?.active ?? 0,
    pending_chats: rooms?.pending ?? 0,
    total_messages: figures?.messages ?? 0,
    ai_usage_rate: percent(figures?.aiMessages ?? 0, figures?.messages ?? 0),
    avg_response_time: meanMinutes(figures?.responseMs ?? 0, figures?.responses ?? 0),
  };
}

/** The customers who have rooms, the one who wrote last first. */
export async function customerStatistics(
  ctx: Ctx,
  { limit, skip }: { limit: number; skip: number },
): Promise<CustomerStatistics[]> {
  // SQLite takes the plain columns of a group from the row that has the maximum.
  const lastActivity = sql<string>`max(${chatRooms.activeAt})`;
  const [rows] = await ctx.db.read([
    query
      .select({
        customerId: chatRooms.customerId,
        customerName: chatRooms.customerName,
        roomId: chatRooms.id,
        status: chatRooms.status,
        messages: sql<number>`sum(${chatRooms.messageCount})`,
        aiMessages: sql<number>`sum(${chatRooms.aiCount})`,
        lastActivity,
      })
      .from(chatRooms)
      .groupBy(chatRooms.customerId)
      .orderBy(desc(lastActivity), chatRooms.customerId)
      .limit(limit)
      .offset(skip),
  ]);
  return rows.map((row) => ({
    customer_id: row.customerId,
    customer_name: row.customerName,
    room_id: row.roomId,
    message_count: row.messages,
    last_activity: row.lastActivity,
    status: row.status,
    ai_usage_percentage: percent(row.aiMessages, row.messages),
  }));
}

/** What customers wrote about in the last days, the most frequent first. */
export async function intentStatistics(ctx: Ctx, days: number): Promise<IntentCount[]> {
  const [rows] = await ctx.db.read([intentsIn(lastDays(ctx, days))]);
  return withShares(rows);
}

/** Each intent's share of the messages that were read. */
export function withShares(rows: Omit<IntentCount, "percentage">[]): IntentCount[] {
  const all = sumOf(rows, (row) => row.count);
  return rows.map((row) => ({ ...row, percentage: percent(row.count, all) }));
}
