import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { nextNumber } from "../db/numbers.ts";
import { query, type Statement } from "../db/query.ts";
import { z } from "../http/zod.ts";
import { ProblemError, type InputError } from "../problems.ts";
import { MOST_ENTRIES, type KnowledgeImport, type KnowledgeImported } from "./import.schema.ts";
import { knowledge, knowledgeTexts, NewEntry, type EntryText } from "./knowledge.schema.ts";
import { readMarkdown } from "./read-markdown.ts";
import { renewVectors } from "./vectors.ts";
import { entryNumbers, newEntry } from "./save-entry.ts";

type ImportEntry = Omit<NewEntry, "client_ref">;
type Known = { entryId: number; title: string; language: string };

/**
 * Takes in many entries at once: all of them or, with `validation-failed` naming the first bad ones, none. A
 * text whose title, language and kind are already there is replaced, so that a file can be imported again.
 */
export async function importKnowledge(
  ctx: Ctx,
  input: KnowledgeImport,
): Promise<KnowledgeImported> {
  const entries = input.entries ?? entriesOfMarkdown(input);
  const [known] = await ctx.db.read([textsWithTitles(entries)]);
  const now = ctx.now.toISOString();
  const plans = entries.map((entry) => plan(entry, known, now));
  const [first, ...rest] = plans.flatMap(({ statements }) => statements);
  if (first) await ctx.db.write([first, ...rest]);
  renewVectors(ctx);
  const replaced = plans.reduce((sum, each) => sum + each.replaced, 0);
  const texts = entries.reduce((sum, { texts: own }) => sum + own.length, 0);
  return { added: texts - replaced, replaced };
}

function entriesOfMarkdown(input: KnowledgeImport): ImportEntry[] {
  const { kind, language, category } = input;
  const sections = readMarkdown(input.markdown ?? "");
  const read = z
    .array(NewEntry.omit({ client_ref: true }))
    .min(1)
    .max(MOST_ENTRIES);
  const result = read.safeParse(
    sections.map(({ category: own, ...text }) => ({
      kind,
      category: own ?? category,
      texts: [{ ...text, language }],
    })),
  );
  if (result.success) return result.data;
  const errors: InputError[] = result.error.issues.slice(0, 20).map((issue) => ({
    loc: [
      "body",
      "markdown",
      ...issue.path.map((part) => (typeof part === "number" ? part : String(part))),
    ],
    msg: issue.message,
    type: issue.code,
  }));
  const detail = "The Markdown has no usable `## Heading` sections; see `errors`.";
  throw new ProblemError("validation-failed", { detail, errors });
}

function textsWithTitles(entries: ImportEntry[]) {
  const wanted = entries.flatMap(({ kind, texts }) =>
    texts.map(({ title, language }) => ({ kind, title, language })),
  );
  return query
    .select({
      entryId: knowledgeTexts.entryId,
      title: knowledgeTexts.title,
      language: knowledgeTexts.language,
      kind: knowledge.kind,
    })
    .from(knowledgeTexts)
    .innerJoin(knowledge, eq(knowledge.id, knowledgeTexts.entryId))
    .where(
      sql`(${knowledge.kind}, ${knowledgeTexts.title}, ${knowledgeTexts.language}) in (
        select value ->> 'kind', value ->> 'title', value ->> 'language'
        from json_each(${JSON.stringify(wanted)})
      )`,
    );
}

/** New entries are added; of an entry that is there, its texts are replaced or added to. */
function plan(entry: ImportEntry, known: readonly (Known & { kind: string })[], now: string) {
  const isSame = (text: EntryText) => (old: Known & { kind: string }) =>
    old.kind === entry.kind && old.title === text.title && old.language === text.language;
  const home = entry.texts.flatMap((text) => known.find(isSame(text)) ?? [])[0];
  if (!home) {
    return { replaced: 0, statements: [nextNumber(entryNumbers), ...newEntry(entry, now)] };
  }
  const id = home.entryId;
  const { category, is_active: isActive } = entry;
  const statements: Statement[] = [
    query.update(knowledge).set({ category, isActive, updatedAt: now }).where(eq(knowledge.id, id)),
    ...entry.texts.flatMap((text) => [
      query
        .delete(knowledgeTexts)
        .where(and(eq(knowledgeTexts.entryId, id), eq(knowledgeTexts.language, text.language))),
      query.insert(knowledgeTexts).values({ ...text, entryId: id }),
    ]),
  ];
  return { replaced: entry.texts.filter((text) => known.some(isSame(text))).length, statements };
}
