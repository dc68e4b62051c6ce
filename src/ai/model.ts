import { z } from "../http/zod.ts";
import type { Reply, ReplyTask, Say, Source } from "./reply.ts";

export const intents = [
  "greeting",
  "complaint",
  "inquiry",
  "support",
  "feedback",
  "uncategorized",
] as const;
export type Intent = (typeof intents)[number];

export const styles = ["formal", "friendly", "simple", "concise"] as const;
export type Style = (typeof styles)[number];

export const engines = ["openai", "rules"] as const;

/** How a message is to be read and answered. */
export type ReadingRules = {
  /** Of the first suggestion; the others are in other styles. */
  style: Style;
  /** The longest suggestion, in characters. */
  maxLength: number;
  /** Below it an intent counts as uncategorized. 0 to 1. */
  threshold: number;
};

/** What a customer's message is about, how sure that is (0 to 0.95), and up to three answers. */
export const Reading = z.object({
  intent: z.enum(intents),
  confidence: z.number().min(0).max(1),
  suggestions: z.array(z.string()).max(3),
  engine: z.enum(engines),
});
export type Reading = z.infer<typeof Reading>;

export const VECTOR_LENGTH = 256;

/** Vectors of texts, and the tokens that they took. */
export type Embedded = { vectors: number[][]; tokens: number };
/** A question whose answer must fit a schema. All keys of the schema are required; null stands for none. */
export type Extraction<T> = {
  /** What the provider calls the answer: letters and underscores. */
  name: string;
  /** Ours alone; texts of others go into `input`, each in a marked block. */
  instructions: string;
  input: string;
  schema: z.ZodType<T>;
  outputTokens: number;
  deadlineMs: number;
};

/** Something that understands customers. Each call has a deadline; a failure is an error, not an answer. */
export type Model = {
  classify(message: string, rules: ReadingRules): Promise<Reading>;
  /** Answers a customer; `say` hears the text as it comes. */
  reply<S extends Source>(task: ReplyTask<S>, say: Say): Promise<Reply<S>>;
  /** Turns texts into vectors that are near each other if they mean the same; null if it cannot. */
  embedding: { model: string; embed(texts: readonly string[]): Promise<Embedded> } | null;
  /** Null if this engine cannot: the built-in one leaves it to the rules of whoever asks. */
  extract<T>(question: Extraction<T>): Promise<T | null>;
};

/** The rest of a reading once the engine has spoken: caps, limits and the threshold, in one place. */
export function settleReading(reading: Reading, rules: ReadingRules): Reading {
  const confidence = Math.round(Math.min(0.95, Math.max(0, reading.confidence)) * 100) / 100;
  const isSure = confidence >= rules.threshold;
  const distinct = [...new Set(reading.suggestions.map((text) => text.trim()))];
  return {
    engine: reading.engine,
    intent: isSure ? reading.intent : "uncategorized",
    confidence,
    suggestions: distinct
      .filter((text) => text !== "")
      .slice(0, 3)
      .map((text) => shorten(text, rules.maxLength)),
  };
}

/** Cuts at the end of a sentence if one fits, else at a word, else hard. */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const cut = text.slice(0, maxLength);
  const sentence = Math.max(cut.lastIndexOf(". "), cut.lastIndexOf("! "), cut.lastIndexOf("? "));
  if (sentence > 0) return cut.slice(0, sentence + 1);
  const word = cut.lastIndexOf(" ");
  return word > 0 ? cut.slice(0, word) : cut;
}
