import type { Language } from "../ai/language.ts";

type Sentence<Answer> = (answer: Answer, language: Language) => string;

/** What the sentence of each operation is made of. */
export type Spoken = {
  customerLookup: {
    customer_data: { name: string } | null;
    verification?: "required" | undefined;
  };
  bookingDetails: {
    booking_data: { reference_number: string; date: string; status: string } | null;
    verification?: "required" | undefined;
  };
  createTicket: { ticket_data: { ticket_number: string } };
  calculatePrice: { pricing_data: { total_price: number } };
  findProducts: { items: { product_name: string }[]; total: number };
  orderStatus: { order_id: string; status: string; delivery_date: string };
  fileClaim: { claim_id: string };
  searchFaqs: { items: { answer: string }[] };
  requestQuote: { price: { pricing_data: { total_price: number } }; expires_at: string };
  listMyBookings: { items: unknown[] };
  listMyTickets: { items: unknown[] };
  sendVerificationCode: { code_can_be_sent: boolean };
  verifyCustomer: { verified: true };
};

/** One sentence for every answer, in the four languages. */
export const sentences: { [Name in keyof Spoken]: Sentence<Spoken[Name]> } = {
  customerLookup: ({ customer_data: customer, verification }, language) => {
    if (verification) return askForProof(language);
    const [name = ""] = customer?.name.split(" ") ?? [];
    return customer
      ? pick(
          language,
          "Hej {0}, välkommen tillbaka!",
          "Hallo {0}, willkommen zurück!",
          "Hello {0}, welcome back!",
          "Hei {0}, tervetuloa takaisin!",
          name,
        )
      : pick(
          language,
          "Jag hittar ingen kund med de uppgifterna.",
          "Unter diesen Angaben finde ich niemanden.",
          "I find nobody with these details.",
          "En löydä ketään näillä tiedoilla.",
        );
  },
  bookingDetails: ({ booking_data: booking, verification }, language) => {
    if (verification) return askForProof(language);
    return booking
      ? pick(
          language,
          "Bokning {0} är den {1}; status: {2}.",
          "Buchung {0} ist am {1}; Status: {2}.",
          "Booking {0} is on {1}; status: {2}.",
          "Varaus {0} on {1}; tila: {2}.",
          booking.reference_number,
          booking.date,
          statusWord(booking.status, language),
        )
      : pick(
          language,
          "Jag hittar ingen bokning med de uppgifterna.",
          "Zu diesen Angaben finde ich keine Buchung.",
          "I find no booking with these details.",
          "En löydä varausta näillä tiedoilla.",
        );
  },
  createTicket: ({ ticket_data: { ticket_number: number } }, language) =>
    pick(
      language,
      "Jag har skapat ärende {0}; du får svar via e-post.",
      "Ich habe das Anliegen {0} aufgenommen; die Antwort kommt per E-Mail.",
      "I have opened ticket {0}; the answer comes by e-mail.",
      "Avasin tukipyynnön {0}; vastaus tulee sähköpostitse.",
      number,
    ),
  calculatePrice: ({ pricing_data: { total_price: total } }, language) =>
    pick(
      language,
      "Din flytt kostar {0} kr efter RUT-avdrag.",
      "Ihr Umzug kostet {0} kr nach RUT-Abzug.",
      "Your move costs {0} kr after the RUT deduction.",
      "Muuttosi maksaa {0} kr RUT-vähennyksen jälkeen.",
      kronor(total),
    ),
  findProducts: ({ items: [first], total }, language) =>
    first
      ? pick(
          language,
          "Jag hittade {0} produkter; först: {1}.",
          "Ich habe {0} Produkte gefunden; zuerst: {1}.",
          "I found {0} products; the first is {1}.",
          "Löysin {0} tuotetta; ensimmäisenä {1}.",
          String(total),
          first.product_name,
        )
      : pick(
          language,
          "Jag hittade ingen sådan produkt.",
          "Ein solches Produkt finde ich nicht.",
          "I found no such product.",
          "En löytänyt sellaista tuotetta.",
        ),
  orderStatus: ({ order_id: id, status, delivery_date: day }, language) =>
    pick(
      language,
      "Order {0}: {1}; leverans {2}.",
      "Bestellung {0}: {1}; Lieferung {2}.",
      "Order {0}: {1}; delivery {2}.",
      "Tilaus {0}: {1}; toimitus {2}.",
      id,
      statusWord(status, language),
      day,
    ),
  fileClaim: ({ claim_id: id }, language) =>
    pick(
      language,
      "Din reklamation {0} är mottagen.",
      "Ihre Reklamation {0} ist eingegangen.",
      "Your claim {0} has been received.",
      "Reklamaatiosi {0} on vastaanotettu.",
      id,
    ),
  searchFaqs: ({ items: [best] }, language) =>
    best?.answer ??
    pick(
      language,
      "Det har jag inget svar på; jag kan skapa ett ärende.",
      "Darauf habe ich keine Antwort; ich kann ein Anliegen aufnehmen.",
      "I have no answer to that; I can open a ticket.",
      "Siihen minulla ei ole vastausta; voin avata tukipyynnön.",
    ),
  requestQuote: ({ price, expires_at: until }, language) =>
    pick(
      language,
      "Priset {0} kr gäller till {1}.",
      "Der Preis von {0} kr gilt bis {1}.",
      "The price of {0} kr holds until {1}.",
      "Hinta {0} kr on voimassa {1} asti.",
      kronor(price.pricing_data.total_price),
      until.slice(0, 10),
    ),
  listMyBookings: ({ items }, language) =>
    pick(
      language,
      "Antal bokningar: {0}.",
      "Anzahl der Buchungen: {0}.",
      "Number of bookings: {0}.",
      "Varauksia: {0}.",
      String(items.length),
    ),
  listMyTickets: ({ items }, language) =>
    pick(
      language,
      "Antal ärenden: {0}.",
      "Anzahl der Anliegen: {0}.",
      "Number of tickets: {0}.",
      "Tukipyyntöjä: {0}.",
      String(items.length),
    ),
  sendVerificationCode: ({ code_can_be_sent: isSent }, language) =>
    isSent
      ? pick(
          language,
          "Om adressen finns hos oss har vi skickat en kod; den gäller i 10 minuter.",
          "Wenn wir die Adresse kennen, ist ein Code unterwegs; er gilt 10 Minuten.",
          "If we know the address, a code is on its way; it is good for 10 minutes.",
          "Jos tunnemme osoitteen, koodi on matkalla; se on voimassa 10 minuuttia.",
        )
      : pick(
          language,
          "Jag kan inte skicka någon kod; ange ett bokningsnummer i stället.",
          "Ich kann keinen Code schicken; nennen Sie eine Buchungsnummer.",
          "I cannot send a code; give a booking number instead.",
          "En voi lähettää koodia; anna varausnumero.",
        ),
  verifyCustomer: (_answer, language) =>
    pick(
      language,
      "Tack, nu vet jag vem du är.",
      "Danke, nun weiß ich, wer Sie sind.",
      "Thank you, now I know who you are.",
      "Kiitos, nyt tiedän kuka olet.",
    ),
};

