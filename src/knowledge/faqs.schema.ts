import { languages } from "../ai/language.ts";
import { listOf, PagingQuery } from "../http/paging.ts";
import { plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";

export const FaqQuery = PagingQuery.extend({
  category: plainText(60)
    .optional()
    .openapi({ description: "Only this category: account, billing, technical and so on." }),
  language: z.enum(languages).default("en").openapi({
    description: "The language wanted; an FAQ that has no text in it is shown in another.",
  }),
});
export type FaqQuery = z.infer<typeof FaqQuery>;

export const Faq = z
  .object({
    id: z.int().openapi({ description: "The FAQ's id." }),
    question: z.string().openapi({
      description: "What people ask.",
      example: "How do I reset my password?",
    }),
    answer: z.string().openapi({ description: "The answer." }),
    category: z.string().openapi({ description: "What it is about.", example: "account" }),
    view_count: z.int().openapi({ description: "How often it was listed before." }),
    language: z.enum(languages).openapi({ description: "Language of question and answer." }),
  })
  .openapi("Faq");
export type Faq = z.infer<typeof Faq>;

export const FaqList = listOf(Faq).openapi("FaqList");
