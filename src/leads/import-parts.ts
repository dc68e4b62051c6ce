import type { MergedRow } from "./merge-rows.ts";

/** A part of a long import: its rows, and how far the file is done after it. */
export type ImportPart = { rows: MergedRow[]; through: number; doneRows: number };

/** Each part costs a read and a write, so parts are long; but each must fit into a cell of storage. */
const ROWS_PER_PART = 500;
const CHARACTERS_PER_PART = 500_000;

/** Cuts the contacts of a file into parts. `lines` are all its rows in order, unusable ones included. */
export function partsOf(rows: readonly MergedRow[], lines: readonly number[]): ImportPart[] {
  const groups: MergedRow[][] = [];
  let size = Infinity;
  for (const row of rows) {
    const length = JSON.stringify(row).length;
    const group = groups.at(-1);
    if (!group || group.length === ROWS_PER_PART || size + length > CHARACTERS_PER_PART) {
      groups.push([row]);
      size = length;
    } else {
      group.push(row);
      size += length;
    }
  }
  return groups.map((group, i) => {
    const isLast = i === groups.length - 1;
    const through = (isLast ? lines.at(-1) : group.at(-1)?.row) ?? 0;
    const doneRows = isLast ? lines.length : lines.findLastIndex((line) => line <= through) + 1;
    return { rows: group, through, doneRows };
  });
}
