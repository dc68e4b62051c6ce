import { blob, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { knowledgeTexts } from "./knowledge.schema.ts";

/** What texts mean, for search by meaning; a trigger removes a vector when its text changes or goes. */
export const knowledgeVectors = sqliteTable(
  "knowledge_vectors",
  {
    textId: integer("text_id")
      .primaryKey()
      .references(() => knowledgeTexts.id),
    /** The model that made it; vectors of different models cannot be compared. */
    model: text().notNull(),
    /** libSQL's vector32: 256 numbers of 32 bits. */
    vector: blob({ mode: "buffer" }).notNull(),
  },
  (t) => [index("knowledge_vectors_model").on(t.model)],
);
