import { eq } from "drizzle-orm";
import { query } from "../db/query.ts";
import { knowledge, knowledgeTexts, type Entry } from "./knowledge.schema.ts";

type EntryRow = typeof knowledge.$inferSelect;
type TextRow = typeof knowledgeTexts.$inferSelect;

export function entryById(id: number) {
  return query.select().from(knowledge).where(eq(knowledge.id, id));
}

export function textsOfEntry(id: number) {
  return query
    .select()
    .from(knowledgeTexts)
    .where(eq(knowledgeTexts.entryId, id))
    .orderBy(knowledgeTexts.id);
}

/** An entry as its editors see it, with those of `texts` that are its own. */
export function presentEntry(entry: EntryRow, texts: readonly TextRow[]): Entry {
  return {
    id: entry.id,
    kind: entry.kind,
    category: entry.category,
    is_active: entry.isActive,
    view_count: entry.viewCount,
    created_at: entry.createdAt,
    updated_at: entry.updatedAt,
    texts: texts
      .filter(({ entryId }) => entryId === entry.id)
      .map(({ language, title, body, keywords }) => ({ language, title, body, keywords })),
  };
}
