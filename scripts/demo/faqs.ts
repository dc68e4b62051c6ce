import type { EntryText } from "../../src/knowledge/knowledge.schema.ts";

export type DemoEntry = { category: string; views: number; texts: EntryText[] };

/** The five FAQs of the original's demo, in the four languages, with the words by which people ask for them. */
export const demoFaqs: DemoEntry[] = [
  {
    category: "account",
    views: 156,
    texts: [
      {
        language: "en",
        title: "How do I reset my password?",
        body: "To reset your password, click on 'Forgot Password' on the login page and enter your e-mail address. You get a link that is good for one hour; choose a new password of at least eight characters there.",
        keywords:
          "forgot forgotten forget remember lost change new password passcode login log in sign in credentials",
      },
      {
        language: "sv",
        title: "Hur återställer jag mitt lösenord?",
        body: "Klicka på 'Glömt lösenord' på inloggningssidan och skriv din e-postadress. Du får en länk som gäller i en timme; välj där ett nytt lösenord med minst åtta tecken.",
        keywords:
          "glömt glömde bytt byta ändra nytt tappat lösenord lösenordet kod logga in inloggning kommer",
      },
      {
        language: "de",
        title: "Wie setze ich mein Passwort zurück?",
        body: "Klicken Sie auf der Anmeldeseite auf 'Passwort vergessen' und geben Sie Ihre E-Mail-Adresse ein. Sie erhalten einen Link, der eine Stunde gilt; wählen Sie dort ein neues Passwort mit mindestens acht Zeichen.",
        keywords:
          "vergessen zurücksetzen ändern neues Passwort Kennwort Zugangsdaten anmelden einloggen Login verloren",
      },
      {
        language: "fi",
        title: "Miten vaihdan salasanani?",
        body: "Napsauta kirjautumissivulla 'Unohtuiko salasana' ja kirjoita sähköpostiosoitteesi. Saat linkin, joka on voimassa tunnin; valitse siinä uusi, vähintään kahdeksan merkin salasana.",
        keywords:
          "unohdin unohtunut unohtui palauttaa nollata vaihtaa uusi salasana salasanan tunnus kirjautua kirjautuminen",
      },
    ],
  },
  {
    category: "general",
    views: 98,
    texts: [
      {
        language: "en",
        title: "How can I contact customer support?",
        body: "Write to support@example.com, call +46 8 465 004 00, or ask here for a person. E-mails are answered within one working day.",
        keywords:
          "contact reach phone telephone number call e-mail email mail address write speak support customer service team",
      },
      {
        language: "sv",
        title: "Hur kontaktar jag kundtjänst?",
        body: "Skriv till support@example.com, ring 08-465 004 00 eller be här om att få tala med en person. E-post besvaras inom en arbetsdag.",
        keywords:
          "kontakta nå ringa telefon telefonnummer nummer mejl mejla e-post adress skriva kundtjänst kundservice support",
      },
      {
        language: "de",
        title: "Wie erreiche ich den Kundendienst?",
        body: "Schreiben Sie an support@example.com, rufen Sie +46 8 465 004 00 an oder verlangen Sie hier einen Menschen. E-Mails werden innerhalb eines Arbeitstages beantwortet.",
        keywords:
          "kontaktieren Kontakt erreichen anrufen Telefon Telefonnummer Nummer E-Mail Mail schreiben Adresse Kundendienst Kundenservice Support",
      },
      {
        language: "fi",
        title: "Miten otan yhteyttä asiakaspalveluun?",
        body: "Kirjoita osoitteeseen support@example.com, soita numeroon +46 8 465 004 00 tai pyydä tässä ihmistä. Sähköposteihin vastataan yhden työpäivän kuluessa.",
        keywords:
          "yhteys yhteystiedot yhteyttä tavoittaa soittaa puhelin puhelinnumero numero sähköposti osoite kirjoittaa asiakaspalvelu tuki",
      },
    ],
  },
  {
    category: "general",
    views: 87,
    texts: [
      {
        language: "en",
        title: "What are your business hours?",
        body: "We are open Monday to Friday from 9:00 to 18:00, Stockholm time. This assistant answers around the clock.",
        keywords:
          "open opening hours close closed closing time times weekend saturday sunday monday friday office business schedule available",
      },
      {
        language: "sv",
        title: "Vilka öppettider har ni?",
        body: "Vi har öppet måndag till fredag 9.00–18.00. Den här assistenten svarar dygnet runt.",
        keywords:
          "öppet öppna öppnar öppettider stängt stänger tider helg helgen lördag söndag måndag fredag kontorstid klockan",
      },
      {
        language: "de",
        title: "Was sind Ihre Öffnungszeiten?",
        body: "Wir sind Montag bis Freitag von 9:00 bis 18:00 Uhr da, Stockholmer Zeit. Dieser Assistent antwortet rund um die Uhr.",
        keywords:
          "geöffnet offen öffnen öffnet Öffnungszeiten geschlossen schließen Geschäftszeiten Bürozeiten Uhrzeit Wochenende Samstag Sonntag Montag Freitag",
      },
      {
        language: "fi",
        title: "Mitkä ovat aukioloaikanne?",
        body: "Palvelemme maanantaista perjantaihin kello 9.00–18.00 Tukholman aikaa. Tämä avustaja vastaa ympäri vuorokauden.",
        keywords:
          "auki avoinna aukioloajat aukioloaika suljettu suljette kiinni aukeaa kello viikonloppu viikonloppuna lauantai sunnuntai maanantai perjantai",
      },
    ],
  },
  {
    category: "billing",
    views: 64,
    texts: [
      {
        language: "en",
        title: "How do I update my billing information?",
        body: "Log in, open 'Account', then 'Billing', and change your card or invoice address there. The change is valid from the next invoice on.",
        keywords:
          "billing bill card credit debit payment pay method invoice invoices address update change expired expire details",
      },
      {
        language: "sv",
        title: "Hur uppdaterar jag mina betalningsuppgifter?",
        body: "Logga in, öppna 'Konto' och sedan 'Betalning' och ändra ditt kort eller din fakturaadress där. Ändringen gäller från och med nästa faktura.",
        keywords:
          "betalning betala betalsätt kort kontokort kreditkort betalkort faktura fakturan fakturaadress fakturor uppdatera ändra byta utgått uppgifter",
      },
      {
        language: "de",
        title: "Wie ändere ich meine Zahlungsdaten?",
        body: "Melden Sie sich an, öffnen Sie 'Konto' und dann 'Zahlung' und ändern Sie dort Ihre Karte oder Ihre Rechnungsadresse. Die Änderung gilt ab der nächsten Rechnung.",
        keywords:
          "Zahlung zahlen bezahlen Zahlungsart Karte Kreditkarte Rechnung Rechnungsadresse Rechnungsdaten Bankverbindung aktualisieren ändern abgelaufen",
      },
      {
        language: "fi",
        title: "Miten päivitän laskutustietoni?",
        body: "Kirjaudu sisään, avaa 'Tili' ja sitten 'Laskutus', ja muuta siellä korttisi tai laskutusosoitteesi. Muutos on voimassa seuraavasta laskusta alkaen.",
        keywords:
          "laskutus lasku laskun laskutustiedot laskutusosoite maksu maksaa maksutapa maksukortti luottokortti kortti kortin päivittää muuttaa vaihtaa vanhentunut",
      },
    ],
  },
  {
    category: "account",
    views: 41,
    texts: [
      {
        language: "en",
        title: "Why is my account suspended?",
        body: "An account is suspended after ten wrong passwords in a row, or when an invoice is more than 30 days overdue. Reset your password or pay the invoice and it opens again within an hour; otherwise write to support@example.com.",
        keywords:
          "account suspended suspend blocked locked disabled deactivated frozen banned closed unlock reactivate",
      },
      {
        language: "sv",
        title: "Varför är mitt konto avstängt?",
        body: "Ett konto stängs av efter tio felaktiga lösenord i rad eller när en faktura är mer än 30 dagar försenad. Återställ lösenordet eller betala fakturan så öppnas det inom en timme; skriv annars till support@example.com.",
        keywords:
          "konto kontot avstängt avstängd avstängning stängts spärrat spärrad blockerat låst inaktiverat låsa upp",
      },
      {
        language: "de",
        title: "Warum ist mein Konto gesperrt?",
        body: "Ein Konto wird nach zehn falschen Passwörtern in Folge gesperrt oder wenn eine Rechnung mehr als 30 Tage überfällig ist. Setzen Sie das Passwort zurück oder bezahlen Sie die Rechnung, dann ist es innerhalb einer Stunde wieder offen; sonst schreiben Sie an support@example.com.",
        keywords:
          "Konto Account Benutzerkonto gesperrt gesperrtes Sperre Sperrung blockiert deaktiviert entsperren freischalten",
      },
      {
        language: "fi",
        title: "Miksi tilini on suljettu?",
        body: "Tili suljetaan kymmenen peräkkäisen väärän salasanan jälkeen tai kun lasku on yli 30 päivää myöhässä. Vaihda salasana tai maksa lasku, niin tili avautuu tunnin kuluessa; kirjoita muuten osoitteeseen support@example.com.",
        keywords:
          "tili tilini tilin käyttäjätili suljettu sulkea lukittu lukossa estetty jäädytetty avata poistettu käytöstä",
      },
    ],
  },
];
