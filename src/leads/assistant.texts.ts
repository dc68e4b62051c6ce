import type { Language } from "../ai/language.ts";
import type { Basis } from "./judge-by-rules.ts";
import type { LeadStatus } from "./lead-status.ts";

export type Rating = "cold" | "warm" | "hot";
export type TemplateKey =
  | "follow_up"
  | "check_in"
  | "value"
  | "urgency"
  | "referral"
  | "referral_question";

type Labels = {
  tactics: string;
  nextSteps: string;
  rating: string;
  why: string;
  nextStep: string;
  ratings: Record<Rating, string>;
  noKnowledge: string;
  notInKnowledge: string;
  fromKnowledge: string;
  /** What the built-in engine says in a chat before the one thing that it knows. */
  chat: string;
  basis: Record<Basis, string>;
  steps: Record<LeadStatus, string>;
};

export const labels: Record<Language, Labels> = {
  de: {
    tactics: "Taktik",
    nextSteps: "Nächste Schritte",
    rating: "Einschätzung",
    why: "Warum",
    nextStep: "Nächster Schritt",
    ratings: { cold: "kalt", warm: "warm", hot: "heiß" },
    noKnowledge:
      "Dazu liegt mir kein Wissen vor. Schick mir bitte den Text, aus dem ich antworten soll, im Feld knowledge.",
    notInKnowledge: "Das steht nicht in dem Wissen, das du mir gegeben hast.",
    fromKnowledge: "Dazu steht dort:",
    chat: "Frei beraten kann hier nur die KI; nach den Regeln sehe ich Folgendes.",
    basis: {
      status: "Das sagt der Status.",
      notes: "Das sagen die Notizen.",
      contact: "Das folgt aus dem Datum des letzten Kontakts.",
      nothing: "Status, Notizen und letzter Kontakt sagen noch nichts.",
    },
    steps: {
      new: "Nimm heute den ersten Kontakt auf und frag nach dem Bedarf.",
      hot: "Fass heute zum Angebot nach und frag, was noch fehlt.",
      warm: "Knüpf an das letzte Gespräch an und schlag einen Termin vor.",
      cold: "Melde dich mit einem konkreten Nutzen und frag, ob das Thema noch aktuell ist.",
      customer: "Biete einen Mehrwert an und frag nach einer Empfehlung.",
      lost: "Bitte um eine kurze Rückmeldung, woran es lag.",
    },
  },
  en: {
    tactics: "Tactics",
    nextSteps: "Next steps",
    rating: "Rating",
    why: "Why",
    nextStep: "Next step",
    ratings: { cold: "cold", warm: "warm", hot: "hot" },
    noKnowledge:
      "I have no knowledge to answer from. Please send me the text to use in the field knowledge.",
    notInKnowledge: "The knowledge that you gave me does not say.",
    fromKnowledge: "It says there:",
    chat: "Only the AI can give free advice here; by the rules I see the following.",
    basis: {
      status: "The status says so.",
      notes: "The notes say so.",
      contact: "It follows from the date of the last contact.",
      nothing: "Status, notes and last contact do not tell yet.",
    },
    steps: {
      new: "Make the first contact today and ask what they need.",
      hot: "Follow up on the offer today and ask what is still missing.",
      warm: "Pick up your last talk and suggest a meeting.",
      cold: "Write with one concrete benefit and ask whether the matter is still open.",
      customer: "Offer something of value and ask for a referral.",
      lost: "Ask for a short word on what decided it.",
    },
  },
  sv: {
    tactics: "Taktik",
    nextSteps: "Nästa steg",
    rating: "Bedömning",
    why: "Varför",
    nextStep: "Nästa steg",
    ratings: { cold: "kall", warm: "varm", hot: "het" },
    noKnowledge: "Jag har ingen kunskap att svara från. Skicka texten i fältet knowledge.",
    notInKnowledge: "Det står inte i den kunskap som du har gett mig.",
    fromKnowledge: "Där står:",
    chat: "Bara AI:n kan ge fria råd här; enligt reglerna ser jag följande.",
    basis: {
      status: "Det säger statusen.",
      notes: "Det säger anteckningarna.",
      contact: "Det följer av datumet för senaste kontakten.",
      nothing: "Status, anteckningar och senaste kontakt säger inget än.",
    },
    steps: {
      new: "Ta den första kontakten i dag och fråga om behovet.",
      hot: "Följ upp offerten i dag och fråga vad som saknas.",
      warm: "Knyt an till ert senaste samtal och föreslå ett möte.",
      cold: "Hör av dig med en konkret nytta och fråga om det fortfarande är aktuellt.",
      customer: "Erbjud något av värde och fråga om en rekommendation.",
      lost: "Be om ett kort besked om vad som avgjorde.",
    },
  },
  fi: {
    tactics: "Taktiikka",
    nextSteps: "Seuraavat askeleet",
    rating: "Arvio",
    why: "Miksi",
    nextStep: "Seuraava askel",
    ratings: { cold: "kylmä", warm: "lämmin", hot: "kuuma" },
    noKnowledge: "Minulla ei ole tietoa, josta vastata. Lähetä teksti kentässä knowledge.",
    notInKnowledge: "Antamasi tieto ei kerro sitä.",
    fromKnowledge: "Siinä sanotaan:",
    chat: "Vapaita neuvoja antaa täällä vain tekoäly; sääntöjen mukaan näen seuraavaa.",
    basis: {
      status: "Tila kertoo sen.",
      notes: "Muistiinpanot kertovat sen.",
      contact: "Se seuraa viimeisimmän yhteydenoton päivästä.",
      nothing: "Tila, muistiinpanot ja viimeisin yhteydenotto eivät vielä kerro.",
    },
    steps: {
      new: "Ota tänään ensimmäinen yhteys ja kysy tarpeesta.",
      hot: "Palaa tänään tarjoukseen ja kysy, mitä vielä puuttuu.",
      warm: "Jatka viime keskustelusta ja ehdota tapaamista.",
      cold: "Ota yhteyttä yhdellä konkreettisella hyödyllä ja kysy, onko asia ajankohtainen.",
      customer: "Tarjoa jotain hyödyllistä ja pyydä suositusta.",
      lost: "Pyydä lyhyt palaute siitä, mikä ratkaisi.",
    },
  },
};

