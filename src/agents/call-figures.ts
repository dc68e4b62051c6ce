import { and, between, desc, eq, gt, gte, lt, lte, sql } from "drizzle-orm";
import { unionAll, type SQLiteColumn } from "drizzle-orm/sqlite-core";
import { query } from "../db/query.ts";
import { agentCallCustomers, agentCallHours, agentCalls } from "./agent-calls.schema.ts";

export const HOUR_MS = 3_600_000;
const TOP = 10;

/** From and until when, in milliseconds. */
export type Window = { from: number; until: number };

/** The hour of an instant as the hourly tables name it: `2026-11-22T17`. */
export function hourOf(instant: number): string {
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

/** Calls, successes and milliseconds of the window, by hour and endpoint. */
export function callsByHour(window: Window) {
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

/** The ten customers with the most calls in the window. */
export function topCustomers(window: Window) {
  const source = customerCalls(window);
  const calls = sql<number>`sum(${source.calls})`;
  return query
    .select({ email: source.email, calls, lastAt: sql<string>`max(${source.lastAt})` })
    .from(source)
    .groupBy(source.email)
    .orderBy(desc(calls), source.email)
    .limit(TOP);
}

/** How many customers the window's calls were about. */
export function uniqueCustomers(window: Window) {
  const source = customerCalls(window);
  return query.select({ customers: sql<number>`count(distinct ${source.email})` }).from(source);
}

/** The ten newest failures of the window. */
export function recentErrors({ from, until }: Window) {
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
