/** What can be wrong with a row, and how to put it right, in the sales people's language. */
export const rowHints = {
  "no-contact": "Name, E-Mail oder Telefonnummer eintragen; ohne eines davon ist es kein Kontakt.",
  "extra-columns":
    "Die Zeile hat mehr Spalten als die Kopfzeile; Texte mit Trennzeichen in Anführungszeichen setzen.",
  "unclosed-quote": "Ein Anführungszeichen in dieser Zeile wird nicht geschlossen.",
  "unreadable-text": "Die Zelle enthält Zeichen, die kein Text sind; neu eintippen.",
  "too-long": "Der Text ist zu lang für dieses Feld; kürzen.",
  "wrong-shape": "Jeder Eintrag muss ein Objekt mit einfachen Werten sein.",
  "invalid-email": "Keine gültige E-Mail-Adresse; etwa anna@example.de eintragen oder leer lassen.",
  "invalid-phone": "Keine Telefonnummer; etwa +49 170 1234567 eintragen oder leer lassen.",
  "invalid-date": "Kein mögliches Datum in der Vergangenheit; etwa 20.11.2024 eintragen.",
  "invalid-amount": "Kein Betrag; etwa 1.234,56 eintragen.",
} as const;

export type RowErrorCode = keyof typeof rowHints;

/** `skipped`: the row was not imported. If not, it was imported without this cell. */
export type RowError = {
  row: number;
  column: string | null;
  code: RowErrorCode;
  skipped: boolean;
};
