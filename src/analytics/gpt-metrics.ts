import { and, between, desc, eq, gt, gte, lt, lte, sql } from "drizzle-orm";
import { unionAll, type SQLiteColumn } from "drizzle-orm/sqlite-core";
import { agentCallCustomers, agentCallHours, agentCalls } from "../agents/agent-calls.schema.ts";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { isAdmin } from "../identity/actor.ts";
import { timeRanges, type GptMetrics, type TimeRange } from "./gpt-metrics.schema.ts";
import { maskEmail } from "./mask-email.ts";

const HOUR_MS = 3_600_000;
const TOP = 10;

/** From and until when, in milliseconds. */
type Window = { from: number; until: number };

type Sums = { calls: number; succeeded: number; responseMs: number };

/**
 * How the agent operations are used, to the minute: whole hours come from the hourly figures, the hour
 * that the window cuts from its calls. One round trip; the rows read grow with hours, not with calls.
 */
export async function gptMetrics(ctx: Ctx, range: TimeRange): Promise<GptMetrics> {
  const until = ctx.now.getTime();
  const window = { from: until - timeRanges[range] * HOUR_MS, until };
  const [byHour, customers, [unique], errors] = await ctx.db.read([
    callsByHour(window),
    topCustomers(window),
    uniqueCustomers(window),
    recentErrors(window),
  ]);
  const shown = (email: string) => (isAdmin(ctx.actor) ? email : maskEmail(email));
  const total = add(byHour);
  return {
    summary: {
      total_calls: total.calls,
      successful_calls: total.succeeded,
      failed_calls: total.calls - total.succeeded,
      success_rate: successRate(total),
      avg_response_time: meanResponse(total),
      unique_customers: unique?.customers ?? 0,
    },
    endpoints: byEndpoint(byHour),
    hourly_stats: everyHour(window).map((hour) => {
      const sums = add(byHour.filter((row) => row.hour === hour));
      return { hour: `${hour}:00:00.000Z`, calls: sums.calls, success_rate: successRate(sums) };
    }),
    recent_errors: errors.map((row) => ({
      timestamp: row.at,
      endpoint: row.endpoint,
      error: row.problem ?? "internal-error",
      customer_email: row.email && shown(row.email),
    })),
    top_customers: customers.map((row) => ({
      email: shown(row.email),
      calls: row.calls,
      last_interaction: row.lastAt,
    })),
  };
}

/** The hour of an instant as the hourly tables name it: `2026-11-22T17`. */
function hourOf(instant: number): string {
  return iso(instant).slice(0, 13);
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}

function wholeHours(hour: SQLiteColumn, { from, until }: Window) {
  return and(gt(hour, hourOf(from)), lte(hour, hourOf(until)));
}

/** What the window leaves of its first hour. */
function cutHour({ from }: Window) {
  const nextHour = Math.floor(from / HOUR_MS) * HOUR_MS + HOUR_MS;
  return and(gte(agentCalls.at, iso(from)), lt(agentCalls.at, iso(nextHour)));
}

function callsByHour(window: Window) {
  const { hour, endpoint, calls, succeeded, responseMs } = agentCallHours;
  return unionAll(
    query
      .select({ hour, endpoint, calls, succeeded, responseMs })
      .from(agentCallHours)
      .where(wholeHours(hour, window)),
    query
      .select({
        hour: sql<string>`${hourOf(window.from)}`,
        endpoint: agentCalls.endpoint,
        calls: sql<number>`count(*)`,
        succeeded: sql<number>`sum(${agentCalls.succeeded})`,
        responseMs: sql<number>`sum(${agentCalls.responseMs})`,
      })
      .from(agentCalls)
      .where(cutHour(window))
      .groupBy(agentCalls.endpoint),
  );
}

/** Calls per customer and hour, whole hours and the cut one, to be summed. */
function customerCalls(window: Window) {
  return unionAll(
    query
      .select({
        email: agentCallCustomers.customerEmail,
        calls: agentCallCustomers.calls,
        lastAt: agentCallCustomers.lastAt,
      })
      .from(agentCallCustomers)
      .where(wholeHours(agentCallCustomers.hour, window)),
    query
      .select({
        email: sql<string>`${agentCalls.customerEmail}`,
        calls: sql<number>`1`,
        lastAt: agentCalls.at,
      })
      .from(agentCalls)
      .where(and(cutHour(window), sql`${agentCalls.customerEmail} is not null`)),
  ).as("customer_calls");
}

function topCustomers(window: Window) {
  const source = customerCalls(window);
  const calls = sql<number>`sum(${source.calls})`;
  return query
    .select({ email: source.email, calls, lastAt: sql<string>`max(${source.lastAt})` })
    .from(source)
    .groupBy(source.email)
    .orderBy(desc(calls), source.email)
    .limit(TOP);
}

function uniqueCustomers(window: Window) {
  const source = customerCalls(window);
  return query.select({ customers: sql<number>`count(distinct ${source.email})` }).from(source);
}

function recentErrors({ from, until }: Window) {
  return query
    .select({
      at: agentCalls.at,
      endpoint: agentCalls.endpoint,
      problem: agentCalls.problem,
      email: agentCalls.customerEmail,
    })
    .from(agentCalls)
    .where(and(eq(agentCalls.succeeded, false), between(agentCalls.at, iso(from), iso(until))))
    .orderBy(desc(agentCalls.at))
    .limit(TOP);
}

function byEndpoint(rows: (Sums & { endpoint: string })[]): GptMetrics["endpoints"] {
  const groups = Map.groupBy(rows, (row) => row.endpoint);
  return [...groups]
    .map(([endpoint, group]) => ({ endpoint, sums: add(group) }))
    .toSorted((a, b) => b.sums.calls - a.sums.calls || a.endpoint.localeCompare(b.endpoint))
    .map(({ endpoint, sums }) => ({
      endpoint,
      calls: sums.calls,
      success_rate: successRate(sums),
      avg_response_time: meanResponse(sums),
    }));
}

function everyHour({ from, until }: Window): string[] {
  const first = Math.floor(from / HOUR_MS);
  const count = Math.floor(until / HOUR_MS) - first + 1;
  return Array.from({ length: count }, (_, i) => hourOf((first + i) * HOUR_MS));
}

function add(rows: Sums[]): Sums {
  const none: Sums = { calls: 0, succeeded: 0, responseMs: 0 };
  return rows.reduce(
    (sum, row) => ({
      calls: sum.calls + row.calls,
      succeeded: sum.succeeded + row.succeeded,
      responseMs: sum.responseMs + row.responseMs,
    }),
    none,
  );
}

/** In percent with one decimal; 0 when there were no calls. */
function successRate({ calls, succeeded }: Sums): number {
  return calls === 0 ? 0 : Math.round((succeeded / calls) * 1000) / 10;
}

function meanResponse({ calls, responseMs }: Sums): number {
  return calls === 0 ? 0 : Math.round(responseMs / calls);
}
