/** A record of a file: the line it begins on (the file's first is 1) and its cells, as they stand there. */
export type CsvRecord = { line: number; cells: string[] };

export type Csv = {
  records: CsvRecord[];
  /** Lines that cannot be read because a quote in them is never closed. */
  brokenLines: number[];
};

export const delimiters = [",", ";", "|", "\t"] as const;
export type Delimiter = (typeof delimiters)[number];

/** Each attempt reads the rest of the file; after so many broken lines quotes count as letters. */
const ATTEMPTS = 5;

/** A cell that swallowed line ends before the reader saw that its quote was not closed. */
const swallowed = /^"[^]*\n/;

class OpenQuote extends Error {}

/**
 * Reads CSV with a known delimiter: quoted cells with line breaks, doubled and stray quotes, short and long
 * records. A quote that is never closed costs the line it stands on and not the rest of the file. Blank
 * lines are no records. Line ends are `\n`.
 */
export async function readCsv(text: string, delimiter: Delimiter): Promise<Csv> {
  const { parse, CsvError } = await import("csv-parse/sync");
  const bytes = new TextEncoder().encode(text);
  const csv: Csv = { records: [], brokenLines: [] };
  let line = 1;
  let start = 0;

  /** Reads to the end, or to the line whose quote stays open: then false. */
  function readRest(hasQuotes: boolean): boolean {
    const rest = bytes.subarray(start);
    let read = 0;
    try {
      parse(rest, {
        delimiter,
        quote: hasQuotes ? '"' : false,
        record_delimiter: ["\n"],
        relax_quotes: true,
        relax_column_count: true,
        ltrim: true,
        on_record(cells: string[], { bytes: end }) {
          if (cells.some((cell) => swallowed.test(cell))) throw new OpenQuote();
          if (hasQuotes) keep(cells);
          else keepUnquoted(cells);
          line += countLines(rest, read, end);
          read = end;
          return null;
        },
      });
      return true;
    } catch (error) {
      if (!(error instanceof CsvError || error instanceof OpenQuote)) throw error;
      start += read;
      return false;
    }
  }
  function keep(cells: string[]): void {
    if (cells.some((cell) => cell !== "")) csv.records.push({ line, cells });
  }
  function keepUnquoted(cells: string[]): void {
    const bare = cells.map((cell) => /^"(.*)"\s*$/.exec(cell)?.[1]?.replaceAll('""', '"') ?? cell);
    if (bare.some((cell) => cell.startsWith('"'))) csv.brokenLines.push(line);
    else keep(bare);
  }

  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (readRest(true)) return csv;
    csv.brokenLines.push(line);
    line += 1;
    const end = bytes.indexOf(LINE_FEED, start);
    if (end < 0) return csv;
    start = end + 1;
  }
  readRest(false);
  return csv;
}

/** The first cells of a text under a delimiter: enough to see whether it is the right one. */
export async function readHeader(text: string, delimiter: Delimiter): Promise<string[]> {
  const { parse } = await import("csv-parse/sync");
  const head = text.slice(0, 20_000);
  const options = { delimiter, to: 1, relax_quotes: true, relax_column_count: true, ltrim: true };
  try {
    return parse(head, { ...options, skip_records_with_empty_values: true })[0] ?? [];
  } catch {
    return (head.split("\n", 1)[0] ?? "").split(delimiter);
  }
}

const LINE_FEED = 0x0a;

function countLines(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (
    let i = bytes.indexOf(LINE_FEED, from);
    i >= 0 && i < to;
    i = bytes.indexOf(LINE_FEED, i + 1)
  ) {
    count += 1;
  }
  return count;
}
