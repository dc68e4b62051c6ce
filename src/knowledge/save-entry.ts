import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { numberTaken } from "../db/numbers.ts";
import { query, type Statement } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { writeOnce } from "../write-once.ts";
import { knowledge, knowledgeTexts, type Entry, type NewEntry } from "./knowledge.schema.ts";
import { renewVectors } from "./vectors.ts";
import { entryById, presentEntry, textsOfEntry } from "./present-entry.ts";

/** Numbers of entries are never given twice, so that an old citation cannot point at another entry. */
export const entryNumbers = { name: "knowledge", first: 1 };

/** Adds an entry. The same request sent again gets the same answer. */
export async function addEntry(ctx: Ctx, input: NewEntry): Promise<Entry> {
  const now = ctx.now.toISOString();
  const id = numberTaken(entryNumbers);
  const { client_ref: _ref, ...shown } = input;
  const added: Entry = await writeOnce(ctx, {
    operation: "addKnowledgeEntry",
    input,
    series: entryNumbers,
    assigned: { path: "$.id", value: id },
    made: id,
    statements: newEntry(input, now),
    answer: { id: 0, ...shown, view_count: 0, created_at: now, updated_at: null },
  });
  renewVectors(ctx);
  return added;
}

/** The statements that add an entry under the number just taken. */
export function newEntry(input: Omit<NewEntry, "client_ref">, now: string): Statement[] {
  const id = numberTaken(entryNumbers);
  const { kind, category, is_active: isActive } = input;
  return [
    query.insert(knowledge).values({ id, kind, category, isActive, createdAt: now }),
    ...input.texts.map((text) => query.insert(knowledgeTexts).values({ ...text, entryId: id })),
  ];
}

/** Replaces an entry with all its texts; its number and its count of views stay. `not-found`. */
export async function replaceEntry(ctx: Ctx, id: number, input: NewEntry): Promise<Entry> {
  const { kind, category, is_active: isActive } = input;
  const [, , , , [entry], texts] = await ctx.db.write([
    query
      .update(knowledge)
      .set({ kind, category, isActive, updatedAt: ctx.now.toISOString() })
      .where(eq(knowledge.id, id)),
    guard("not-found", changedOneRow),
    query.delete(knowledgeTexts).where(eq(knowledgeTexts.entryId, id)),
    query.insert(knowledgeTexts).values(input.texts.map((text) => ({ ...text, entryId: id }))),
    entryById(id),
    textsOfEntry(id),
  ]);
  if (!entry) throw new ProblemError("not-found");
  renewVectors(ctx);
  return presentEntry(entry, texts);
}

/** Removes an entry with all its texts. `not-found` if there is none. */
export async function removeEntry(ctx: Ctx, id: number): Promise<void> {
  await ctx.db.write([
    query.delete(knowledgeTexts).where(eq(knowledgeTexts.entryId, id)),
    query.delete(knowledge).where(eq(knowledge.id, id)),
    guard("not-found", changedOneRow),
  ]);
}
