import { languages } from "../ai/language.ts";
import { plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";
import { kinds, NewEntry } from "./knowledge.schema.ts";

export const MOST_ENTRIES = 200;

export const KnowledgeImport = z
  .object({
    entries: z
      .array(NewEntry.omit({ client_ref: true }))
      .min(1)
      .max(MOST_ENTRIES)
      .optional()
      .openapi({ description: "Entries as JSON." }),
    markdown: plainText(500_000)
      .optional()
      .openapi({
        description:
          "Or Markdown: each `## Heading` is an entry's title and what follows its text; a `# Heading` " +
          "names the category of those below it; a line `Keywords: …` is searched and not shown.",
        example: "# account\n\n## How do I close my account?\n\nWrite to us.\n",
      }),
    kind: z.enum(kinds).default("text").openapi({ description: "Of the Markdown's entries." }),
    language: z.enum(languages).default("en").openapi({ description: "Of the Markdown." }),
    category: plainText(60).default("general").openapi({
      description: "Of Markdown entries that have no `# Heading` above them.",
    }),
  })
  .refine(({ entries, markdown }) => (entries === undefined) !== (markdown === undefined), {
    path: ["entries"],
    error: "or markdown is needed, and not both",
  })
  .openapi("KnowledgeImport");
export type KnowledgeImport = z.infer<typeof KnowledgeImport>;

export const KnowledgeImported = z
  .object({
    added: z.int().openapi({ description: "Texts of entries that are new." }),
    replaced: z.int().openapi({ description: "Texts that replaced one with the same title." }),
  })
  .openapi("KnowledgeImported");
export type KnowledgeImported = z.infer<typeof KnowledgeImported>;