/** Asks the customer before a claim of theirs is made. */
export function askToClaim(
  order: string,
  words: string,
  files: number,
  language: Language,
): string {
  return pick(
    language,
    "Ska jag göra en reklamation av order {0}: \u201d{1}\u201d, med {2} filer?",
    "Soll ich die Bestellung {0} reklamieren: \u201e{1}\u201c, mit {2} Dateien?",
    "Shall I make a claim about order {0}: \u201c{1}\u201d, with {2} files?",
    "Teenkö reklamaation tilauksesta {0}: \u201d{1}\u201d, tiedostoja {2}?",
    order,
    words,
    String(files),
  );
}

function askForProof(language: Language): string {
  return pick(
    language,
    "Jag kan skicka en kod till den e-postadressen så att jag vet att det är du.",
    "Ich kann einen Code an diese E-Mail-Adresse schicken, damit ich weiß, dass Sie es sind.",
    "I can send a code to that e-mail address, so that I know it is you.",
    "Voin lähettää koodin tähän sähköpostiosoitteeseen, jotta tiedän sen olevan sinä.",
  );
}

const statuses: Record<string, [sv: string, de: string, en: string, fi: string]> = {
  confirmed: ["bekräftad", "bestätigt", "confirmed", "vahvistettu"],
  scheduled: ["planerad", "geplant", "scheduled", "suunniteltu"],
  in_progress: ["pågår", "läuft", "in progress", "käynnissä"],
  completed: ["utförd", "erledigt", "completed", "valmis"],
  cancelled: ["avbokad", "storniert", "cancelled", "peruttu"],
  placed: ["mottagen", "eingegangen", "placed", "vastaanotettu"],
  under_risk: ["kontrolleras", "wird geprüft", "being checked", "tarkistettavana"],
  waiting_for_customer_action: [
    "väntar på ditt svar",
    "wartet auf Ihre Antwort",
    "waiting for your answer",
    "odottaa vastaustasi",
  ],
  picking: ["plockas", "wird gepackt", "being picked", "keräilyssä"],
  delivering: ["på väg", "unterwegs", "on its way", "matkalla"],
  delivered: ["levererad", "geliefert", "delivered", "toimitettu"],
};

function statusWord(status: string, language: Language): string {
  return pick(language, ...(statuses[status] ?? [status, status, status, status]));
}

function pick(
  language: Language,
  sv: string,
  de: string,
  en: string,
  fi: string,
  ...values: string[]
): string {
  const text = { sv, de, en, fi }[language];
  return text.replaceAll(/\{(\d)\}/g, (_mark, place: string) => values[Number(place)] ?? "");
}

function kronor(amount: number): string {
  return String(amount).replaceAll(/\B(?=(\d{3})+$)/g, "\u00a0");
}
