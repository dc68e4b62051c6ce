import type { Lift, Service } from "../../src/pricing/pricing.schema.ts";
import type { Language } from "../support/surroundings.ts";

type Texts = {
  title: string;
  volume: string;
  from: string;
  to: string;
  floor: string;
  groundFloor: string;
  lift: string;
  lifts: Record<Lift, string>;
  extras: string;
  services: Record<Service, string>;
  distance: string;
  rutLeft: string;
  rutHint: string;
  youPay: string;
  inclusive: string;
  crew: string;
  truck: string;
  stairs: string;
  extrasCost: string;
  rut: string;
  rutPays: string;
  discount: (percent: number) => string;
  costs: string;
  paidBy: string;
  you: string;
  quote: string;
  quoting: string;
  quoted: (price: string, day: string) => string;
  newPrices: string;
  reference: string;
  copy: string;
  copied: string;
  loading: string;
  failed: string;
  retry: string;
};

export const texts: Record<Language, Texts> = {
  sv: {
    title: "Vad kostar flytten?",
    volume: "Volym",
    from: "Från",
    to: "Till",
    floor: "Våning",
    groundFloor: "bottenvåning",
    lift: "Hiss",
    lifts: {
      yes: "Ja",
      big: "Ja, stor",
      small: "Ja, liten",
      none: "Nej",
      broken: "Ur funktion",
    },
    extras: "Tillval",
    services: {
      packing: "Packning",
      cleaning: "Flyttstädning",
      piano: "Piano",
      storage: "Magasinering",
    },
    distance: "Avstånd",
    rutLeft: "Kvar av årets RUT-avdrag, kr",
    rutHint: "Lämna tomt om du inte har använt något.",
    youPay: "Du betalar",
    inclusive: "inklusive moms, efter RUT-avdrag",
    crew: "Flyttpersonal",
    truck: "Flyttbil",
    stairs: "Trappor",
    extrasCost: "Tillval",
    rut: "RUT-avdrag",
    rutPays: "Skatteverket (RUT)",
    discount: (percent) => `Volymrabatt ${percent} %`,
    costs: "Vad det kostar",
    paidBy: "Vem som betalar",
    you: "Du",
    quote: "Lås priset",
    quoting: "Låser priset …",
    quoted: (price, day) => `${price} gäller till och med ${day}.`,
    newPrices: "Prislistan har just ändrats; det här är det nya priset.",
    reference: "Signerad offert",
    copy: "Kopiera",
    copied: "Kopierat",
    loading: "Hämtar priser …",
    failed: "Priserna kunde inte hämtas.",
    retry: "Försök igen",
  },
  de: {
    title: "Was kostet der Umzug?",
    volume: "Volumen",
    from: "Von",
    to: "Nach",
    floor: "Stockwerk",
    groundFloor: "Erdgeschoss",
    lift: "Aufzug",
    lifts: {
      yes: "Ja",
      big: "Ja, groß",
      small: "Ja, klein",
      none: "Nein",
      broken: "Außer Betrieb",
    },
    extras: "Zusatzleistungen",
    services: {
      packing: "Einpacken",
      cleaning: "Endreinigung",
      piano: "Klavier",
      storage: "Einlagerung",
    },
    distance: "Entfernung",
    rutLeft: "Rest des RUT-Abzugs dieses Jahres, kr",
    rutHint: "Frei lassen, wenn noch nichts verbraucht ist.",
    youPay: "Sie zahlen",
    inclusive: "inklusive MwSt., nach RUT-Abzug",
    crew: "Umzugshelfer",
    truck: "Umzugswagen",
    stairs: "Treppen",
    extrasCost: "Zusatzleistungen",
    rut: "RUT-Abzug",
    rutPays: "Finanzamt (RUT)",
    discount: (percent) => `Mengenrabatt ${percent} %`,
    costs: "Was es kostet",
    paidBy: "Wer es zahlt",
    you: "Sie",
    quote: "Preis sichern",
    quoting: "Preis wird gesichert …",
    quoted: (price, day) => `${price} gilt bis einschließlich ${day}.`,
    newPrices: "Die Preisliste hat sich gerade geändert; dies ist der neue Preis.",
    reference: "Signiertes Angebot",
    copy: "Kopieren",
    copied: "Kopiert",
    loading: "Preise werden geladen …",
    failed: "Die Preise konnten nicht geladen werden.",
    retry: "Erneut versuchen",
  },
  en: {
    title: "What does your move cost?",
    volume: "Volume",
    from: "From",
    to: "To",
    floor: "Floor",
    groundFloor: "ground floor",
    lift: "Lift",
    lifts: {
      yes: "Yes",
      big: "Yes, large",
      small: "Yes, small",
      none: "No",
      broken: "Out of order",
    },
    extras: "Extras",
    services: {
      packing: "Packing",
      cleaning: "Cleaning",
      piano: "Piano",
      storage: "Storage",
    },
    distance: "Distance",
    rutLeft: "Left of this year's RUT deduction, kr",
    rutHint: "Leave it empty if you have used none.",
    youPay: "You pay",
    inclusive: "VAT included, RUT taken off",
    crew: "Crew",
    truck: "Truck",
    stairs: "Stairs",
    extrasCost: "Extras",
    rut: "RUT deduction",
    rutPays: "Tax agency (RUT)",
    discount: (percent) => `Volume discount ${percent}%`,
    costs: "What it costs",
    paidBy: "Who pays",
    you: "You",
    quote: "Lock this price",
    quoting: "Locking the price …",
    quoted: (price, day) => `${price} holds until ${day}.`,
    newPrices: "The price list has just changed; this is the new price.",
    reference: "Signed quote",
    copy: "Copy",
    copied: "Copied",
    loading: "Loading prices …",
    failed: "The prices could not be loaded.",
    retry: "Try again",
  },
  fi: {
    title: "Mitä muutto maksaa?",
    volume: "Tilavuus",
    from: "Mistä",
    to: "Minne",
    floor: "Kerros",
    groundFloor: "pohjakerros",
    lift: "Hissi",
    lifts: {
      yes: "On",
      big: "On, iso",
      small: "On, pieni",
      none: "Ei",
      broken: "Epäkunnossa",
    },
    extras: "Lisäpalvelut",
    services: {
      packing: "Pakkaus",
      cleaning: "Muuttosiivous",
      piano: "Piano",
      storage: "Varastointi",
    },
    distance: "Etäisyys",
    rutLeft: "Tämän vuoden RUT-vähennystä jäljellä, kr",
    rutHint: "Jätä tyhjäksi, jos et ole käyttänyt sitä.",
    youPay: "Maksat",
    inclusive: "sis. alv, RUT-vähennyksen jälkeen",
    crew: "Muuttajat",
    truck: "Muuttoauto",
    stairs: "Portaat",
    extrasCost: "Lisäpalvelut",
    rut: "RUT-vähennys",
    rutPays: "Verottaja (RUT)",
    discount: (percent) => `Määräalennus ${percent} %`,
    costs: "Mitä se maksaa",
    paidBy: "Kuka maksaa",
    you: "Sinä",
    quote: "Lukitse hinta",
    quoting: "Hintaa lukitaan …",
    quoted: (price, day) => `${price} on voimassa ${day} asti.`,
    newPrices: "Hinnasto on juuri muuttunut; tämä on uusi hinta.",
    reference: "Allekirjoitettu tarjous",
    copy: "Kopioi",
    copied: "Kopioitu",
    loading: "Haetaan hintoja …",
    failed: "Hintoja ei voitu hakea.",
    retry: "Yritä uudelleen",
  },
};
