import { detectLanguage, wordsOf } from "./language.ts";
import {
  settleReading,
  type Intent,
  type Model,
  type Reading,
  type ReadingRules,
} from "./model.ts";
import { occurs } from "./phrases.ts";
import { harmless, keywords, type TellingIntent } from "./rules.keywords.ts";
import { replyByRules } from "./rules.reply.ts";
import { suggestReplies } from "./rules.replies.ts";

/** What one keyword is worth; two points are confidence 0.7, which the usual threshold accepts. */
const PLAIN_POINTS = 2;
const HINT_POINTS = 1;
const BASE_CONFIDENCE = 0.3;
const CONFIDENCE_PER_POINT = 0.2;
/** A greeting followed by more than this is about something else. */
const GREETING_WORDS = 4;

/** If two intents have equal evidence, the one a person should see first. */
const order: readonly TellingIntent[] = ["complaint", "support", "inquiry", "feedback", "greeting"];

type Pattern = { text: string; points: number };

const patterns = new Map<TellingIntent, Pattern[]>(
  order.map((intent) => [
    intent,
    [
      ...split(keywords[intent].plain).map((text) => ({ text, points: PLAIN_POINTS })),
      ...split(keywords[intent].hints).map((text) => ({ text, points: HINT_POINTS })),
    ],
  ]),
);

/** The built-in engine: keywords and templates in four languages, no network, the same answer every time. */
export const rulesModel: Model = {
  async classify(message, rules) {
    return read(message, rules);
  },
  reply: (task, say) => replyByRules(task, say, read),
  embedding: null,
  async extract() {
    return null;
  },
};

/** Reads a message by its words. Confidence is 0.3 and 0.2 more for each point of evidence, at most 0.95. */
export function read(message: string, rules: ReadingRules): Reading {
  const { intent, points } = strongest(message);
  const confidence = points === 0 ? 0 : BASE_CONFIDENCE + CONFIDENCE_PER_POINT * points;
  const language = detectLanguage(message);
  const isSure = Math.min(0.95, confidence) >= rules.threshold;
  const shown: Intent = isSure ? intent : "uncategorized";
  const suggestions = suggestReplies(language, shown, rules.style);
  return settleReading({ intent, confidence, suggestions, engine: "rules" }, rules);
}

function strongest(message: string): { intent: Intent; points: number } {
  const words = wordsOf(message);
  const text = withoutHarmless(words.join(" "));
  let best: { intent: Intent; points: number } = { intent: "uncategorized", points: 0 };
  for (const intent of order) {
    if (intent === "greeting" && words.length > GREETING_WORDS && best.points > 0) continue;
    const points = evidence(text, intent) + (intent === "inquiry" && message.includes("?") ? 1 : 0);
    if (points > best.points) best = { intent, points };
  }
  return best;
}

function evidence(text: string, intent: TellingIntent): number {
  const found = (patterns.get(intent) ?? []).filter((pattern) => occurs(text, pattern.text));
  // "how much" must not count again as "how": only what no longer entry contains counts.
  const own = found.filter(
    (pattern) => !found.some((other) => other !== pattern && contains(other.text, pattern.text)),
  );
  return own.reduce((sum, pattern) => sum + pattern.points, 0);
}

function contains(longer: string, shorter: string): boolean {
  return longer.length > shorter.length && occurs(longer.replace("*", ""), shorter);
}

function withoutHarmless(text: string): string {
  return harmless.reduce((rest, phrase) => rest.replaceAll(phrase, " "), text);
}

function split(list: string): string[] {
  return [...new Set(list.split(",").map((entry) => entry.trim().replaceAll(/\s+/g, " ")))].filter(
    (entry) => entry !== "",
  );
}
