import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { bounds, type Page } from "../db/paging.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { knowledge, knowledgeTexts, type Entry, type EntryQuery } from "./knowledge.schema.ts";
import { entryById, presentEntry, textsOfEntry } from "./present-entry.ts";

/** All entries, inactive ones too, for those who edit them. */
export async function listEntries(ctx: Ctx, wanted: EntryQuery): Promise<Page<Entry>> {
  const { skip, limit } = bounds(wanted);
  const part = query
    .select({ id: knowledge.id })
    .from(knowledge)
    .where(matching(wanted))
    .orderBy(asc(knowledge.id))
    .limit(limit)
    .offset(skip);
  const [entries, texts, [counted]] = await ctx.db.read([
    query.select().from(knowledge).where(inArray(knowledge.id, part)).orderBy(asc(knowledge.id)),
    query
      .select()
      .from(knowledgeTexts)
      .where(inArray(knowledgeTexts.entryId, part))
      .orderBy(asc(knowledgeTexts.id)),
    query
      .select({ total: sql<number>`count(*)` })
      .from(knowledge)
      .where(matching(wanted)),
  ]);
  const items = entries.map((entry) => presentEntry(entry, texts));
  return { items, total: counted?.total ?? 0, skip, limit };
}

/** One entry with all its texts. `not-found` if there is none. */
export async function readEntry(ctx: Ctx, id: number): Promise<Entry> {
  const [[entry], texts] = await ctx.db.read([entryById(id), textsOfEntry(id)]);
  if (!entry) throw new ProblemError("not-found");
  return presentEntry(entry, texts);
}

function matching({ kind, category }: EntryQuery) {
  return and(
    kind === undefined ? undefined : eq(knowledge.kind, kind),
    category === undefined ? undefined : eq(knowledge.category, category),
  );
}
