import type { z } from "zod";
import type { Language } from "./language.ts";
import type { engines } from "./model.ts";

/** Something said before in the same conversation. */
export type Turn = { role: "user" | "assistant"; content: string };

/** A piece of knowledge that an answer may rest on, and how well it fits the question (0 to 1). */
export type Source = { title: string; body: string; language: Language; score: number };

export type ToolResult<S extends Source> = {
  /** For an engine that words its answers itself. */
  data: object;
  /** The same in a sentence of the customer's language, for an engine that cannot. */
  told?: string;
  /** Further sources that the tool has found. */
  sources?: S[];
};

/** Something an engine may do while it answers: always as the user who asks, and never more than they may. */
export type Tool<S extends Source> = {
  name: string;
  description: string;
  parameters: z.ZodType;
  /** Words that ask for just this, for an engine that cannot choose: see `occurs` in rules.ts. */
  phrases?: readonly string[];
  /** Its input has not been checked against `parameters` yet. */
  run(input: unknown): Promise<ToolResult<S>>;
};

export type ReplyTask<S extends Source> = {
  message: string;
  /** What was said before, the oldest first, cut to what an engine can be given. */
  history: readonly Turn[];
  /** The best first. */
  sources: readonly S[];
  tools: readonly Tool<S>[];
  language: Language;
  /** Called with each number of tokens as it is used, also if the reply fails later. */
  spent(tokens: number): void;
};

export type Reply<S extends Source> = {
  text: string;
  /** The sources that the text rests on. */
  cited: S[];
  /** False if the question has no answer in the sources or through the tools. */
  isKnown: boolean;
  engine: (typeof engines)[number];
};

/** Hears the text of a reply piece by piece; together the pieces are the whole text. */
export type Say = (piece: string) => void;
