import { and, desc, eq, gte, sql, type SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { bounds, paged, type Page } from "../db/paging.ts";
import { query } from "../db/query.ts";
import { isAdmin, principalOf } from "../identity/actor.ts";
import { ProblemError } from "../problems.ts";
import type { Log, LogQuery, LogSummary, SummaryQuery, Trends } from "./logs.schema.ts";
import { presentLog } from "./present-log.ts";
import { priorities, statuses, tickets } from "./tickets.schema.ts";

const HOUR_MS = 3_600_000;
const TREND_FROM = 3;
const TRENDS = 10;

/** The logs of the window, the newest first: one's own, or with `all` everybody's (`forbidden`). */
export async function listLogs(ctx: Ctx, wanted: LogQuery): Promise<Log[] | Page<Log>> {
  const { status, category, priority } = wanted;
  const chosen = and(
    inWindow(ctx, wanted),
    status === undefined ? undefined : eq(tickets.status, status),
    category === undefined ? undefined : eq(tickets.category, category),
    priority === undefined ? undefined : eq(tickets.priority, priority),
  );
  const { skip, limit } = bounds(wanted);
  const [logs, [counted]] = await ctx.db.read([
    query
      .select()
      .from(tickets)
      .where(chosen)
      .orderBy(desc(tickets.createdAt), desc(tickets.id))
      .limit(limit)
      .offset(skip),
    query
      .select({ total: sql<number>`count(*)` })
      .from(tickets)
      .where(chosen),
  ]);
  return paged(wanted, logs.map(presentLog), counted?.total ?? 0);
}

/** The user's own newest logs, however old. */
export async function newestLogs(ctx: Ctx, limit: number): Promise<Log[]> {
  const [logs] = await ctx.db.read([
    query
      .select()
      .from(tickets)
      .where(eq(tickets.createdBy, principalOf(ctx.actor)))
      .orderBy(desc(tickets.createdAt), desc(tickets.id))
      .limit(limit),
  ]);
  return logs.map(presentLog);
}

/** The logs of the window, counted by status, category and priority in one statement. */
export async function summarizeLogs(ctx: Ctx, wanted: SummaryQuery): Promise<LogSummary> {
  const { status, category, priority } = tickets;
  const [groups] = await ctx.db.read([
    query
      .select({ status, category, priority, logs: sql<number>`count(*)` })
      .from(tickets)
      .where(inWindow(ctx, wanted))
      .groupBy(status, category, priority),
  ]);
  const count = (key: "status" | "category" | "priority", words: readonly string[]) =>
    Object.fromEntries(
      words.map((word) => [
        word,
        groups.reduce((sum, group) => sum + (group[key] === word ? group.logs : 0), 0),
      ]),
    );
  const present = new Set(groups.map((group) => group.category));
  return {
    timeframe_hours: wanted.hours,
    total_logs: groups.reduce((sum, { logs }) => sum + logs, 0),
    status_breakdown: count("status", statuses),
    category_breakdown: count("category", [...present]),
    priority_breakdown: count("priority", priorities),
  };
}

/** The ten words that most logs of the window have, everybody's, from three logs on. */
export async function findTrends(ctx: Ctx, hours: number): Promise<Trends> {
  const issue = sql<string>`word.value`;
  const count = sql<number>`count(*)`;
  const [trends] = await ctx.db.read([
    query
      .select({ issue, count })
      .from(tickets)
      .innerJoin(sql`json_each(${tickets.words}) as word`, sql`1`)
      .where(gte(tickets.createdAt, since(ctx, hours)))
      .groupBy(issue)
      .having(sql`${count} >= ${TREND_FROM}`)
      .orderBy(desc(count), issue)
      .limit(TRENDS),
  ]);
  return trends;
}

function inWindow(ctx: Ctx, { hours, all }: SummaryQuery): SQL | undefined {
  if (all === "true" && !isAdmin(ctx.actor)) throw new ProblemError("forbidden");
  const own = all === "true" ? undefined : eq(tickets.createdBy, principalOf(ctx.actor));
  return and(own, gte(tickets.createdAt, since(ctx, hours)));
}

function since({ now }: Ctx, hours: number): string {
  return new Date(now.getTime() - hours * HOUR_MS).toISOString();
}
