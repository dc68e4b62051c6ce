import { expect, test } from "vitest";
import { detectLanguage } from "../../src/ai/language.ts";
import { ftsQuery, stemsOf } from "../../src/knowledge/match-passages.ts";
import { newKey } from "../support/desk.ts";

/** How people ask for the five demo FAQs, in their own words, and the entry that answers. */
const asked = [
  ["en", 1, "How do I reset my password?"],
  ["en", 1, "I forgot my password"],
  ["en", 1, "hi, I can't remember my login, what now?"],
  ["en", 1, "I have lost my password and cannot sign in"],
  ["sv", 1, "Jag har glömt mitt lösenord"],
  ["sv", 1, "Hur byter jag lösenord?"],
  ["de", 1, "Ich habe mein Passwort vergessen"],
  ["de", 1, "Wie kann ich mein Kennwort ändern?"],
  ["fi", 1, "Olen unohtanut salasanani"],
  ["fi", 1, "Miten saan uuden salasanan?"],
  ["en", 2, "What is your phone number?"],
  ["en", 2, "How can I reach customer support?"],
  ["sv", 2, "Vilket telefonnummer har ni?"],
  ["sv", 2, "Hur når jag kundtjänst?"],
  ["de", 2, "Wie kann ich Sie telefonisch erreichen?"],
  ["de", 2, "Wie lautet die Telefonnummer?"],
  ["fi", 2, "Mikä on puhelinnumeronne?"],
  ["fi", 2, "Miten saan yhteyden asiakaspalveluun?"],
  ["en", 3, "When are you open?"],
  ["en", 3, "Are you open on Saturdays?"],
  ["sv", 3, "När har ni öppet?"],
  ["sv", 3, "Är det öppet på söndag?"],
  ["de", 3, "Wann haben Sie geöffnet?"],
  ["de", 3, "Haben Sie am Samstag offen?"],
  ["fi", 3, "Milloin olette auki?"],
  ["fi", 3, "Oletteko avoinna viikonloppuna?"],
  ["en", 4, "My credit card has expired, how do I change it?"],
  ["en", 4, "I need to update my billing details"],
  ["sv", 4, "Jag vill byta kort för betalningen"],
  ["sv", 4, "Hur ändrar jag fakturaadressen?"],
  ["de", 4, "Meine Kreditkarte ist abgelaufen"],
  ["de", 4, "Wie ändere ich die Rechnungsadresse?"],
  ["fi", 4, "Luottokorttini on vanhentunut"],
  ["fi", 4, "Miten muutan laskutusosoitteen?"],
  ["en", 5, "Why has my account been blocked?"],
  ["en", 5, "my account is locked"],
  ["sv", 5, "Varför har mitt konto spärrats?"],
  ["sv", 5, "Mitt konto är låst"],
  ["de", 5, "Warum wurde mein Konto gesperrt?"],
  ["de", 5, "Mein Benutzerkonto ist blockiert"],
  ["fi", 5, "Miksi tilini on lukittu?"],
  ["fi", 5, "Tilini on suljettu"],
] as const;

const unknown = [
  "What is the capital of Mongolia?",
  "Do you sell elephants?",
  "Kan du laga en cykel åt min mormor?",
  "Wie koche ich eine Linsensuppe?",
  "Mikä on paras elokuva?",
  "What does the manager of the football team earn?",
];

/** From here on the built-in engine answers; below, it says that it does not know. */
const ENOUGH = 0.5;

test("each demo FAQ is found by what people ask in four languages, in the language they ask in", async () => {
  const wrong = [];
  for (const [language, id, question] of asked) {
    const editor = await newKey("admin");
    const { body } = await editor.send(
      `/api/v1/chat/knowledge/search?q=${encodeURIComponent(question)}`,
    );
    const [best] = body.items;
    const isRight = best?.entry_id === id && best.language === language && best.score >= ENOUGH;
    if (!isRight) wrong.push([question, detectLanguage(question), best?.title, best?.score]);
  }
  expect(wrong).toEqual([]);
});

test("what the desk does not know fits nothing well", async () => {
  const wrong = [];
  for (const question of unknown) {
    const editor = await newKey("admin");
    const { body } = await editor.send(
      `/api/v1/chat/knowledge/search?q=${encodeURIComponent(question)}`,
    );
    const [best] = body.items;
    if (best && best.score >= ENOUGH) wrong.push([question, best.title, best.score]);
  }
  expect(wrong).toEqual([]);
});

test("a question is only words for the index: its operators and quotes are none", async () => {
  const editor = await newKey("admin");
  for (const question of [
    '"',
    "title:password",
    "a* OR NOT ^b",
    "NEAR(x y)",
    '") --',
    "%_'",
    "?",
  ]) {
    const { status } = await editor.send(
      `/api/v1/chat/knowledge/search?q=${encodeURIComponent(question)}`,
    );
    expect([question, status]).toEqual([question, 200]);
  }
  expect(ftsQuery(stemsOf("what is the"))).toBeNull();
  expect(stemsOf("Die Passwörter! PASSWÖRTER, passworter?")).toHaveLength(1);
});
