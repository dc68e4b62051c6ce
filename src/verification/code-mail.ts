import type { Language } from "../ai/language.ts";

const texts: Record<Language, { subject: string; text: string }> = {
  sv: {
    subject: "Din kod: {code}",
    text: "Din kod är {code}. Den gäller i 10 minuter. Om du inte har bett om den behöver du inte göra något.",
  },
  de: {
    subject: "Ihr Code: {code}",
    text: "Ihr Code ist {code}. Er gilt 10 Minuten. Haben Sie ihn nicht angefordert, müssen Sie nichts tun.",
  },
  en: {
    subject: "Your code: {code}",
    text: "Your code is {code}. It is good for 10 minutes. If you did not ask for it, there is nothing to do.",
  },
  fi: {
    subject: "Koodisi: {code}",
    text: "Koodisi on {code}. Se on voimassa 10 minuuttia. Jos et pyytänyt sitä, sinun ei tarvitse tehdä mitään.",
  },
};

/** The e-mail that brings a code. */
export function codeMail(code: string, language: Language): { subject: string; text: string } {
  const { subject, text } = texts[language];
  return { subject: subject.replace("{code}", code), text: text.replace("{code}", code) };
}
