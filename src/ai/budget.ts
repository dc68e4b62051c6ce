import { and, eq, inArray, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query, type Statement } from "../db/query.ts";
import { localDay } from "../db/time.ts";
import { aiUsage } from "./ai-usage.schema.ts";

/** Stands for everybody together. */
const EVERYBODY = "";

type Usage = { userId: string; tokens: number };

/** What the user and everybody have used today, as a statement for the batch of whoever asks. */
export function usageToday(ctx: Ctx, userId: string) {
  return query
    .select({ userId: aiUsage.userId, tokens: aiUsage.tokens })
    .from(aiUsage)
    .where(and(eq(aiUsage.day, today(ctx)), inArray(aiUsage.userId, [userId, EVERYBODY])));
}

/** Whether the user may still use the provider today. An answer that has begun is finished beyond it. */
export function isWithinBudget(
  { config }: Pick<Ctx, "config">,
  userId: string,
  usage: readonly Usage[],
): boolean {
  const used = (who: string) => usage.find((row) => row.userId === who)?.tokens ?? 0;
  return used(userId) < config.aiBudget.perUser && used(EVERYBODY) < config.aiBudget.total;
}

/** The statement that counts tokens as used today, by the user and by everybody. */
export function countTokens(ctx: Ctx, userId: string, tokens: number): Statement {
  const day = today(ctx);
  return query
    .insert(aiUsage)
    .values([
      { day, userId, tokens },
      { day, userId: EVERYBODY, tokens },
    ])
    .onConflictDoUpdate({
      target: [aiUsage.day, aiUsage.userId],
      set: { tokens: sql`${aiUsage.tokens} + excluded.tokens` },
    });
}

function today({ now, config }: Ctx): string {
  return localDay(now, config.timeZone);
}
