import type { Language } from "../ai/language.ts";
import { sentences, type Spoken } from "./say.ts";

/** An answer with the sentence to say, if the caller has named a language. */
export function answerAs<Name extends keyof Spoken, Answer extends Spoken[Name]>(
  name: Name,
  answer: Answer,
  language: Language | undefined,
): Answer & { say?: string } {
  return language === undefined ? answer : { ...answer, say: sentences[name](answer, language) };
}
