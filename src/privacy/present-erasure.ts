import { holdings } from "./holdings.ts";
import type { Erasure } from "./privacy.schema.ts";

type Stored = Pick<Erasure, "id" | "made_at" | "made_by" | "finished_at"> & {
  counts: Record<string, number>;
};

/** A receipt in the words of the holdings as they are now. */
export function presentErasure({ counts, ...receipt }: Stored): Erasure {
  const found = holdings.flatMap(({ name, fate }) => {
    const rows = counts[name] ?? 0;
    return rows === 0 ? [] : [{ name, rows, fate }];
  });
  return {
    ...receipt,
    erased: found.flatMap(({ name, rows, fate }) =>
      fate.kind === "deleted" ? [{ name, rows }] : [],
    ),
    kept: found.flatMap(({ name, rows, fate }) =>
      fate.kind === "deleted" ? [] : [{ name, rows, because: fate.because }],
    ),
  };
}
