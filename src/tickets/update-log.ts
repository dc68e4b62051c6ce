import { and, eq, sql, type SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { isAdmin, principalOf } from "../identity/actor.ts";
import { ProblemError } from "../problems.ts";
import type { Log, LogChange } from "./logs.schema.ts";
import { presentLog } from "./present-log.ts";
import { tickets, type Status } from "./tickets.schema.ts";
import { trendWords } from "./trend-words.ts";

/**
 * Changes a log of one's own, or as an administrator anybody's; `not-found` for any other. It is resolved
 * from the first time that its status says so, stays so when closed, and no longer is when opened again.
 */
export async function updateLog(ctx: Ctx, id: number, change: LogChange): Promise<Log> {
  const mine = visibleLog(ctx, id);
  const isRetold = change.title !== undefined || change.description !== undefined;
  const words = isRetold ? await newWords(ctx, mine, change) : undefined;
  const now = ctx.now.toISOString();
  const [[changed]] = await ctx.db.write([
    query
      .update(tickets)
      .set({
        ...change,
        ...(words === undefined ? {} : { words }),
        updatedAt: now,
        resolvedAt: resolvedAt(change.status, now),
      })
      .where(mine)
      .returning(),
    guard("not-found", changedOneRow),
  ]);
  if (!changed) throw new ProblemError("not-found");
  return presentLog(changed);
}

/** One log of one's own, or as an administrator anybody's. `not-found`. */
export async function readLog(ctx: Ctx, id: number): Promise<Log> {
  const [[log]] = await ctx.db.read([query.select().from(tickets).where(visibleLog(ctx, id))]);
  if (!log) throw new ProblemError("not-found");
  return presentLog(log);
}

function visibleLog({ actor }: Ctx, id: number): SQL | undefined {
  const own = isAdmin(actor) ? undefined : eq(tickets.createdBy, principalOf(actor));
  return and(eq(tickets.id, id), own);
}

async function newWords(ctx: Ctx, mine: SQL | undefined, change: LogChange): Promise<string[]> {
  const { title, description } = tickets;
  const [[before]] = await ctx.db.read([
    query.select({ title, description }).from(tickets).where(mine),
  ]);
  if (!before) throw new ProblemError("not-found");
  return trendWords(`${change.title ?? before.title} ${change.description ?? before.description}`);
}

function resolvedAt(status: Status | undefined, now: string): SQL | null {
  if (status === "resolved") return sql`coalesce(${tickets.resolvedAt}, ${now})`;
  return status === undefined || status === "closed" ? sql`${tickets.resolvedAt}` : null;
}
