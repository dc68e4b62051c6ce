import { and, eq, sql } from "drizzle-orm";
import { detectLanguage, type Language } from "../ai/language.ts";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { knowledge, knowledgeTexts } from "./knowledge.schema.ts";
import { findNearest, meaningOf } from "./vectors.ts";
import { ftsQuery, rankPassages, stemsOf, type Candidate, type Passage } from "./match-passages.ts";

const CANDIDATES = 24;

/** The pieces of knowledge that fit a question best, the best first. One round trip. */
export async function searchKnowledge(
  ctx: Ctx,
  question: string,
  limit: number,
): Promise<Passage[]> {
  const meaning = await meaningOf(ctx, question);
  const [byWords, nearest] = await ctx.db.read([findCandidates(question), findNearest(meaning)]);
  const found = { byWords, nearest };
  return choosePassages(question, found, detectLanguage(question), limit);
}

/** The same as those who edit the knowledge see it. */
export async function searchForEditors(ctx: Ctx, question: string, limit = 10) {
  const passages = await searchKnowledge(ctx, question, limit);
  return { items: passages.map(({ entryId, ...rest }) => ({ entry_id: entryId, ...rest })) };
}

/** What rankPassages() is to choose from, as a statement for the batch of whoever asks. */
export function findCandidates(question: string) {
  const match = ftsQuery(stemsOf(question));
  return query
    .select({
      entryId: knowledge.id,
      kind: knowledge.kind,
      category: knowledge.category,
      language: knowledgeTexts.language,
      title: knowledgeTexts.title,
      body: knowledgeTexts.body,
      keywords: knowledgeTexts.keywords,
    })
    .from(sql`knowledge_search`)
    .innerJoin(knowledgeTexts, sql`${knowledgeTexts.id} = knowledge_search.rowid`)
    .innerJoin(knowledge, eq(knowledge.id, knowledgeTexts.entryId))
    .where(
      match === null
        ? sql`0`
        : and(sql`knowledge_search match ${match}`, eq(knowledge.isActive, true)),
    )
    .orderBy(sql`bm25(knowledge_search, 4.0, 4.0, 1.0)`)
    .limit(CANDIDATES);
}

type Near = Candidate & { distance: number };

/** The best of what the words and the meaning of a question have found. */
export function choosePassages(
  question: string,
  { byWords, nearest }: { byWords: readonly Candidate[]; nearest: readonly Near[] },
  language: Language,
  limit: number,
): Passage[] {
  const similarities = nearest.map(({ distance, ...text }) => ({
    ...text,
    similarity: 1 - distance,
  }));
  const candidates = [...similarities, ...byWords];
  return rankPassages(stemsOf(question), candidates, language).slice(0, limit);
}
