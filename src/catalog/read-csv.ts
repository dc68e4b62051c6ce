import { z } from "../http/zod.ts";
import { ProblemError } from "../problems.ts";

const Lines = z.array(
  z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }),
);

const MOST_ROWS = 5_000;
const MOST_COLUMNS = 64;

/** One row of data: the line of the file it is on, and its cells by the header's names. */
export type CsvRow = { line: number; cells: Record<string, string> };

/**
 * A CSV file with a header, commas or semicolons, UTF-8 with or without a BOM. `validation-failed` if it is not
 * one, `body-too-large` over 5,000 rows.
 */
export async function readCsv(text: string): Promise<CsvRow[]> {
  const { parse } = await import("csv-parse/sync");
  const header = text.slice(0, Math.max(0, text.search(/[\r\n]|$/)));
  const delimiter = header.includes(";") ? ";" : ",";
  try {
    const parsed: unknown = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 64_000,
    });
    const [first, ...rest] = Lines.parse(parsed);
    if (!first || first.record.length > MOST_COLUMNS) throw new Error("no header");
    if (rest.length > MOST_ROWS) throw new ProblemError("body-too-large");
    const names = first.record.map((name) => name.trim().toLowerCase());
    return rest.map(({ record, info }) => ({
      line: info.lines,
      cells: Object.fromEntries(names.map((name, i) => [name, record[i] ?? ""])),
    }));
  } catch (cause) {
    if (cause instanceof ProblemError) throw cause;
    throw new ProblemError("validation-failed", { detail: "The body is not a CSV file.", cause });
  }
}
