import { wordsOf } from "../ai/language.ts";
import { isStopWord } from "../ai/stop-words.ts";

const MORE_LETTERS_THAN = 3;
const MOST_WORDS = 100;

/**
 * The words of a log that trends are counted by: longer than three letters, without punctuation, none of the
 * four languages' stop words, no numbers, and each one once.
 */
export function trendWords(text: string): string[] {
  const telling = wordsOf(text).filter(
    (word) => word.length > MORE_LETTERS_THAN && /\p{L}/u.test(word) && !isStopWord(word),
  );
  return [...new Set(telling)].slice(0, MOST_WORDS);
}
