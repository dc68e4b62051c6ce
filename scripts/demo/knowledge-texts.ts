import type { DemoEntry } from "./faqs.ts";

/** The four texts of the original's demo, in the four languages. */
export const demoTexts: DemoEntry[] = [
  {
    category: "general",
    views: 0,
    texts: [
      {
        language: "en",
        title: "Getting started",
        body: "Register with a username, an e-mail address and a password of at least eight characters. Log in, and you can ask the assistant, open a log for what needs a person, and follow your logs until they are resolved.",
        keywords: "start begin register sign up create first steps tutorial introduction",
      },
      {
        language: "sv",
        title: "Kom igång",
        body: "Registrera dig med användarnamn, e-postadress och ett lösenord med minst åtta tecken. När du har loggat in kan du fråga assistenten, öppna ett ärende för det som behöver en person och följa dina ärenden tills de är lösta.",
        keywords: "börja starta registrera skapa första steg introduktion",
      },
      {
        language: "de",
        title: "Erste Schritte",
        body: "Registrieren Sie sich mit Benutzername, E-Mail-Adresse und einem Passwort mit mindestens acht Zeichen. Danach können Sie den Assistenten fragen, für alles, was einen Menschen braucht, eine Anfrage eröffnen und sie verfolgen, bis sie gelöst ist.",
        keywords: "anfangen beginnen starten registrieren anlegen Einführung",
      },
      {
        language: "fi",
        title: "Alkuun pääseminen",
        body: "Rekisteröidy käyttäjätunnuksella, sähköpostiosoitteella ja vähintään kahdeksan merkin salasanalla. Kirjauduttuasi voit kysyä avustajalta, avata tapauksen ihmisen hoidettavaksi ja seurata sitä, kunnes se on ratkaistu.",
        keywords: "aloittaa aloitus rekisteröityä luoda ensimmäiset askeleet",
      },
    ],
  },
  {
    category: "technical",
    views: 0,
    texts: [
      {
        language: "en",
        title: "Troubleshooting",
        body: "If a page does not load or shows an error: reload it, try another browser, and turn off extensions that block scripts. If that does not help, open a log and quote the request id that the error shows.",
        keywords:
          "error errors bug crash crashes page loading load slow browser website app broken blank troubleshoot",
      },
      {
        language: "sv",
        title: "Felsökning",
        body: "Om en sida inte laddas eller visar ett fel: ladda om den, prova en annan webbläsare och stäng av tillägg som blockerar skript. Hjälper inte det, öppna ett ärende och ange det request id som felet visar.",
        keywords:
          "fel felmeddelande krasch kraschar sida sidan laddas långsam webbläsare hemsida app trasig felsöka",
      },
      {
        language: "de",
        title: "Fehlerbehebung",
        body: "Wenn eine Seite nicht lädt oder einen Fehler zeigt: Laden Sie sie neu, versuchen Sie einen anderen Browser und schalten Sie Erweiterungen aus, die Skripte blockieren. Hilft das nicht, eröffnen Sie eine Anfrage mit der Request-ID aus der Fehlermeldung.",
        keywords:
          "Fehler Fehlermeldung Absturz abgestürzt Seite lädt laden langsam Browser Webseite App kaputt",
      },
      {
        language: "fi",
        title: "Vianetsintä",
        body: "Jos sivu ei lataudu tai näyttää virheen: lataa se uudelleen, kokeile toista selainta ja sulje laajennukset, jotka estävät skriptejä. Jos se ei auta, avaa tapaus ja mainitse virheessä näkyvä request id.",
        keywords:
          "virhe virheilmoitus kaatuu sivu lataudu hidas selain sivusto sovellus vika rikki",
      },
    ],
  },
  {
    category: "general",
    views: 0,
    texts: [
      {
        language: "en",
        title: "Privacy and your data",
        body: "We keep your account, conversations and logs in order to help you, and never sell them. You can delete a conversation at any time; it is cleared out after 30 days. Ask support@example.com for a copy of your data or to have it deleted.",
        keywords: "privacy gdpr personal data delete erase store stored copy security",
      },
      {
        language: "sv",
        title: "Integritet och dina uppgifter",
        body: "Vi sparar ditt konto, dina samtal och ärenden för att kunna hjälpa dig och säljer dem aldrig. Du kan radera ett samtal när som helst; det rensas efter 30 dagar. Vill du ha en kopia av dina uppgifter eller få dem raderade, skriv till support@example.com.",
        keywords: "integritet gdpr personuppgifter radera spara sparas kopia dataskydd säkerhet",
      },
      {
        language: "de",
        title: "Datenschutz und Ihre Daten",
        body: "Wir speichern Ihr Konto, Ihre Gespräche und Anfragen, um Ihnen zu helfen, und verkaufen sie nie. Sie können ein Gespräch jederzeit löschen; nach 30 Tagen ist es entfernt. Für eine Kopie oder die Löschung Ihrer Daten schreiben Sie an support@example.com.",
        keywords: "Datenschutz DSGVO persönliche personenbezogene Daten löschen speichern Kopie",
      },
      {
        language: "fi",
        title: "Tietosuoja ja tietosi",
        body: "Säilytämme tilisi, keskustelusi ja tapauksesi auttaaksemme sinua emmekä koskaan myy niitä. Voit poistaa keskustelun milloin tahansa; se hävitetään 30 päivän kuluttua. Kopion tiedoistasi tai niiden poiston saat osoitteesta support@example.com.",
        keywords: "tietosuoja gdpr henkilötiedot poistaa säilyttää kopio yksityisyys",
      },
    ],
  },
  {
    category: "product",
    views: 0,
    texts: [
      {
        language: "en",
        title: "What the assistant can do",
        body: "The assistant answers questions from these FAQs and texts and names them. It can show your own bookings and logs, open a log for you, calculate the price of a move, and call a person. It says so when it does not know.",
        keywords: "assistant ai bot chatbot robot abilities capable able features what can you do",
      },
      {
        language: "sv",
        title: "Vad assistenten kan göra",
        body: "Assistenten svarar på frågor utifrån dessa svar och texter och anger dem. Den kan visa dina egna bokningar och ärenden, öppna ett ärende åt dig, räkna ut vad en flytt kostar och tillkalla en person. Den säger till när den inte vet.",
        keywords: "assistent assistenten ai bot chattbot robot förmågor funktioner",
      },
      {
        language: "de",
        title: "Was der Assistent kann",
        body: "Der Assistent beantwortet Fragen aus diesen Antworten und Texten und nennt sie. Er kann Ihre eigenen Buchungen und Anfragen zeigen, eine Anfrage für Sie eröffnen, den Preis eines Umzugs berechnen und einen Menschen rufen. Er sagt es, wenn er etwas nicht weiß.",
        keywords: "Assistent KI Bot Chatbot Roboter Fähigkeiten Funktionen",
      },
      {
        language: "fi",
        title: "Mitä avustaja osaa",
        body: "Avustaja vastaa kysymyksiin näiden vastausten ja tekstien pohjalta ja nimeää ne. Se voi näyttää omat varauksesi ja tapauksesi, avata tapauksen puolestasi, laskea muuton hinnan ja kutsua ihmisen. Se kertoo, kun se ei tiedä.",
        keywords: "avustaja tekoäly botti chatbot robotti osaa ominaisuudet",
      },
    ],
  },
];
