import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { languages } from "../ai/language.ts";
import { oneOf } from "../db/columns.ts";
import { ClientRef } from "../http/idempotency.ts";
import { pageOf, PagingQuery } from "../http/paging.ts";
import { plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";
import { isStorable } from "../storable.ts";

export const kinds = ["faq", "text"] as const;
export type Kind = (typeof kinds)[number];

const TITLE_LENGTH = 300;
const BODY_LENGTH = 20_000;
const KEYWORDS_LENGTH = 1_000;

/** What the desk knows: FAQs and longer texts, each in one to four languages. */
export const knowledge = sqliteTable(
  "knowledge",
  {
    id: integer().primaryKey(),
    kind: text({ enum: kinds }).notNull(),
    category: text().notNull(),
    isActive: integer("is_active", { mode: "boolean" }).notNull().default(true),
    viewCount: integer("view_count").notNull().default(0),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at"),
  },
  (t) => [
    index("knowledge_kind_views").on(t.kind, t.viewCount),
    check("knowledge_kind", oneOf(t.kind, kinds)),
    check("knowledge_is_active", sql`${t.isActive} in (0, 1)`),
    check("knowledge_view_count", sql`${t.viewCount} >= 0`),
  ],
);

/** The words of an entry in one language. Triggers keep the full-text index `knowledge_search` of them. */
export const knowledgeTexts = sqliteTable(
  "knowledge_texts",
  {
    id: integer().primaryKey(),
    entryId: integer("entry_id")
      .notNull()
      .references(() => knowledge.id),
    language: text({ enum: languages }).notNull(),
    /** An FAQ's question, or a text's heading. */
    title: text().notNull(),
    body: text().notNull(),
    /** Further words that people use when they ask for this; searched, never shown. */
    keywords: text().notNull().default(""),
  },
  (t) => [
    uniqueIndex("knowledge_texts_language").on(t.entryId, t.language),
    index("knowledge_texts_title").on(t.title),
    check("knowledge_texts_language", oneOf(t.language, languages)),
    check(
      "knowledge_texts_lengths",
      sql`length(${t.title}) <= 300 and length(${t.body}) <= 20000 and length(${t.keywords}) <= 1000`,
    ),
  ],
);

const Category = plainText(60).openapi({
  description: "What it is about, such as account, billing, technical, product or general.",
  example: "account",
});
export const Language = z.enum(languages).openapi({ description: "Language of the text." });

const EntryText = z.object({
  language: Language,
  title: plainText(TITLE_LENGTH).openapi({ description: "The question, or a heading." }),
  body: plainText(BODY_LENGTH).openapi({ description: "The answer, or the text." }),
  keywords: z
    .string()
    .trim()
    .max(KEYWORDS_LENGTH)
    .refine(isStorable, { error: "has characters that are no text" })
    .default("")
    .openapi({ description: "Further words by which it is found; not shown to customers." }),
});
export type EntryText = z.infer<typeof EntryText>;

export const NewEntry = z
  .object({
    kind: z.enum(kinds).openapi({ description: "`faq` is listed publicly; `text` only cited." }),
    category: Category,
    is_active: z.boolean().default(true).openapi({ description: "Whether it is used at all." }),
    texts: z
      .array(EntryText)
      .min(1)
      .max(languages.length)
      .refine((texts) => new Set(texts.map(({ language }) => language)).size === texts.length, {
        error: "has a language twice",
      })
      .openapi({ description: "The words, once per language." }),
    client_ref: ClientRef,
  })
  .openapi("NewKnowledgeEntry");
export type NewEntry = z.infer<typeof NewEntry>;

export const Entry = z
  .object({
    id: z.int().openapi({ description: "The entry's id; an FAQ has the same one." }),
    kind: NewEntry.shape.kind,
    category: Category,
    is_active: z.boolean().openapi({ description: "Whether it is used at all." }),
    view_count: z.int().openapi({ description: "How often it was listed." }),
    created_at: z.iso.datetime().openapi({ description: "Since when." }),
    updated_at: z.iso.datetime().nullable().openapi({ description: "Last changed." }),
    texts: z.array(EntryText).openapi({ description: "The words, once per language." }),
  })
  .openapi("KnowledgeEntry");
export type Entry = z.infer<typeof Entry>;

export const EntryPage = pageOf(Entry).openapi("KnowledgePage");

export const EntryQuery = PagingQuery.extend({
  kind: z.enum(kinds).optional().openapi({ description: "Only FAQs, or only texts." }),
  category: Category.optional(),
});
export type EntryQuery = z.infer<typeof EntryQuery>;

export const EntryId = z.object({
  entry_id: z
    .string()
    .regex(/^\d{1,15}$/, { error: "is a number" })
    .transform(Number)
    .openapi({ type: "integer", description: "The entry's id." }),
});

export const SearchQuery = z.object({
  q: plainText(1000).openapi({ description: "A question in any of the four languages." }),
  limit: PagingQuery.shape.limit,
});

export const FoundPassages = z
  .object({
    items: z
      .array(
        z.object({
          entry_id: Entry.shape.id,
          kind: Entry.shape.kind,
          category: Category,
          language: Language,
          title: EntryText.shape.title,
          body: EntryText.shape.body,
          score: z.number().openapi({ description: "How well it fits, 0 to 1." }),
        }),
      )
      .openapi({ description: "The best first." }),
  })
  .openapi("FoundPassages");
