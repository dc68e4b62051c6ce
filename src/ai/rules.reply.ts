import type { Language } from "./language.ts";
import { wordsOf } from "./language.ts";
import { shorten, type Reading, type ReadingRules } from "./model.ts";
import type { Reply, ReplyTask, Say, Source } from "./reply.ts";
import { occurs } from "./phrases.ts";

/** How the engine reads a message for its intent. */
type Read = (message: string, rules: ReadingRules) => Reading;

/** From here on a source is taken for the answer to the question. */
const FITS = 0.5;
const LONGEST_ANSWER = 2_000;

const unknown: Record<Language, string> = {
  sv: "Det har jag inget svar på. Jag har sparat frågan, så att den kan få ett svar. Skriv gärna på ett annat sätt, eller be om att få tala med en person.",
  de: "Darauf habe ich keine Antwort. Ich habe die Frage notiert, damit sie eine bekommt. Fragen Sie gern mit anderen Worten, oder verlangen Sie einen Menschen.",
  en: "I have no answer to that. I have noted the question so that it can get one. Try other words, or ask for a person.",
  fi: "Minulla ei ole vastausta tähän. Olen merkinnyt kysymyksen muistiin, jotta siihen saadaan vastaus. Kokeile toisin sanoin tai pyydä ihmistä.",
};

/**
 * The built-in engine's answer: what a tool says if the message asks for just that, else the text of the
 * source that fits, else a greeting or thanks for one, else that it does not know. It invents nothing.
 */
export async function replyByRules<S extends Source>(
  task: ReplyTask<S>,
  say: Say,
  read: Read,
): Promise<Reply<S>> {
  const reply = await compose(task, read);
  say(reply.text);
  return { ...reply, engine: "rules" };
}

async function compose<S extends Source>(task: ReplyTask<S>, read: Read) {
  const words = wordsOf(task.message).join(" ");
  for (const { phrases = [], run } of task.tools) {
    if (!phrases.some((phrase) => occurs(words, phrase))) continue;
    const { told } = await run({});
    if (told !== undefined) return { text: told, cited: [], isKnown: true };
  }
  const [best] = task.sources;
  if (best && best.score >= FITS) {
    return { text: shorten(best.body, LONGEST_ANSWER), cited: [best], isKnown: true };
  }
  return { cited: [], ...politeness(task, read) };
}

/** What needs no knowledge: an answer to a greeting, or to thanks. */
function politeness(
  { message, language }: Pick<ReplyTask<Source>, "message" | "language">,
  read: Read,
) {
  const rules = { style: "friendly", maxLength: LONGEST_ANSWER, threshold: 0.5 } as const;
  const { intent, suggestions } = read(message, rules);
  const [first] = suggestions;
  const isPolite = intent === "greeting" || intent === "feedback";
  return isPolite && first !== undefined
    ? { text: first, isKnown: true }
    : { text: unknown[language], isKnown: false };
}
