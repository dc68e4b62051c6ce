import { wordsOf } from "../ai/language.ts";
import type { LeadStatus } from "./lead-status.ts";
import {
  harmless,
  negators,
  noteWords,
  notYet,
  phrases,
  statusWords,
  wanted,
} from "./status-words.ts";

/** If a text says several things, the first of these is the one that counts. */
const order: readonly LeadStatus[] = ["lost", "customer", "hot", "warm", "cold", "new"];

/** How many words a negation reaches. */
const REACH = 3;

const clauseEnds = /[,.;:!?/|()\n–—]+|\s-\s|\b(?:aber|but|jedoch|sondern|men|mutta|doch)\b/giu;

/** A text longer than this says no more in its rest. */
const LONGEST = 4_000;

type Pattern = { text: string; isStem: boolean; length: number };
type Vocabulary = { words: Record<LeadStatus, Pattern[]>; deniesAnything: boolean };

const inStatus: Vocabulary = { words: split(statusWords), deniesAnything: true };
const inNotes: Vocabulary = { words: split(noteWords), deniesAnything: false };
const fixed = split(phrases);
const nothing = patternsOf(harmless);
const denials = patternsOf(negators);
const soFar = patternsOf(notYet);
const desirable = patternsOf(wanted);

/** The status that a word of a status column means; null if it is none that is known. */
export function readStatus(text: string): LeadStatus | null {
  return read(text, inStatus);
}

/** The status that notes tell of; null if they do not. */
export function readNotes(text: string): LeadStatus | null {
  return read(text, inNotes);
}

function read(text: string, vocabulary: Vocabulary): LeadStatus | null {
  const found = new Set<LeadStatus>();
  for (const clause of text.slice(0, LONGEST).split(clauseEnds)) {
    for (const status of readClause(wordsOf(clause), vocabulary)) found.add(status);
  }
  return order.find((status) => found.has(status)) ?? null;
}

function readClause(clause: string[], vocabulary: Vocabulary): LeadStatus[] {
  const found: LeadStatus[] = [];
  let words = takeOut(clause, nothing, () => {});
  for (const status of order) {
    words = takeOut(words, fixed[status], () => found.push(status));
  }
  const denied = deniedBy(words, vocabulary, found);
  for (const status of order) {
    const tells = (word: string | null) =>
      word !== null && vocabulary.words[status].some((pattern) => matches(word, pattern));
    if (denied.some(tells)) found.push(status);
  }
  return found;
}

/** Reads the negations of a clause, and leaves null in place of each word that one has reached. */
function deniedBy(
  words: (string | null)[],
  { words: known, deniesAnything }: Vocabulary,
  found: LeadStatus[],
): (string | null)[] {
  const left = [...words];
  for (const [i, word] of words.entries()) {
    if (!isOneOf(word, denials)) continue;
    const reached = words.slice(i + 1, i + 1 + REACH);
    left.fill(null, i, i + 1 + REACH);
    if (isOneOf(words[i - 1], soFar)) continue;
    const isTemperature = reached.some(
      (each) => isOneOf(each, known.hot) || isOneOf(each, known.warm),
    );
    if (reached.some((each) => isOneOf(each, desirable))) found.push("lost");
    else if (isTemperature) found.push(word?.startsWith("kein") ? "lost" : "cold");
    else if (deniesAnything && word?.startsWith("kein")) found.push("lost");
  }
  return left;
}

/** Replaces each occurrence of a phrase by nulls, one for each word. */
function takeOut(
  words: (string | null)[],
  patterns: readonly Pattern[],
  onFound: () => void,
): (string | null)[] {
  const left = [...words];
  for (const pattern of patterns) {
    for (let i = 0; i + pattern.length <= left.length; i += 1) {
      const part = left.slice(i, i + pattern.length);
      if (part.includes(null) || !matches(part.join(" "), pattern)) continue;
      left.fill(null, i, i + pattern.length);
      onFound();
    }
  }
  return left;
}

function isOneOf(word: string | null | undefined, patterns: readonly Pattern[]): boolean {
  return typeof word === "string" && patterns.some((pattern) => matches(word, pattern));
}

function matches(text: string, { text: wantedText, isStem }: Pattern): boolean {
  return isStem ? text.startsWith(wantedText) : text === wantedText;
}

function split(lists: Record<LeadStatus, string>): Record<LeadStatus, Pattern[]> {
  return {
    new: patternsOf(lists.new),
    hot: patternsOf(lists.hot),
    warm: patternsOf(lists.warm),
    cold: patternsOf(lists.cold),
    customer: patternsOf(lists.customer),
    lost: patternsOf(lists.lost),
  };
}

function patternsOf(list: string): Pattern[] {
  return list
    .split(",")
    .map((entry) => entry.trim().replaceAll(/[\s-]+/g, " "))
    .filter((entry) => entry !== "")
    .map((entry) => {
      const isStem = entry.endsWith("*");
      return { text: isStem ? entry.slice(0, -1) : entry, isStem, length: entry.split(" ").length };
    })
    .toSorted((a, b) => b.length - a.length);
}
