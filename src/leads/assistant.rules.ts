import { wordsOf, type Language } from "../ai/language.ts";
import type { Action, AssistantData, AssistantLead } from "./assistant.schema.ts";
import {
  analysisText,
  labels,
  ourMatter,
  templates,
  type Rating,
  type TemplateKey,
} from "./assistant.texts.ts";
import { judgeByRules } from "./judge-by-rules.ts";
import type { LeadStatus } from "./lead-status.ts";
import { readDate } from "./read-date.ts";
import { SALES_TIME_ZONE } from "./sales-zone.ts";

const ratings: Record<LeadStatus, Rating> = {
  hot: "hot",
  warm: "warm",
  customer: "warm",
  new: "cold",
  cold: "cold",
  lost: "cold",
};

const usualTemplate: Record<LeadStatus, TemplateKey> = {
  hot: "follow_up",
  warm: "follow_up",
  new: "check_in",
  cold: "check_in",
  lost: "check_in",
  customer: "value",
};

/** What a request has to say for a template to be the one that is meant; the first that fits is taken. */
const wishes: [RegExp, TemplateKey][] = [
  [/wer.{0,30}kenn|frage.{0,20}empfehl|referral question/i, "referral_question"],
  [/empfehl|referral|rekommend|suosittel/i, "referral"],
  [/dringend|dringlich|urgen|frist|deadline|brådsk|kiire/i, "urgency"],
  [/mehrwert|value|tipp|nutzen|värde|hyöty/i, "value"],
  [/check.?in|reaktivier|lange nichts|wieder melden|återuppta/i, "check_in"],
  [/follow.?up|nachfass|nachhak|angebot|uppfölj|seuran/i, "follow_up"],
];

const MOST_SENTENCES = 3;
/** Words shorter than this are in every text. */
const TELLING_LENGTH = 4;
/** Words of one stem are one word: Preis, Preise, Preisen. */
const STEM_LENGTH = 5;

/** What the built-in engine replies: templates and rules, and nothing that it does not know. */
export function replyByRules(
  action: Action,
  data: AssistantData,
  language: Language,
  now: Date,
): string {
  switch (action) {
    case "generate_message":
      return filled(templates[language][wishedFor(data, now)], data.lead, language);
    case "create_template":
      return templates[language][wishedFor(data, now)];
    case "analyze_lead":
      return analysis(data.lead, language, now);
    case "knowledge_answer":
      return fromKnowledge(data, language);
    case "chat":
      return `${labels[language].chat}\n\n${analysis(data.lead, language, now)}`;
  }
}

function wishedFor({ messages, lead }: AssistantData, now: Date): TemplateKey {
  const wish = messages.findLast(({ role }) => role === "user")?.content ?? "";
  const found = wishes.find(([pattern]) => pattern.test(wish.slice(0, 2_000)))?.[1];
  return found ?? usualTemplate[judge(lead, now).status];
}

function analysis(lead: AssistantLead | undefined, language: Language, now: Date): string {
  const { status, basis, reason } = judge(lead, now);
  const words = labels[language];
  const why = language === "de" ? reason : words.basis[basis];
  return analysisText(language, ratings[status], why, words.steps[status]);
}

function judge(lead: AssistantLead | undefined, now: Date) {
  const contact = lead?.extra["last_contact"];
  const rules = { order: "day-first" as const, timeZone: SALES_TIME_ZONE, now };
  const evidence = {
    status: lead?.status || null,
    notes: lead?.notes || null,
    lastContact: typeof contact === "string" ? readDate(contact, rules) : null,
  };
  return judgeByRules(evidence, now);
}

function filled(template: string, lead: AssistantLead | undefined, language: Language): string {
  const firstName = lead?.name?.split(/\s+/)[0];
  return (
    firstName ? template.replaceAll("[NAME]", () => firstName) : template.replaceAll(" [NAME]", "")
  ).replaceAll("[THEMA]", ourMatter[language]);
}

/** The sentences of the knowledge that share the most words with the question, as they stand there. */
function fromKnowledge({ messages, knowledge }: AssistantData, language: Language): string {
  const words = labels[language];
  const question = messages.findLast(({ role }) => role === "user")?.content ?? "";
  const asked = new Set(stemsOf(question));
  const sentences = (knowledge ?? "").split(/(?<=[.!?])\s+|\n+/).map((part) => part.trim());
  const best = sentences
    .map((sentence, place) => ({
      sentence,
      place,
      shared: new Set(stemsOf(sentence).filter((stem) => asked.has(stem))).size,
    }))
    .filter(({ shared }) => shared > 0)
    .toSorted((a, b) => b.shared - a.shared || a.place - b.place)
    .slice(0, MOST_SENTENCES)
    .toSorted((a, b) => a.place - b.place);
  if (best.length === 0) return words.notInKnowledge;
  return `${words.fromKnowledge} ${best.map(({ sentence }) => sentence).join(" ")}`;
}

function stemsOf(text: string): string[] {
  return wordsOf(text)
    .filter((word) => word.length >= TELLING_LENGTH)
    .map((word) => word.slice(0, STEM_LENGTH));
}
