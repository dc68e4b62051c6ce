import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { languages, type Language } from "../ai/language.ts";
import type { Ctx } from "../context.ts";
import { bounds, paged, type Page } from "../db/paging.ts";
import { query } from "../db/query.ts";
import type { Faq, FaqQuery } from "./faqs.schema.ts";
import { knowledge, knowledgeTexts } from "./knowledge.schema.ts";

/**
 * The active FAQs, the most read first, in the language wanted or else in one that they have. Each one listed
 * is counted as read, in one statement behind the answer; the answer shows the count before it.
 */
export async function listFaqs(ctx: Ctx, wanted: FaqQuery): Promise<Faq[] | Page<Faq>> {
  const { skip, limit } = bounds(wanted);
  const [faqs, [counted]] = await ctx.db.read([
    query
      .select({
        id: knowledge.id,
        question: knowledgeTexts.title,
        answer: knowledgeTexts.body,
        category: knowledge.category,
        view_count: knowledge.viewCount,
        language: knowledgeTexts.language,
      })
      .from(knowledge)
      .innerJoin(knowledgeTexts, eq(knowledgeTexts.id, bestText(wanted.language)))
      .where(listed(wanted))
      .orderBy(desc(knowledge.viewCount), asc(knowledge.id))
      .limit(limit)
      .offset(skip),
    query
      .select({ total: sql<number>`count(*)` })
      .from(knowledge)
      .where(listed(wanted)),
  ]);
  const ids = faqs.map(({ id }) => id);
  if (ids.length > 0) ctx.background(() => countViews(ctx, ids));
  return paged(wanted, faqs, counted?.total ?? 0);
}

function listed({ category }: FaqQuery) {
  return and(
    eq(knowledge.kind, "faq"),
    eq(knowledge.isActive, true),
    category === undefined ? undefined : eq(knowledge.category, category),
  );
}

/** The text of an entry in the language wanted, or in the first other one that it has. */
function bestText(wanted: Language) {
  const order = [wanted, "en", ...languages].join(" ");
  return sql`(
    select ${knowledgeTexts.id} from ${knowledgeTexts}
    where ${knowledgeTexts.entryId} = ${knowledge.id}
    order by instr(${order}, ${knowledgeTexts.language}) limit 1
  )`;
}

async function countViews(ctx: Ctx, ids: number[]): Promise<void> {
  await ctx.db.write([
    query
      .update(knowledge)
      .set({ viewCount: sql`${knowledge.viewCount} + 1` })
      .where(inArray(knowledge.id, sql`(select value from json_each(${JSON.stringify(ids)}))`)),
  ]);
}
