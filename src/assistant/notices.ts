import type { Language } from "../ai/language.ts";

type Notice = "budget-used" | "provider-failed";

const notices: Record<Notice, Record<Language, string>> = {
  "budget-used": {
    sv: "Dagens AI-budget är slut; det här svaret kommer från den inbyggda motorn.",
    de: "Das heutige KI-Budget ist aufgebraucht; diese Antwort kommt vom eingebauten Programm.",
    en: "Today's AI budget is used up; this answer comes from the built-in engine.",
    fi: "Tämän päivän tekoälybudjetti on käytetty; tämä vastaus tulee sisäänrakennetusta moottorista.",
  },
  "provider-failed": {
    sv: "AI-tjänsten svarade inte; det här svaret kommer från den inbyggda motorn.",
    de: "Der KI-Dienst hat nicht geantwortet; diese Antwort kommt vom eingebauten Programm.",
    en: "The AI service did not answer; this answer comes from the built-in engine.",
    fi: "Tekoälypalvelu ei vastannut; tämä vastaus tulee sisäänrakennetusta moottorista.",
  },
};

/** Why the built-in engine has answered, in the user's language. */
export function noticeOf(notice: Notice, language: Language): string {
  return notices[notice][language];
}
