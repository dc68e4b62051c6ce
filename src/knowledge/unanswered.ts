import { asc, desc, eq, sql } from "drizzle-orm";
import { detectLanguage, wordsOf } from "../ai/language.ts";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { bounds, type Page, type Paging } from "../db/paging.ts";
import { query, type Statement } from "../db/query.ts";
import type { z } from "../http/zod.ts";
import { unansweredQuestions, type UnansweredQuestion } from "./unanswered.schema.ts";

const LONGEST_QUESTION = 1_000;
const LONGEST_KEY = 300;

/** The statement that keeps a question without an answer, or counts it once more. */
export function keepUnanswered(question: string, now: Date): Statement {
  const at = now.toISOString();
  const shown = question.slice(0, LONGEST_QUESTION).toWellFormed();
  return query
    .insert(unansweredQuestions)
    .values({
      key: questionKey(question),
      question: shown,
      language: detectLanguage(question),
      firstAt: at,
      lastAt: at,
    })
    .onConflictDoUpdate({
      target: unansweredQuestions.key,
      set: { question: shown, asks: sql`${unansweredQuestions.asks} + 1`, lastAt: at },
    });
}

/** The same question in other spelling, case or punctuation has the same key. */
function questionKey(question: string): string {
  return wordsOf(question).join(" ").slice(0, LONGEST_KEY).toWellFormed();
}

/** The questions without an answer, those asked most first. */
export async function listUnanswered(
  ctx: Ctx,
  paging: Paging,
): Promise<Page<z.infer<typeof UnansweredQuestion>>> {
  const { skip, limit } = bounds(paging);
  const [items, [counted]] = await ctx.db.read([
    query
      .select({
        id: unansweredQuestions.id,
        question: unansweredQuestions.question,
        language: unansweredQuestions.language,
        asks: unansweredQuestions.asks,
        first_at: unansweredQuestions.firstAt,
        last_at: unansweredQuestions.lastAt,
      })
      .from(unansweredQuestions)
      .orderBy(desc(unansweredQuestions.asks), asc(unansweredQuestions.id))
      .limit(limit)
      .offset(skip),
    query.select({ total: sql<number>`count(*)` }).from(unansweredQuestions),
  ]);
  return { items, total: counted?.total ?? 0, skip, limit };
}

/** Takes a question off the list once it has been dealt with. `not-found` if it is not on it. */
export async function settleUnanswered(ctx: Ctx, id: number): Promise<void> {
  await ctx.db.write([
    query.delete(unansweredQuestions).where(eq(unansweredQuestions.id, id)),
    guard("not-found", changedOneRow),
  ]);
}
