/** What a column of a file can be. `first_name` and `last_name` become the name. */
export const leadFields = [
  "name",
  "first_name",
  "last_name",
  "email",
  "phone",
  "company",
  "status",
  "notes",
  "last_contact",
  "deal_value",
  "tags",
] as const;
export type LeadField = (typeof leadFields)[number];

/** The field of each column, in the order of the file; null for columns that are not read. */
export type Columns = (LeadField | null)[];

/** A mapping that a caller has saved: header → field, or null to leave the column out. */
export type Mapping = Record<string, LeadField | null>;

/** How files call the fields, in German, English, Swedish and Finnish; see canonical(). */
const synonyms: Record<LeadField, string> = {
  name: `name full name fullname kontakt kontaktname kontaktperson ansprechpartner ansprechpartnerin ansprechperson kunde kundin
    kundenname lead leadname vollständiger-name vor-und-nachname namevorname contact contact-name contact-person customer
    customer-name person namn fullständigt-namn kund kundnamn kontaktnamn nimi koko-nimi asiakas asiakkaan-nimi yhteyshenkilö
    interessent interessentin display-name anzeigename name-und-vorname vorname-nachname`,
  first_name: `vorname first-name firstname given-name rufname förnamn fornamn tilltalsnamn etunimi forename`,
  last_name: `nachname familienname last-name lastname surname family-name zuname efternamn sukunimi`,
  email: `email e-mail mail e-mail-adresse mailadresse email-adresse e-mail-address email-address mail-address emailadresse
    kontakt-e-mail kontaktemail e-post epost e-postadress mejl mejladress sähköposti sähköpostiosoite email-osoite
    primary-email work-email`,
  phone: `phone telefon tel telefonnummer tel-nr telefon-nr rufnummer mobil mobilnummer mobiltelefon handy handynummer festnetz
    telephone phone-number telephone-number mobile mobile-phone mobile-number cell cell-phone cellphone whatsapp
    whatsapp-nummer telefonnr mobilnr tfn mobiltelefonnummer puhelin puhelinnumero puh matkapuhelin gsm kännykkä
    work-phone phone-work contact-number`,
  company: `company firma unternehmen firmenname unternehmensname organisation organization org betrieb company-name account
    account-name arbeitgeber företag företagsnamn bolag yritys yrityksen-nimi organisaatio firma-name business`,
  status: `status last-status letzter-status phase stage lead-status leadstatus stufe verkaufsphase pipeline pipeline-stage
    pipeline-phase deal-stage lifecycle-stage zustand stand skede fas säljfas leadstatus tila vaihe myyntivaihe temperatur
    lead-temperatur bewertung rating`,
  notes: `notes note notiz notizen kommentar kommentare memo bemerkung bemerkungen anmerkung anmerkungen beschreibung comment comments
    remarks remark description details info infos anteckning anteckningar kommentarer beskrivning noteringar muistiinpanot
    huomautus huomautukset huomiot kommentti kommentit kuvaus lisätiedot verlauf gesprächsnotiz gesprächsnotizen`,
  last_contact: `last-contact letzter-kontakt zuletzt-kontaktiert letzte-kontaktaufnahme letzter-kontakt-am letzte-aktivität
    kontaktiert-am letztes-gespräch last-contacted last-contact-date last-contacted-at last-activity last-activity-date
    last-touch kontaktdatum datum-letzter-kontakt senaste-kontakt senast-kontaktad senast-kontakt senaste-aktivitet
    viimeisin-yhteydenotto viimeisin-kontakti viimeksi-yhteydessä edellinen-yhteydenotto lastcontactat`,
  deal_value: `deal-value value wert betrag umsatz amount deal deal-wert dealwert auftragswert auftragsvolumen volumen potenzial
    potential erwarteter-umsatz summe revenue deal-amount opportunity-value estimated-value expected-revenue budget värde
    affärsvärde belopp summa omsättning arvo kaupan-arvo myynti angebotssumme angebotswert`,
  tags: `tags tag labels label gruppen gruppe kategorie kategorien schlagworte schlagwörter schlagwort stichworte segment
    category categories groups group keywords etikett etiketter taggar grupper kategori kategorier tunnisteet tunniste
    ryhmä ryhmät luokka segmentti`,
};

/** A longer cell is no header; what follows is not looked at. */
const LONGEST_HEADER = 200;

const fieldOf = new Map<string, LeadField>(
  leadFields.flatMap((field) =>
    synonyms[field].split(/\s+/).map((word): [string, LeadField] => [canonical(word), field]),
  ),
);

/** What each header means: by the caller's mapping, else by its name in one of four languages. */
export function readHeaders(whole: readonly string[], mapping: Mapping = {}): Columns {
  const headers = whole.map((header) => header.slice(0, LONGEST_HEADER));
  const mapped = new Map(
    Object.entries(mapping).map(([header, field]) => [canonical(header), field]),
  );
  const columns = headers.map((header) => {
    const name = canonical(header);
    const told = mapped.get(name);
    if (told !== undefined) return told;
    return fieldOf.get(name) ?? fieldOf.get(withoutAddition(header)) ?? null;
  });
  // "Vorname;Name": beside a first name alone, a German file's "Name" is the family name.
  const isFamilyName = columns.includes("first_name") && !columns.includes("last_name");
  return columns.map((field, i) =>
    isFamilyName && field === "name" && canonical(headers[i] ?? "") === "name"
      ? "last_name"
      : field,
  );
}

/** `E-Mail`, `e_mail` and ` EMAIL ` are one header. */
function canonical(header: string): string {
  return header
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** `Telefon (geschäftlich)`, `E-Mail 2` and `Wert in EUR` are what stands before the addition. */
function withoutAddition(header: string): string {
  return canonical(
    header
      .replaceAll(/\([^)]{0,80}\)|\[[^\]]{0,80}\]/g, "")
      .replace(/\s+(?:in\s+\S{1,5}|am|at)\s*$/i, "")
      .replace(/[€$]\s*$/, "")
      .replace(/[\s_#-]*\d{1,2}\s*$/, ""),
  );
}
