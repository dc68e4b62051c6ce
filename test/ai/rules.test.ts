import { expect, test } from "vitest";
import { detectLanguage } from "../../src/ai/language.ts";
import { settleReading, shorten, styles } from "../../src/ai/model.ts";
import { read } from "../../src/ai/rules.ts";

const rules = { style: "friendly", maxLength: 500, threshold: 0.7 } as const;

/** What people write, in the four languages, and what it is about. */
const corpus = [
  ["sv", "greeting", "Hej!"],
  ["de", "greeting", "Guten Morgen"],
  ["en", "greeting", "hello"],
  ["fi", "greeting", "Moi"],
  ["sv", "complaint", "Min spegel är trasig och jag är arg"],
  ["de", "complaint", "Der Schrank ist kaputt"],
  ["en", "complaint", "This is unacceptable"],
  ["en", "complaint", "Hi, my order arrived damaged"],
  ["en", "complaint", "The driver was late and the box is missing"],
  ["en", "complaint", "I am not happy with the service"],
  ["de", "complaint", "Ich bin nicht zufrieden mit dem Umzug"],
  ["sv", "complaint", "Vi är inte nöjda med städningen"],
  ["fi", "complaint", "Sohva on rikki"],
  ["sv", "inquiry", "Hur mycket kostar en flytt?"],
  ["sv", "inquiry", "Hej, när har ni öppet?"],
  ["de", "inquiry", "Was kostet ein Umzug?"],
  ["en", "inquiry", "Where is my order?"],
  ["fi", "inquiry", "Paljonko muutto maksaa?"],
  ["sv", "support", "Jag kan inte logga in"],
  ["de", "support", "Ich habe mein Passwort vergessen"],
  ["en", "support", "I can’t log in to my account"],
  ["fi", "support", "En pääse kirjautumaan"],
  ["sv", "feedback", "Tack så mycket, jättebra jobb!"],
  ["de", "feedback", "Vielen Dank, wir sind sehr zufrieden"],
  ["en", "feedback", "Thank you so much, great job!"],
  ["fi", "feedback", "Kiitos paljon, loistava palvelu"],
] as const;

test("what people write in four languages is understood, with a confidence that passes the threshold", () => {
  for (const [language, intent, message] of corpus) {
    const reading = read(message, rules);
    expect([message, detectLanguage(message), reading.intent]).toEqual([message, language, intent]);
    expect(reading.confidence).toBeGreaterThanOrEqual(0.7);
    expect(reading.confidence).toBeLessThanOrEqual(0.95);
    expect(reading.engine).toBe("rules");
  }
});

test("what says nothing is uncategorized, and so is what says too little", () => {
  for (const message of [
    "ok",
    "12345",
    "😀",
    "blah blah",
    "Inga problem",
    "no problem",
    "Thanks",
  ]) {
    expect([message, read(message, rules).intent]).toEqual([message, "uncategorized"]);
  }
  expect(read("Hej!", { ...rules, threshold: 0.8 })).toMatchObject({
    intent: "uncategorized",
    confidence: 0.7,
  });
  expect(read("Thanks", { ...rules, threshold: 0.5 }).intent).toBe("feedback");
});

test("more evidence is more confidence", () => {
  const some = read("It is broken", rules).confidence;
  const more = read("It is broken and late", rules).confidence;
  expect(more).toBeGreaterThan(some);
});

test("words count at their boundaries only", () => {
  expect(read("The Chevrolet this week", rules).intent).toBe("uncategorized");
  expect(read("hijack", rules).confidence).toBe(0);
});

test("three different answers in the customer's language, the first in the style of the house", () => {
  for (const style of styles) {
    const { suggestions } = read("Der Schrank ist kaputt", { ...rules, style });
    expect(new Set(suggestions).size).toBe(3);
    expect(suggestions.join(" ")).toMatch(/leid|bedauern/i);
  }
  const first = styles.map((style) => read("Hej!", { ...rules, style }).suggestions[0]);
  expect(new Set(first).size).toBe(styles.length);
});

test("no answer is longer than allowed, and cut where a reader would", () => {
  for (const maxLength of [1, 10, 40, 80]) {
    for (const text of read("Min spegel är trasig", { ...rules, maxLength }).suggestions) {
      expect(text.length).toBeLessThanOrEqual(maxLength);
    }
  }
  expect(shorten("One two. Three four.", 12)).toBe("One two.");
  expect(shorten("One two three", 8)).toBe("One two");
  expect(shorten("Onetwothree", 4)).toBe("Onet");
});

test("what an engine claims is bounded: confidence, number of answers, threshold", () => {
  const claim = {
    intent: "support" as const,
    confidence: 7,
    suggestions: ["a", "a ", "", "b", "c", "d"],
    engine: "openai" as const,
  };
  expect(settleReading(claim, rules)).toEqual({
    intent: "support",
    confidence: 0.95,
    suggestions: ["a", "b", "c"],
    engine: "openai",
  });
  expect(settleReading({ ...claim, confidence: -1 }, rules)).toMatchObject({
    intent: "uncategorized",
    confidence: 0,
  });
});