/** The built-in messages. They promise nothing and know nothing but the placeholders. */
export const templates: Record<Language, Record<TemplateKey, string>> = {
  de: {
    follow_up:
      "Hey [NAME]! 👋\nIch wollte kurz nachfragen, wie es bei dir mit [THEMA] aussieht.\nWas brauchst du noch von mir, um zu entscheiden?",
    check_in:
      "Hey [NAME], lange nichts gehört!\nWie steht es bei dir gerade mit [THEMA]?\nEin kurzes „noch aktuell“ oder „nicht mehr“ reicht mir völlig.",
    value:
      "Hey [NAME]! Mir ist etwas zu [THEMA] eingefallen, das dir helfen könnte.\nMagst du, dass ich es dir kurz schicke?",
    urgency:
      "Hey [NAME], ich plane gerade die nächsten Tage.\nSoll ich dir zu [THEMA] bis [TAG] etwas freihalten?",
    referral:
      "Hey [NAME], danke für dein Vertrauen! 🙏\nKennst du jemanden, der sich auch mit [THEMA] beschäftigt?",
    referral_question:
      "Hey [NAME], eine Frage: Wer in deinem Umfeld hat gerade mit [THEMA] zu tun?\nIch freue mich über einen Namen.",
  },
  en: {
    follow_up:
      "Hi [NAME]! 👋\nI just wanted to ask where you stand with [THEMA].\nWhat do you still need from me to decide?",
    check_in:
      "Hi [NAME], it has been a while!\nHow do things stand with [THEMA]?\nA quick word is all I need.",
    value:
      "Hi [NAME]! I came across something about [THEMA] that may help you.\nShall I send it over?",
    urgency:
      "Hi [NAME], I am planning the next days.\nShall I keep something free for [THEMA] until [TAG]?",
    referral:
      "Hi [NAME], thank you for your trust! 🙏\nDo you know somebody who has to do with [THEMA] too?",
    referral_question:
      "Hi [NAME], one question: who around you has to do with [THEMA] right now?\nI would be glad of a name.",
  },
  sv: {
    follow_up:
      "Hej [NAME]! 👋\nJag ville bara höra hur det går med [THEMA].\nVad behöver du från mig för att bestämma dig?",
    check_in:
      "Hej [NAME], det var ett tag sedan!\nHur ser det ut med [THEMA] just nu?\nEtt kort svar räcker.",
    value:
      "Hej [NAME]! Jag kom att tänka på något om [THEMA] som kan hjälpa dig.\nSka jag skicka det?",
    urgency:
      "Hej [NAME], jag planerar de närmaste dagarna.\nSka jag hålla något ledigt för [THEMA] till [TAG]?",
    referral:
      "Hej [NAME], tack för förtroendet! 🙏\nKänner du någon som också skulle ha nytta av [THEMA]?",
    referral_question:
      "Hej [NAME], en fråga: vem i din närhet står inför [THEMA] just nu?\nJag blir glad för ett namn.",
  },
  fi: {
    follow_up:
      "Hei [NAME]! 👋\nKysyisin vain, miten [THEMA] etenee.\nMitä tarvitset minulta vielä päättääksesi?",
    check_in:
      "Hei [NAME], siitä on jo hetki!\nOnko [THEMA] sinulle vielä ajankohtainen?\nLyhyt kyllä tai ei riittää.",
    value:
      "Hei [NAME]! Minulla on jotain, josta voisi olla sinulle apua ([THEMA]).\nLähetänkö sen sinulle?",
    urgency:
      "Hei [NAME], suunnittelen lähipäiviä.\nVaraanko sinulle ajan ([THEMA], viimeistään [TAG])?",
    referral:
      "Hei [NAME], kiitos luottamuksesta! 🙏\nTunnetko jonkun, jota [THEMA] myös kiinnostaisi?",
    referral_question:
      "Hei [NAME], yksi kysymys: kenelle [THEMA] on juuri nyt ajankohtainen?\nOlisin iloinen nimestä.",
  },
};

/** What a message speaks of while nobody has said what it is about. */
export const ourMatter: Record<Language, string> = {
  de: "unserem Thema",
  en: "our plans",
  sv: "våra planer",
  fi: "asiamme",
};

/** An analysis as it is read: rating, reason, next step. */
export function analysisText(
  language: Language,
  rating: Rating,
  why: string,
  nextStep: string,
): string {
  const words = labels[language];
  return [
    `${words.rating}: ${words.ratings[rating]}`,
    `${words.why}: ${why.trim()}`,
    `${words.nextStep}: ${nextStep.trim()}`,
  ].join("\n");
}
