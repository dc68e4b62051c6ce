import { z } from "../http/zod.ts";
import { ProblemError } from "../problems.ts";
import { decodeText } from "./decode-text.ts";
import { MappingColumns } from "./imports.schema.ts";
import { delimiters, readCsv, readHeader, type Delimiter } from "./read-csv.ts";
import { readHeaders, type Columns, type Mapping } from "./read-headers.ts";
import type { RowError } from "./row-errors.ts";
import type { Cell, Table } from "./source-rows.ts";

/** A body as it was sent. */
export type Upload = { bytes: Uint8Array<ArrayBuffer>; contentType: string };

/** A body as a table, what its columns are, and the lines that could not be read at all. */
export type ReadUpload = { table: Table; columns: Columns; errors: RowError[] };

export const MOST_ROWS = 5_000;
/** A title or a date may stand above the header; further down nothing is looked for. */
const HEADER_WITHIN = 5;
/** Headers further to the right are not read. */
const MOST_COLUMNS = 1_000;

const Csv = z.object({ csv: z.string().optional(), csv_text: z.string().optional() });
const Texts = Csv.extend({ text: z.string().optional(), raw: z.string().optional() });
const Lists = z.object({
  leads: z.array(z.unknown()).optional(),
  data: z.array(z.unknown()).optional(),
  contacts: z.array(z.unknown()).optional(),
  mapping: MappingColumns.optional(),
});
const Wrapped = Texts.extend(Lists.shape);

type Content = { text: string } | { entries: unknown[] };

/**
 * Reads a body in any of the shapes that are taken: CSV of any type, `{csv}`, an array of objects, or a form
 * with a file. `empty-import`, `import-without-header`, `wrong-import-shape`, `malformed-json`, or
 * `too-many-rows` if it is none of them.
 */
export async function readUpload(upload: Upload, saved: Mapping | null): Promise<ReadUpload> {
  const { content, mapping } = await contentOf(upload);
  const told = { ...saved, ...mapping };
  return "text" in content ? readText(content.text, told) : readEntries(content.entries, told);
}

async function contentOf({ bytes, contentType }: Upload) {
  if (/^multipart\/form-data\b/i.test(contentType)) return contentOfForm(bytes, contentType);
  return contentOfText(decodeText(bytes), /\bjson\b/i.test(contentType));
}

async function contentOfForm(bytes: Uint8Array<ArrayBuffer>, contentType: string) {
  const headers = { "Content-Type": contentType };
  const form = await new Response(bytes, { headers }).formData().catch((cause) => {
    throw new ProblemError("wrong-import-shape", { cause });
  });
  const files = [...form.values()].filter((value) => typeof value !== "string");
  const [file] = files;
  if (!file || files.length > 1) throw new ProblemError("wrong-import-shape");
  const told = form.get("mapping");
  const read = contentOfText(decodeText(new Uint8Array(await file.arrayBuffer())), false);
  return typeof told === "string" ? { ...read, mapping: mappingOf(told) } : read;
}

