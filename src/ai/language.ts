export const languages = ["sv", "de", "en", "fi"] as const;
export type Language = (typeof languages)[number];

/** Small words that a language uses all the time and the other three hardly ever. */
const marks: Record<Language, string> = {
  sv: "och jag är det inte på att som för har ni vi min mitt mina hej tack kan ska när hur vad varför min någon något mycket bra fel hjälp snälla vill mig er era av till från blir var god dag tjena hallå morsning ett en kommer borde vilken inga inget jättebra finns",
  de: "und ich ist das nicht auf dass der die den dem ein eine einen mein meine meinen mit für haben habe hat sie wir ihr hallo danke bitte kann können wann wie was warum sehr gut guten tag morgen moin servus grüß kein keine zu von aus wird war noch schon mir",
  en: "and i is the not on that for have has you we my hello thanks thank please can could when how what why very good hi hey morning a an it's i'm don't was were with your this would should do does to of from help me",
  fi: "ja minä on ei se että mutta olen ovat te me hei moi kiitos voitteko voinko kun miten mitä miksi hyvin hyvä huono apua minun teidän kanssa ole oli vielä jo tämä haluan huomenta päivää terve tervehdys moikka kuinka paljon milloin missä mikä tilaus",
};

const dictionary = new Map<string, Language[]>();
for (const language of languages) {
  for (const word of marks[language].split(" ")) {
    dictionary.set(word, [...(dictionary.get(word) ?? []), language]);
  }
}

/** The words of a text in lower case, without punctuation. */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize("NFC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu) ?? []
  );
}

/** Spellings that give a language away in words that are not in its list. */
const spellings: Record<Language, RegExp> = {
  sv: /å|sj|ck[aeou]|ningen$|heten$/u,
  de: /ß|sch|cht|ung$|lich$|keit$/u,
  en: /th|wh|ght|ing$|'s$/u,
  fi: /aa|ää|ii|uu|yy|öö|kk[aäiouy]|ss[aä]$|ll[aä]$|lt[aä]$/u,
};
const SPELLING_POINTS = 0.6;

/** The language that most of a text's words belong to; English if none is recognised. */
export function detectLanguage(text: string): Language {
  const words = wordsOf(text);
  const scores = languages.map((language) => ({
    language,
    score: words.reduce((sum, word) => sum + belongs(word, language), 0),
  }));
  const fallback: { language: Language; score: number } = { language: "en", score: 0 };
  return scores.reduce((best, each) => (each.score > best.score ? each : best), fallback).language;
}

/** How surely a word is of a language: a listed one shares its point with the others that list it. */
function belongs(word: string, language: Language): number {
  const listed = dictionary.get(word);
  if (listed) return listed.includes(language) ? 1 / listed.length : 0;
  return spellings[language].test(word) ? SPELLING_POINTS : 0;
}
