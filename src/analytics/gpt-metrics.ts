import {
  callsByHour,
  HOUR_MS,
  hourOf,
  recentErrors,
  topCustomers,
  uniqueCustomers,
  type Window,
} from "../agents/call-figures.ts";
import type { Ctx } from "../context.ts";
import { isAdmin } from "../identity/actor.ts";
import { timeRanges, type GptMetrics, type TimeRange } from "./gpt-metrics.schema.ts";
import { maskEmail } from "./mask-email.ts";

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
  const hours = Map.groupBy(byHour, (row) => row.hour);
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
      const sums = add(hours.get(hour) ?? []);
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
