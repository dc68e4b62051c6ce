import type { Intent } from "./model.ts";

/** The intents that words can tell; whatever they cannot is uncategorized. */
export type TellingIntent = Exclude<Intent, "uncategorized">;

/**
 * Words that tell an intent, in Swedish, German, English and Finnish. `*` stands for any ending; an
 * entry of several words must occur as it is. Plain words decide alone, hints need company.
 */
type Keywords = { plain: string; hints: string };

export const keywords: Record<TellingIntent, Keywords> = {
  complaint: {
    plain: `
      trasig*, söndrig*, gick sönder, reklam*, klaga, klagar, klagomål, missnöjd*, inte nöjd*, besviken, besvikna,
      oacceptab*, skandal*, uselt, usel, värdelös*, skadad*, skadat, repad*, aldrig fram, pengarna tillbaka,
      kaputt*, beschädig*, beschwer*, reklam*, unzufrieden*, nicht zufrieden, enttäusch*, unverschämt*, inakzeptab*, defekt*,
      zerbroch*, schrecklich*, furchtbar*, geld zurück, nie angekommen,
      broken, broke, damaged, complain*, unacceptable, not happy, not satisfied, disappointed, disappointing, terrible, horrible,
      awful, worst, ridiculous, refund, faulty, defective, ruined, never arrived, money back, fed up,
      rikki*, rikkoutu*, rikkoi*, vahingoittu*, valit*, reklamaatio*, tyytymät*, en ole tyytyväi*, pettyny*, pettymy*, surkea*, kamala*,
      viallinen, vialliset, rahat takaisin, ei koskaan saapunut`,
    hints: `
      fel, försenad*, sen, sena, dåligt, dålig, saknas, arg, fortfarande inte, verspätet*, spät, schlecht*, falsch*, fehlt, fehlen,
      wütend, immer noch nicht, wrong, late, bad, missing, angry, still not, again, unhappy, väärä*, myöhässä, huono*, puuttuu,
      puuttuvat, vihainen, vieläkään`,
  },
  support: {
    plain: `
      fungerar inte, funkar inte, kan inte logga, kommer inte in, glömt lösenord*, glömt mitt lösenord, får inte, felmeddelande*, hjälp mig,
      funktioniert nicht, geht nicht, kann mich nicht, kann nicht, passwort vergessen, fehlermeldung*, helfen sie mir, hilfe,
      doesn't work, does not work, not working, can't log, cannot log, can't login, forgot my password, forgot password, error message*,
      reset my password, help me, i need help, stuck, crash*,
      ei toimi, en pääse, en voi kirjautua, unohdin salasanan*, virheilmoitus*, auttakaa, tarvitsen apua`,
    hints: `
      hjälp, hjälpa, problem, logga in, lösenord*, konto*, fastnat, ändra, avboka, boka om, uppdatera, helfen, problem*, anmelden, einloggen,
      passwort, konto, ändern, stornieren, help, issue*, problem*, login, log in, password, account, change, cancel, update, install*, apua,
      auttaa, ongelma*, kirjau*, salasana*, tili, muuttaa, peruuttaa, päivittää`,
  },
  inquiry: {
    plain: `
      hur mycket kostar, vad kostar, hur lång tid, har ni, erbjuder ni, öppettider, vilka tider, offert, prisförfrågan, kan ni berätta,
      wie viel kostet, was kostet, wie lange, haben sie, bieten sie, öffnungszeiten, angebot, können sie mir sagen, wann haben,
      how much, what does it cost, how long, do you have, do you offer, opening hours, quote, quotation, can you tell me, could you tell me,
      what time, paljonko maksaa, mitä maksaa, kuinka kauan, onko teillä, tarjoatteko, aukioloajat, tarjous*, voitteko kertoa`,
    hints: `
      pris*, kostar, när, vad, var, hur, vilken, vilka, kan jag, kan man, undrar, fråga, information, preis*, kostet, wann, was, wo, wie, welche*,
      kann ich, kann man, frage, price*, cost*, when, what, where, how, which, can i, is it possible, wondering, question*, information,
      hinta*, maksaa, milloin, mitä, missä, miten, mikä, voinko, voiko, kysymys, kysyä, tieto*`,
  },
  feedback: {
    plain: `
      tack så mycket, jättebra, fantastisk*, utmärkt*, toppen, bästa flytt*, mycket nöjd*, väldigt nöjd*, rekommenderar, bra jobb, beröm,
      vielen dank, großartig*, ausgezeichnet*, hervorragend*, sehr zufrieden, empfehl*, gute arbeit, weiter so, feedback, vorschlag,
      thank you so much, great job, excellent, fantastic, amazing, awesome, very happy, very satisfied, love it, recommend*, well done, suggestion*,
      keep it up, kiitos paljon, loistava*, erinomai*, mahtava*, erittäin tyytyväi*, suosittel*, hyvää työtä, palaute*, parannusehdotus*`,
    hints: `
      tack, bra, nöjd*, trevlig*, förslag, snabbt, danke, gut, super, toll*, zufrieden, freundlich*, schnell, thanks, thank, good, great, nice, happy, satisfied,
      friendly, fast, helpful, kiitos, hyvä*, kiva*, tyytyväi*, ystävälli*, nopea*`,
  },
  greeting: {
    plain: `
      hej, hejsan, hallå, tjena, tja, god morgon, god dag, god kväll, goddag, godmorgon, hallo, guten morgen, guten tag, guten abend, moin, servus, grüß gott, grüezi,
      hello, hi, hey, hiya, good morning, good afternoon, good evening, greetings, hei, moi, moikka, terve, tervehdys, huomenta, hyvää huomenta, hyvää päivää, päivää, hyvää iltaa`,
    hints: "",
  },
};

/** Said to mean that all is well, though the word in it means the opposite elsewhere. */
export const harmless = [
  "inga problem",
  "inget problem",
  "kein problem",
  "keine probleme",
  "no problem",
  "no problems",
  "ei ongelmaa",
  "ei ongelmia",
];
