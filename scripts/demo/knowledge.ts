import { counters } from "../../src/db/system.tables.ts";
import { query, type Statement } from "../../src/db/query.ts";
import { knowledge, knowledgeTexts, type Kind } from "../../src/knowledge/knowledge.schema.ts";
import { entryNumbers } from "../../src/knowledge/save-entry.ts";
import { demoFaqs, type DemoEntry } from "./faqs.ts";
import { demoTexts } from "./knowledge-texts.ts";

/** The FAQs as 1 to 5, and the texts after them. */
export function demoKnowledge(now: Date): Statement[] {
  const entries = [
    ...demoFaqs.map((entry) => ({ ...entry, kind: "faq" as const })),
    ...demoTexts.map((entry) => ({ ...entry, kind: "text" as const })),
  ];
  return [
    ...entries.flatMap((entry, i) => entryStatements(entry, i + 1, now)),
    query.insert(counters).values({ name: entryNumbers.name, value: entries.length }),
  ];
}

function entryStatements(entry: DemoEntry & { kind: Kind }, id: number, now: Date): Statement[] {
  const { kind, category, views, texts } = entry;
  const createdAt = now.toISOString();
  return [
    query.insert(knowledge).values({ id, kind, category, viewCount: views, createdAt }),
    query.insert(knowledgeTexts).values(texts.map((text) => ({ ...text, entryId: id }))),
  ];
}