function contentOfText(text: string, isJson: boolean): { content: Content; mapping?: Mapping } {
  if (text.trim() === "") throw new ProblemError("empty-import");
  if (!isJson && !/^\s*[{[]/.test(text)) return { content: { text } };
  const value = parseJson(text);
  if (value === undefined && !isJson) return { content: { text } };
  if (value === undefined) throw new ProblemError("malformed-json");
  if (Array.isArray(value)) return { content: { entries: value } };
  const wrapped = Wrapped.safeParse(value);
  if (!wrapped.success) throw new ProblemError("wrong-import-shape");
  const { csv, csv_text, text: plain, raw, leads, data, contacts, mapping } = wrapped.data;
  const shared = mapping === undefined ? {} : { mapping };
  const entries = leads ?? data ?? contacts;
  if (entries) return { content: { entries }, ...shared };
  const inner = csv ?? csv_text ?? plain ?? raw;
  if (inner === undefined) throw new ProblemError("wrong-import-shape");
  if (inner.trim() === "") throw new ProblemError("empty-import");
  return { content: { text: inner.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n") }, ...shared };
}

async function readText(whole: string, mapping: Mapping): Promise<ReadUpload> {
  // Excel's own hint, `sep=;`, is a line of the file but no record.
  const hint = /^\s*"?sep=(.)"?[^\n]*\n/i.exec(whole);
  const text = hint ? whole.slice(hint[0].length) : whole;
  const told = delimiters.find((delimiter) => delimiter === hint?.[1]);
  const csv = await readCsv(text, told ?? (await findDelimiter(text, mapping)));
  const offset = hint ? hint[0].split("\n").length - 1 : 0;

  const found = csv.records
    .slice(0, HEADER_WITHIN)
    .findIndex(({ cells }) => readHeaders(cells, mapping).some((field) => field !== null));
  const header = csv.records[found];
  if (!header) throw new ProblemError("import-without-header");
  const headers = header.cells.slice(0, MOST_COLUMNS).map((cell) => cell.trim());
  const rows = csv.records.slice(found + 1);
  if (rows.length > MOST_ROWS) throw new ProblemError("too-many-rows");
  return {
    table: {
      headers,
      rows: rows.map(({ line, cells }) => ({
        row: line + offset,
        cells: header.cells.length > MOST_COLUMNS ? cells.slice(0, MOST_COLUMNS) : cells,
      })),
    },
    columns: readHeaders(headers, mapping),
    errors: csv.brokenLines
      .filter((line) => line > header.line)
      .map((line) => brokenRow(line + offset, "unclosed-quote")),
  };
}

/** The delimiter under which the most headers are known; of equals, the one with the most columns. */
async function findDelimiter(text: string, mapping: Mapping): Promise<Delimiter> {
  let best: { delimiter: Delimiter; known: number; columns: number } | null = null;
  const lines = text.trimStart();
  for (const delimiter of delimiters) {
    for (const head of [lines, afterLine(lines, 1), afterLine(lines, 2)]) {
      const headers = await readHeader(head, delimiter);
      const known = readHeaders(headers, mapping).filter((field) => field !== null).length;
      const columns = headers.length;
      const isBetter =
        best === null || known > best.known || (known === best.known && columns > best.columns);
      if (isBetter) best = { delimiter, known, columns };
    }
  }
  return best?.delimiter ?? ",";
}

function afterLine(text: string, count: number): string {
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    const end = text.indexOf("\n", at);
    if (end < 0) return "";
    at = end + 1;
  }
  return text.slice(at);
}

function readEntries(entries: unknown[], mapping: Mapping): ReadUpload {
  if (entries.length === 0) throw new ProblemError("empty-import");
  if (entries.length > MOST_ROWS) throw new ProblemError("too-many-rows");
  const errors: RowError[] = [];
  const places = new Map<string, number>();
  const rows: Table["rows"] = [];
  for (const [i, entry] of entries.entries()) {
    const cells = cellsOf(entry, places);
    if (cells === null) errors.push(brokenRow(i + 1, "wrong-shape"));
    else rows.push({ row: i + 1, cells });
  }
  if (rows.length === 0) throw new ProblemError("wrong-import-shape");
  const headers = [...places.keys()];
  const columns = readHeaders(headers, mapping);
  if (columns.every((field) => field === null)) throw new ProblemError("import-without-header");
  return { table: { headers, rows }, columns, errors };
}

/** The values of an object, each in the column of its key; null if it is no plain object of values. */
function cellsOf(entry: unknown, places: Map<string, number>): Cell[] | null {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return null;
  const cells: Cell[] = [];
  for (const [key, value] of Object.entries(entry)) {
    const cell = cellOf(value);
    if (cell === null) return null;
    if (cell === "") continue;
    const place = places.get(key) ?? places.size;
    if (place >= MOST_COLUMNS) continue;
    places.set(key, place);
    cells[place] = cell;
  }
  return Array.from(cells, (cell) => cell ?? "");
}

function cellOf(value: unknown): Cell | null {
  if (value === null || value === undefined) return "";
  if (typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "boolean") return String(value);
  const isList = Array.isArray(value) && value.every((each) => typeof each === "string");
  return isList ? value.join("|") : null;
}

function mappingOf(text: string): Mapping {
  const mapping = MappingColumns.safeParse(parseJson(text));
  if (!mapping.success) throw new ProblemError("wrong-import-shape");
  return mapping.data;
}

function brokenRow(row: number, code: RowError["code"]): RowError {
  return { row, column: null, code, skipped: true };
}

/** Undefined if the text is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
