import { wordsOf, type Language } from "../ai/language.ts";
import { isStopWord } from "../ai/stop-words.ts";
import type { Kind } from "./knowledge.schema.ts";

/** A piece of knowledge in one language, and how well it fits a question (0 to 1). */
export type Passage = {
  entryId: number;
  kind: Kind;
  category: string;
  language: Language;
  title: string;
  body: string;
  score: number;
};

/** A row that was found by its words, or by its meaning with how similar that is (-1 to 1). */
export type Candidate = Omit<Passage, "score"> & { keywords: string; similarity?: number };

const MOST_WORDS = 24;
const SHORTEST_STEM = 4;
/** A long message is about no more than this many things at once. */
const WORDS_THAT_MUST_FIT = 4;
const TITLE_HIT = 1;
const BODY_HIT = 0.5;
/** Of two passages that fit alike, the one in the customer's language. */
const LANGUAGE_BONUS = 0.05;

/** The stems of what a question is about: no small words, no endings, no accents, none twice. */
export function stemsOf(question: string): string[] {
  const telling = wordsOf(question)
    .flatMap((word) => word.split("'"))
    .filter((word) => word.length > 1 && !isStopWord(word));
  return [...new Set(telling.map((word) => stem(fold(word))))].slice(0, MOST_WORDS);
}

/** The stems as a query of FTS5: any of them, at the beginning of a word. Null if there are none. */
export function ftsQuery(stems: string[]): string | null {
  if (stems.length === 0) return null;
  return stems.map((each) => `"${each.replaceAll('"', '""')}" *`).join(" OR ");
}

/**
 * Judges what the index has found by the share of the question's words that each passage has, in its title
 * and keywords rather than in its body; the index's own order decides between equals. Of an entry in
 * several languages the best one stays.
 */
export function rankPassages(
  stems: string[],
  candidates: readonly Candidate[],
  language: Language,
): Passage[] {
  const judged = candidates
    .map(({ keywords, similarity = -1, ...passage }) => ({
      ...passage,
      score: Math.max(
        judge(stems, `${passage.title} ${keywords}`, passage.body),
        judgeMeaning(similarity),
      ),
      rank: passage.language === language ? LANGUAGE_BONUS : 0,
    }))
    .toSorted((a, b) => b.score + b.rank - (a.score + a.rank));
  const best = new Map<number, Passage>();
  for (const { rank: _rank, ...passage } of judged) {
    if (!best.has(passage.entryId)) best.set(passage.entryId, passage);
  }
  return [...best.values()];
}

/** Texts that have nothing to do with each other are still this similar; this much means the same. */
const UNRELATED = 0.2;
const SAME = 0.7;

function judgeMeaning(similarity: number): number {
  const share = (similarity - UNRELATED) / (SAME - UNRELATED);
  return Math.round(Math.min(1, Math.max(0, share)) * 100) / 100;
}

function judge(stems: string[], title: string, body: string): number {
  const titleWords = foldedWords(title);
  const bodyWords = foldedWords(body);
  const hits = stems.reduce((sum, each) => {
    if (titleWords.some((word) => word.startsWith(each))) return sum + TITLE_HIT;
    return sum + (bodyWords.some((word) => word.startsWith(each)) ? BODY_HIT : 0);
  }, 0);
  const wanted = Math.max(1, Math.min(stems.length, WORDS_THAT_MUST_FIT));
  return Math.round(Math.min(1, hits / wanted) * 100) / 100;
}

function foldedWords(text: string): string[] {
  return wordsOf(text).flatMap((word) => fold(word).split("'"));
}

/** Without accents, as the index's tokenizer has it. */
function fold(word: string): string {
  return word.normalize("NFD").replaceAll(/\p{M}/gu, "");
}

/** A word without the ending that the four languages put on it; short words stay whole. */
function stem(word: string): string {
  const ending = word.length >= 9 ? 3 : word.length >= 7 ? 2 : word.length >= 6 ? 1 : 0;
  return word.slice(0, Math.max(SHORTEST_STEM, word.length - ending));
}
