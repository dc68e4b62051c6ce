import type { Language } from "../ai/language.ts";
import type { BookingFound } from "../bookings/bookings.schema.ts";
import type { Log } from "../tickets/logs.schema.ts";

/** What asks for just one thing, whatever else is said. `*` stands for any ending. */
export const phrases = {
  person: [
    ...[
      "prata med en människa",
      "tala med en människa",
      "prata med en person",
      "tala med en person",
    ],
    ...["riktig människa", "riktig person", "prata med någon", "tala med någon", "handläggare"],
    ...["mit einem menschen", "mit einer person", "mit einem mitarbeiter", "mit jemandem sprechen"],
    ...["echten menschen", "echter mensch", "einen menschen", "mit einer mitarbeiterin"],
    ...[
      "talk to a human",
      "speak to a human",
      "talk to a person",
      "speak to a person",
      "human agent",
    ],
    ...["speak with a human", "talk with a human", "speak with a person", "talk with a person"],
    ...["real person", "real human", "live agent", "talk to someone", "speak to someone"],
    ...["speak with someone", "talk with someone", "a human please", "human being"],
    ...["ihmisen kanssa", "henkilön kanssa", "oikea ihminen", "oikealle ihmiselle", "ihmiselle"],
    ...["asiakaspalvelijan kanssa", "asiakaspalvelijalle", "haluan ihmisen"],
  ],
  bookings: [
    ...["min bokning", "mina bokningar", "min flytt", "bokningen min"],
    ...["meine buchung", "meine buchungen", "meiner buchung", "mein umzug", "meinen umzug"],
    ...["my booking", "my bookings", "my move", "my reservation"],
    ...["varaukseni", "varaustani", "muuttoni", "muuttoani"],
  ],
  logs: [
    ...["mina ärenden", "mitt ärende", "mitt ärendes"],
    ...["meine anfragen", "meine anfrage", "meine tickets", "mein ticket", "meiner anfrage"],
    ...["my logs", "my log", "my tickets", "my ticket", "my cases", "my case"],
    ...["tapaukseni", "tapauksiani", "tikettini"],
  ],
} as const;

type BookingWords = {
  notLinked: string;
  none: string;
  is: (reference: string, date: string, status: string) => string;
  canModify: string;
  cannotModify: string;
};

const bookingWords: Record<Language, BookingWords> = {
  sv: {
    notLinked: "Ditt konto är inte kopplat till någon kund, så jag ser inga bokningar.",
    none: "Jag hittar ingen bokning för dig.",
    is: (reference, date, status) => `Din bokning ${reference} är den ${date} (${status}).`,
    canModify: "Den kan fortfarande ändras.",
    cannotModify: "Den kan inte längre ändras.",
  },
  de: {
    notLinked: "Ihr Konto ist mit keinem Kunden verbunden, daher sehe ich keine Buchungen.",
    none: "Ich finde keine Buchung von Ihnen.",
    is: (reference, date, status) => `Ihre Buchung ${reference} ist am ${date} (${status}).`,
    canModify: "Sie kann noch geändert werden.",
    cannotModify: "Sie kann nicht mehr geändert werden.",
  },
  en: {
    notLinked: "Your account is not linked to a customer, so I see no bookings.",
    none: "I find no booking of yours.",
    is: (reference, date, status) => `Your booking ${reference} is on ${date} (${status}).`,
    canModify: "It can still be changed.",
    cannotModify: "It can no longer be changed.",
  },
  fi: {
    notLinked: "Tiliäsi ei ole liitetty asiakkaaseen, joten en näe varauksia.",
    none: "En löydä varaustasi.",
    is: (reference, date, status) => `Varauksesi ${reference} on ${date} (${status}).`,
    canModify: "Sitä voi vielä muuttaa.",
    cannotModify: "Sitä ei voi enää muuttaa.",
  },
};

/** A booking in a sentence; null if the user belongs to no customer. */
export function tellBooking(found: BookingFound | null, language: Language): string {
  const words = bookingWords[language];
  if (!found) return words.notLinked;
  const { booking_data: booking, additional_info: info } = found;
  if (!booking || !info) return words.none;
  const status = statusWords[language][booking.status];
  const change = info.can_modify ? words.canModify : words.cannotModify;
  return `${words.is(booking.reference_number, booking.date, status)} ${change}`;
}

const statusWords: Record<
  Language,
  Record<NonNullable<BookingFound["booking_data"]>["status"], string>
> = {
  sv: {
    confirmed: "bekräftad",
    scheduled: "planerad",
    in_progress: "pågår",
    completed: "genomförd",
    cancelled: "avbokad",
  },
  de: {
    confirmed: "bestätigt",
    scheduled: "geplant",
    in_progress: "läuft",
    completed: "erledigt",
    cancelled: "storniert",
  },
  en: {
    confirmed: "confirmed",
    scheduled: "scheduled",
    in_progress: "in progress",
    completed: "completed",
    cancelled: "cancelled",
  },
  fi: {
    confirmed: "vahvistettu",
    scheduled: "suunniteltu",
    in_progress: "käynnissä",
    completed: "valmis",
    cancelled: "peruttu",
  },
};

const logWords: Record<Language, { none: string; some: string } & Record<Log["status"], string>> = {
  sv: {
    none: "Du har inga ärenden.",
    some: "Dina senaste ärenden:",
    open: "öppet",
    in_progress: "pågår",
    resolved: "löst",
    closed: "stängt",
  },
  de: {
    none: "Sie haben keine Anfragen.",
    some: "Ihre letzten Anfragen:",
    open: "offen",
    in_progress: "in Arbeit",
    resolved: "gelöst",
    closed: "geschlossen",
  },
  en: {
    none: "You have no logs.",
    some: "Your latest logs:",
    open: "open",
    in_progress: "in progress",
    resolved: "resolved",
    closed: "closed",
  },
  fi: {
    none: "Sinulla ei ole tapauksia.",
    some: "Viimeisimmät tapauksesi:",
    open: "avoin",
    in_progress: "käsittelyssä",
    resolved: "ratkaistu",
    closed: "suljettu",
  },
};

/** Logs as a list that is read out. */
export function tellLogs(logs: readonly Log[], language: Language): string {
  const words = logWords[language];
  if (logs.length === 0) return words.none;
  const lines = logs.map(
    ({ ticket_number: number, title, status }) => `${number}: ${title} (${words[status]})`,
  );
  return [words.some, ...lines].join("\n");
}
