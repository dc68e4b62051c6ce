import { normalizeEmail, normalizePhone } from "../customers/contact.ts";
import { z } from "../http/zod.ts";
import { amountOf, readAmount } from "./read-amount.ts";
import { dayMonthOrder, readDate, type DateRules } from "./read-date.ts";
import type { Columns, LeadField } from "./read-headers.ts";
import type { RowError, RowErrorCode } from "./row-errors.ts";

/** A cell: text of a file, or a number of a JSON body. */
export type Cell = string | number;

/** A file as a table: what its columns are called, and its rows under the number a person finds them by. */
export type Table = { headers: string[]; rows: { row: number; cells: Cell[] }[] };

/** What a row says about a lead; null is what it does not say. */
export type Facts = {
  name: string | null;
  /** Lower case. */
  email: string | null;
  /** E.164 if it is a number anywhere, else as it was written. */
  phone: string | null;
  company: string | null;
  /** The word of the status column. */
  status: string | null;
  notes: string | null;
  /** UTC. */
  lastContact: string | null;
  dealCents: number | null;
  tags: string[] | null;
};

export type SourceRow = { row: number; facts: Facts };

/** Numbers without a country code are German. */
const HOME_COUNTRY = "DE";
const longest: Record<Exclude<LeadField, "deal_value" | "last_contact">, number> = {
  name: 200,
  first_name: 100,
  last_name: 100,
  email: 254,
  phone: 60,
  company: 200,
  status: 200,
  notes: 10_000,
  tags: 500,
};
const MOST_TAGS = 20;
const EmailAddress = z.email();
const controls = /(?![\t\n])\p{Cc}|[\ufffe\uffff]/u;
const noValue =
  /^(?:-+|–|—|\/|n\.?\/?a\.?|k\.? ?a\.?|null|none|nan|#n\/a|#nv|keine angabe|unbekannt|unknown|\?+)$/i;

/** What was read of the rows of a table, and what is wrong with the others. Blank rows are no rows. */
export function readRows(
  table: Table,
  columns: Columns,
  rules: Omit<DateRules, "order">,
): { rows: SourceRow[]; errors: RowError[]; total: number } {
  const read: { rows: SourceRow[]; errors: RowError[]; total: number } = {
    rows: [],
    errors: [],
    total: 0,
  };
  const order = dayMonthOrder(
    table.rows.flatMap(({ cells }) => cellsOf("last_contact", cells, columns)),
  );
  for (const { row, cells } of table.rows) {
    if (cells.every((cell) => textOf(cell) === "")) continue;
    read.total += 1;
    const reader = new RowReader(row, cells, table.headers, columns);
    const facts = reader.read({ ...rules, order });
    if (facts !== null) read.rows.push({ row, facts });
    for (const error of reader.errors) read.errors.push({ ...error, skipped: facts === null });
  }
  return read;
}

class RowReader {
  readonly errors: Omit<RowError, "skipped">[] = [];
  readonly #row: number;
  readonly #cells: readonly Cell[];
  readonly #headers: readonly string[];
  readonly #columns: Columns;

  constructor(row: number, cells: readonly Cell[], headers: readonly string[], columns: Columns) {
    this.#row = row;
    this.#cells = cells;
    this.#headers = headers;
    this.#columns = columns;
  }

  /** Null if the row cannot become a lead; then there is at least one error. */
  read(rules: DateRules): Facts | null {
    if (!this.#isWhole()) return null;
    const name = this.#first("name") ?? joined(this.#first("first_name"), this.#first("last_name"));
    const facts: Facts = {
      name,
      email: this.#firstThat("email", "invalid-email", emailOf),
      phone: this.#firstThat("phone", "invalid-phone", phoneOf),
      company: this.#first("company"),
      status: this.#first("status"),
      notes: this.#all("notes").join("\n") || null,
      lastContact: this.#firstThat("last_contact", "invalid-date", (cell) =>
        readDate(textOf(cell), rules),
      ),
      dealCents: this.#firstThat("deal_value", "invalid-amount", (cell) =>
        typeof cell === "number" ? amountOf(cell) : readAmount(cell),
      ),
      tags: tagsOf(this.#all("tags")),
    };
    if (facts.name !== null || facts.email !== null || facts.phone !== null) return facts;
    if (this.errors.length === 0) this.#fail(null, "no-contact");
    return null;
  }

  #isWhole(): boolean {
    for (const [i, cell] of this.#cells.entries()) {
      const text = textOf(cell);
      const field = this.#columns[i];
      if (i >= this.#headers.length && text !== "") return this.#fail(null, "extra-columns");
      if (field === null || field === undefined) continue;
      if (controls.test(text) || !text.isWellFormed()) return this.#fail(i, "unreadable-text");
      const most = field === "deal_value" || field === "last_contact" ? 100 : longest[field];
      if (text.length > most) return this.#fail(i, "too-long");
    }
    return true;
  }

  #fail(column: number | null, code: RowErrorCode): false {
    const header = column === null ? null : (this.#headers[column]?.slice(0, 60) ?? null);
    this.errors.push({ row: this.#row, column: header, code });
    return false;
  }

  #places(field: LeadField): number[] {
    return this.#columns.flatMap((each, i) =>
      each === field && valueOf(this.#cells[i] ?? "") !== "" ? [i] : [],
    );
  }

  #all(field: LeadField): string[] {
    return [...new Set(this.#places(field).map((i) => valueOf(this.#cells[i] ?? "")))];
  }

  #first(field: LeadField): string | null {
    return this.#all(field)[0]?.replaceAll(/\s+/g, " ") ?? null;
  }

  /** The first cell of a field that can be read; an error for each that cannot, if none can. */
  #firstThat<T>(
    field: LeadField,
    code: RowErrorCode,
    readCell: (cell: Cell) => T | null,
  ): T | null {
    const places = this.#places(field);
    for (const i of places) {
      const value = readCell(unquoted(this.#cells[i] ?? ""));
      if (value !== null) return value;
    }
    for (const i of places) this.#fail(i, code);
    return null;
  }
}

function cellsOf(field: LeadField, cells: readonly Cell[], columns: Columns): string[] {
  return columns.flatMap((each, i) => (each === field ? [textOf(cells[i] ?? "")] : []));
}

function textOf(cell: Cell): string {
  return String(cell).trim();
}

/** The text of a cell, empty if it only says that there is nothing. */
function valueOf(cell: Cell): string {
  const text = textOf(unquoted(cell));
  return noValue.test(text) ? "" : text.normalize("NFC");
}

/** Spreadsheets and our own export write `'=…` for a text that must not be computed. */
function unquoted(cell: Cell): Cell {
  return typeof cell === "string" ? cell.trim().replace(/^'(?=[=+\-@\t\r\n'＝＋－＠])/, "") : cell;
}

function joined(...parts: (string | null)[]): string | null {
  // "Vorname: Lea, Name: Lea Kramer" is one name.
  const [first, last] = parts;
  if (first && last?.toLowerCase().startsWith(`${first.toLowerCase()} `)) return last;
  return parts.filter((part) => part !== null).join(" ") || null;
}

function emailOf(cell: Cell): string | null {
  const bare = textOf(cell).replace(/^mailto:/i, "");
  const address = /<([^<>]+)>\s*$/.exec(bare)?.[1] ?? bare.split(/[;,\s]/, 1)[0] ?? "";
  const email = normalizeEmail(address);
  return EmailAddress.safeParse(email).success ? email : null;
}

function phoneOf(cell: Cell): string | null {
  const text = textOf(cell).replaceAll(/\s+/g, " ");
  const bare = text.replace(/^(?:tel|telefon|mobil|handy|fon|phone)\b[.:]*\s*/i, "");
  // Words beside the digits, such as "Durchwahl", mean more than a number: kept as written.
  const number = /\p{L}{3}/u.test(bare) ? null : normalizePhone(bare, HOME_COUNTRY);
  if (number !== null) return number;
  // A spreadsheet that took the number for a quantity has lost its digits: 4,91701E+11.
  if (/^\d[.,]\d+e\+?\d+$/i.test(text)) return null;
  return text.replaceAll(/\D/g, "").length >= 4 ? text : null;
}

function tagsOf(cells: string[]): string[] | null {
  const tags = cells.flatMap((cell) => cell.split(/[;,|]/)).map((tag) => tag.trim());
  const distinct = [...new Set(tags.filter((tag) => tag !== ""))];
  if (distinct.length === 0) return null;
  return distinct.slice(0, MOST_TAGS).toSorted((a, b) => (a < b ? -1 : 1));
}
