import { wordsOf } from "../ai/language.ts";
import { categoryWords, priorityWords } from "./derive.keywords.ts";
import { categories, type Category, type Priority } from "./tickets.schema.ts";

/** What a text is about: the category with the most words in it, the first one if there are several. */
export function deriveCategory(text: string): Category {
  let best: { category: Category; hits: number } = { category: "general", hits: 0 };
  for (const category of categories) {
    const hits = split(categoryWords[category]).filter((word) => occurs(text, word)).length;
    if (hits > best.hits) best = { category, hits };
  }
  return best.category;
}

/** How urgent a text sounds; `medium` if it does not say. A wish to take it easy is low before all else. */
export function derivePriority(text: string): Priority {
  if (takesItEasy.some((words) => occurs(text, words))) return "low";
  const found = priorityWords.find(([, list]) => split(list).some((word) => occurs(text, word)));
  return found?.[0] ?? "medium";
}

/** These hold the words of hurry that they deny. */
const takesItEasy = ["not urgent", "inte brådskande", "nicht dringend", "ei kiireelli"];

/** Whether a word of the text, or a run of its words, begins with this. */
function occurs(text: string, beginning: string): boolean {
  return ` ${wordsOf(text).join(" ")}`.includes(` ${beginning}`);
}

function split(list: string): string[] {
  return list
    .split(",")
    .map((entry) => wordsOf(entry).join(" "))
    .filter((entry) => entry !== "");
}
