import type { LeadStatus } from "./lead-status.ts";

type Words = Record<LeadStatus, string>;

/**
 * What people write into a status column, in German, English, Swedish and Finnish. Entries are whole
 * words; `*` stands for any ending.
 */
export const statusWords: Words = {
  lost: `verloren*, lost, absage*, abgesagt, abgelehnt*, ablehnung, gekündigt*, kündigung, storniert*, rejected, declined, dead, tot,
    disqualified, disqualifiziert*, unqualifiziert*, unqualified, churned, churn, cancelled, canceled, ausgeschieden, desinteresse,
    uninteressiert*, uninterested, gestorben, exkunde*, abgesprungen, förlorad*, tappad*, avböjt, avböjd, nekat, menetetty*, hävitty*,
    hylätty*, peruttu*, unsubscribed, blacklist, gesperrt`,
  customer: `kunde, kunden, kundin, kundinnen, neukunde*, neukundin*, bestandskund*, stammkund*, dauerkund*, vip, customer*,
    client*, won, gewonnen*, abgeschlossen*, abschluss, renewal*, verlängerung*, verlängert, käufer*, gekauft, buyer, bought,
    purchased, unterschrieben, signed, beauftragt, kund, kunder, vunnen, vunnet, såld, köpt, asiakas, asiakkaat, voitettu*, ostanut,
    upsell`,
  hot: `heiß*, heiss*, hot, angebot*, deal, verhandlung*, verhandeln, proposal*, offer, quote*, negotiation*, negotiating, kaufbereit*,
    abschlussbereit*, entscheidung*, vertrag*, contract*, het, heta, hett, offert*, förhandling*, kuuma*, tarjous*, neuvottelu*, sql,
    dringend, urgent`,
  warm: `warm*, lauwarm, interessiert*, interesse, interested, interessent*, qualifiziert*, qualified, aktiv*, active, kontaktiert*, contacted,
    gespräch*, termin*, meeting*, demo*, bearbeitung, progress, wiedervorlage, followup, nachfassen, engaged, mql, varm*,
    intresserad*, intresse, pågående, kontaktad*, möte*, lämmin, lämpimä*, kiinnostunut, kiinnostuneet, kiinnostus, tapaaminen`,
  cold: `kalt*, cold, inaktiv*, inactive, funkstille, ruhend*, ruht, passiv*, dormant, pausiert*, paused, zurückgestellt*, eingeschlafen*,
    kall*, kylmä*, passiivi*, epäaktiivi*, kaltakquise, unresponsive, ghosted`,
  new: `neu*, new, offen*, open, lead, leads, prospect*, frisch*, unbearbeitet*, unberührt*, eingegangen, anfrage, inbound, ny, nya, nytt, öppen,
    öppet, uusi, uudet, avoin, avoimet, fresh`,
};

/** What notes say about a lead. Fewer words: in running text only these are about the whole deal. */
export const noteWords: Words = {
  lost: `abgesagt, absage, abgelehnt, gekündigt, verloren, storniert, desinteresse, uninteressiert, declined, rejected, lost, tappad, förlorad,
    menetetty`,
  customer: `neukunde, neukundin, bestandskunde*, bestandskundin, stammkunde*, stammkundin, gekauft, unterschrieben, beauftragt, bought, purchased,
    signed, köpt, ostanut, renewal`,
  hot: `heiß*, hot, angebot*, deal, kaufbereit*, proposal, verhandlung*, dringend, urgent, vertrag, offert, tarjous*, kuuma, het`,
  warm: `interessiert*, interesse, interested, demo, termin, warm, intresserad*, kiinnostunut`,
  cold: `funkstille, eingeschlafen, kalt, unresponsive`,
  new: "",
};

/** Several words that mean something other than their parts; found first and taken out. */
export const phrases: Words = {
  lost: `closed lost, zu teuer, too expensive, ex kunde*, ex kundin, ehemaliger kunde, ehemalige kundin, früherer kunde, former customer, former client, ex customer,
    nicht qualifiziert*, not qualified, för dyrt, liian kallis, bei der konkurrenz, zur konkurrenz, anderweitig vergeben, entiten asiakas, entinen asiakas, tidigare kund,
    do not contact, en ole kiinnostunut, nicht mehr kontaktieren, nicht kontaktieren`,
  customer: `closed won, ist kunde, ist kundin, is a customer, är kund, on asiakas, vertrag unterschrieben, auftrag erteilt, hat bestellt, hat gekauft, vip kunde, vip kundin, cross sell, kanta asiakas`,
  hot: `sehr interessiert*, großes interesse, grosses interesse, very interested, mycket intresserad, erittäin kiinnostunut, will kaufen, will abschließen,
    möchte kaufen, möchte starten, wants to buy, ready to buy, budget freigegeben`,
  warm: "in kontakt, im kontakt, in touch, im gespräch, follow up",
  cold: `keine antwort*, keine rückmeldung*, keine reaktion*, keinerlei reaktion, no answer, no response, no reply, nicht erreicht, nicht erreichbar, nie erreicht, not reachable,
    nicht aktiv, nicht mehr aktiv, not active, no longer active, inget svar, svarar inte, ei vastausta, ei vastaa, ei aktiivinen, ej aktiv, inte aktiv, meldet sich nicht,
    nicht gemeldet, auf eis, on hold, kalter lead, kalte leads`,
  new: `noch kein kontakt, noch keinen kontakt, kein kontakt, keinen kontakt, no contact, noch nicht kontaktiert, nicht kontaktiert, not contacted, not yet contacted,
    noch nicht angerufen, noch nicht bearbeitet, potenzieller kunde, potentieller kunde, potenzielle kundin, potentielle kundin, möglicher kunde, wunschkunde*, zielkunde*, potential customer,
    potential client, prospective customer, potentiell kund, möjlig kund, mahdollinen asiakas, potentiaalinen asiakas, ei vielä kontaktoitu, inte kontaktad, ej kontaktad`,
};

/** Said without meaning anything for the deal, though there is a negation or a telling word in it. */
export const harmless = `kein problem, keine probleme, keine frage, keine fragen, keine eile, keine ahnung, no problem, no worries, no rush, nicht nur, not only, inga problem, ei ongelmaa,
  kein stress, nicht schlecht, not bad, nicht verloren, not lost, nicht abgelehnt, nicht kalt, not cold, nicht inaktiv`;

/** Words that turn what follows into its opposite. */
export const negators = `kein*, nicht, nie, niemals, ohne, weder, no, not, never, none, without, don't, doesn't, isn't, won't, inte, ej, ingen, inget, inga, aldrig, ei, eivät, ilman`;

/** Before a negation: it is only not so yet. */
export const notYet = `noch, bisher, bislang, yet, ännu, än, vielä`;

/** What is wanted and can be denied: `kein Bedarf`. */
export const wanted = `interess*, interest*, bedarf, budget, auftrag*, kauf*, deal*, kunde, kundin, geschäft*, need*, sale*, customer*, intress*, behov, affär*, kiinnostu*,
  kiinnosta*, tarve*, tarvetta, asiakas, angebot*, passend*, relevant*, zielgruppe`;
