import type { Category, Priority } from "./tickets.schema.ts";

/**
 * Beginnings of words that tell what a log is about, in Swedish, German, English and Finnish. An entry of
 * several words must occur as it is.
 */
export const categoryWords: Record<Category, string> = {
  technical: `
    error, crash, bug, broken, fail, not working, doesn't work, slow, freez, timeout, server, website, app, technical, install,
    krasch, trasig, fungerar inte, funkar inte, felmeddeland, teknisk, hemsida, långsam, kraschar,
    fehler, abgestürzt, absturz, kaputt, funktioniert nicht, technisch, webseite, langsam,
    virhe, kaatu, rikki, ei toimi, tekni, sivusto, hidas`,
  billing: `
    invoice, refund, billing, bill, payment, pay, paid, charge, charged, price, credit card, receipt, subscription,
    faktura, återbetal, betal, kvitto, kostnad, pris, prenumeration, kontokort, debiter,
    rechnung, erstatt, bezahl, zahlung, quittung, kosten, preis, abbuch, kreditkarte,
    lasku, hyvity, maksu, maksa, kuitti, hinta, tilaus, luottokort`,
  account: `
    login, log in, sign in, password, account, credential, username, profile, locked, suspended, two-factor, register,
    logga in, inlogg, lösenord, konto, användarnamn, profil, spärra, registrer,
    anmeld, einlogg, passwort, kennwort, benutzer, gesperrt, zugang,
    kirjau, salasana, tili, käyttäjä, lukit, rekister`,
  product: `
    feature, tutorial, product, how to use, manual, guide, function, version, upgrade, delivery, quality,
    produkt, funktion, handledning, bruksanvisning, leverans, kvalitet,
    anleitung, lieferung, qualität,
    tuote, ominaisuu, ohje, käyttöohje, toimitus, laatu`,
  general: `
    inquiry, information, general, question, opening hours, contact,
    fråga, upplysning, allmän, öppettid, kontakt,
    frage, auskunft, allgemein, öffnungszeit,
    kysy, tieto, yleinen, aukiolo, yhteystie`,
};

/** The first list with a word that occurs decides, in this order. */
export const priorityWords: readonly (readonly [Priority, string])[] = [
  [
    "urgent",
    `
    urgent, emergency, asap, immediately, critical, right now, outage,
    akut, nödläge, omedelbart, brådskande, genast, kritisk,
    dringend, notfall, sofort, umgehend, eilig,
    kiireelli, hätä, välittömästi, heti`,
  ],
  [
    "high",
    `
    soon, important, serious, blocked, severe, today, as fast as,
    snart, viktig, allvarlig, så fort, idag,
    bald, wichtig, ernst, schwerwiegend, heute,
    pian, tärkeä, vakava, tänään`,
  ],
  [
    "medium",
    `
    help, problem, issue, trouble, wrong, error,
    hjälp, besvär, fel,
    hilfe, fehler, schwierig,
    apua, ongelma, vika, virhe`,
  ],
  [
    "low",
    `
    info, question, wonder, whenever, suggestion, no hurry, no rush,
    fråga, undra, förslag, ingen brådska,
    frage, vorschlag, keine eile,
    kysymy, ehdotu, ei kiire`,
  ],
];
