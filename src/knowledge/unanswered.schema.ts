import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { languages } from "../ai/language.ts";
import { oneOf } from "../db/columns.ts";
import { pageOf } from "../http/paging.ts";
import { z } from "../http/zod.ts";

/** Questions that the assistant had no answer to, once each, for whoever writes the FAQs. */
export const unansweredQuestions = sqliteTable(
  "unanswered_questions",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** The question's words as they are compared: see questionKey(). */
    key: text().notNull(),
    question: text().notNull(),
    language: text({ enum: languages }).notNull(),
    asks: integer().notNull().default(1),
    firstAt: text("first_at").notNull(),
    lastAt: text("last_at").notNull(),
  },
  (t) => [
    uniqueIndex("unanswered_questions_key").on(t.key),
    index("unanswered_questions_asks").on(t.asks),
    index("unanswered_questions_last_at").on(t.lastAt),
    check("unanswered_questions_language", oneOf(t.language, languages)),
    check("unanswered_questions_lengths", sql`length(${t.question}) <= 1000`),
  ],
);

export const UnansweredQuestion = z
  .object({
    id: z.int().openapi({ description: "The question's id." }),
    question: z.string().openapi({ description: "As it was last asked." }),
    language: z.enum(languages).openapi({ description: "Its language." }),
    asks: z.int().openapi({ description: "How often it was asked." }),
    first_at: z.iso.datetime().openapi({ description: "When it was first asked." }),
    last_at: z.iso.datetime().openapi({ description: "When it was last asked." }),
  })
  .openapi("UnansweredQuestion");

export const UnansweredPage = pageOf(UnansweredQuestion).openapi("UnansweredPage");

export const UnansweredId = z.object({
  question_id: z
    .string()
    .regex(/^\d{1,15}$/, { error: "is a number" })
    .transform(Number)
    .openapi({ type: "integer", description: "The question's id." }),
});
