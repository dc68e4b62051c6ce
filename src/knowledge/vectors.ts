import { and, eq, isNull, ne, or, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { logFailure } from "../log.ts";
import { knowledge, knowledgeTexts } from "./knowledge.schema.ts";
import { knowledgeVectors } from "./vectors.schema.ts";

const TEXTS_AT_ONCE = 50;
const MOST_ROUNDS = 20;
const NEAREST = 8;

/** A question as a vector, with the model that made it and the tokens that it took. */
export type Meaning = { vector: number[]; model: string; tokens: number };

/** What a question means; null without an embedding model, or if it fails: then words alone decide. */
export async function meaningOf(ctx: Ctx, question: string): Promise<Meaning | null> {
  const { embedding } = ctx.ai;
  if (!embedding) return null;
  try {
    const { vectors, tokens } = await embedding.embed([question]);
    const [vector] = vectors;
    return vector ? { vector, model: embedding.model, tokens } : null;
  } catch (error) {
    logFailure(ctx.requestId, "embedding", error);
    return null;
  }
}

/** Makes the vectors that are missing, behind the answer of whoever has changed a text. */
export function renewVectors(ctx: Ctx): void {
  if (ctx.ai.embedding) ctx.background(() => makeMissingVectors(ctx));
}

async function makeMissingVectors(ctx: Ctx): Promise<void> {
  const { embedding } = ctx.ai;
  if (!embedding) return;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const [texts] = await ctx.db.read([textsWithoutVector(embedding.model)]);
    if (texts.length === 0) return;
    const { vectors } = await embedding.embed(
      texts.map(({ title, keywords, body }) => `${title}\n${keywords}\n${body}`),
    );
    const rows = texts.map(({ id }, i) => ({
      textId: id,
      model: embedding.model,
      vector: sql`vector32(${JSON.stringify(vectors[i])})`,
    }));
    await ctx.db.write([
      query
        .insert(knowledgeVectors)
        .values(rows)
        .onConflictDoUpdate({
          target: knowledgeVectors.textId,
          set: { model: sql`excluded.model`, vector: sql`excluded.vector` },
        }),
    ]);
  }
}

function textsWithoutVector(model: string) {
  const { id, title, keywords, body } = knowledgeTexts;
  return query
    .select({ id, title, keywords, body })
    .from(knowledgeTexts)
    .leftJoin(knowledgeVectors, eq(knowledgeVectors.textId, id))
    .where(or(isNull(knowledgeVectors.textId), ne(knowledgeVectors.model, model)))
    .orderBy(id)
    .limit(TEXTS_AT_ONCE);
}

/** The texts nearest in meaning, as a statement; none if the meaning is not known. Every vector is compared. */
export function findNearest(meaning: Meaning | null) {
  const distance = sql<number>`vector_distance_cos(
    ${knowledgeVectors.vector}, vector32(${JSON.stringify(meaning?.vector ?? [0])})
  )`;
  const isComparable = meaning ? eq(knowledgeVectors.model, meaning.model) : sql`0`;
  return query
    .select({
      entryId: knowledge.id,
      kind: knowledge.kind,
      category: knowledge.category,
      language: knowledgeTexts.language,
      title: knowledgeTexts.title,
      body: knowledgeTexts.body,
      keywords: knowledgeTexts.keywords,
      distance,
    })
    .from(knowledgeVectors)
    .innerJoin(knowledgeTexts, eq(knowledgeTexts.id, knowledgeVectors.textId))
    .innerJoin(knowledge, eq(knowledge.id, knowledgeTexts.entryId))
    .where(and(isComparable, eq(knowledge.isActive, true)))
    .orderBy(distance)
    .limit(NEAREST);
}
