import type { ImportRow, LeadImport } from "./imports.schema.ts";
import type { PartCounts } from "./import-part.ts";
import { rowHints } from "./row-errors.ts";

/** An import as it is answered: the errors of the rows that are done, each with its hint. */
export function presentImport(row: ImportRow, dryRun = false): LeadImport {
  const isOver = row.finishedAt !== null;
  const done = row.errors.filter((error) => isOver || error.row <= row.doneThrough);
  return {
    id: dryRun ? null : row.id,
    import_batch_id: dryRun ? null : row.id,
    status: row.status,
    dry_run: dryRun,
    total_rows: row.totalRows,
    done_rows: row.doneRows,
    imported_count: row.importedCount,
    updated_count: row.updatedCount,
    merged_count: row.mergedCount,
    skipped_count: row.skippedCount,
    needs_action_count: row.needsActionCount,
    without_last_contact_count: row.withoutLastContactCount,
    errors: done.map((error) => ({ ...error, hint: rowHints[error.code] })),
    engine: engineOf(row),
    by_ai_count: row.byAiCount,
    by_rules_count: row.byRulesCount,
    notice: noticeOf(row),
    columns: row.columns,
    created_at: row.createdAt,
    finished_at: row.finishedAt,
    undone_at: row.undoneAt,
  };
}

function engineOf({ byAiCount, byRulesCount }: PartCounts): LeadImport["engine"] {
  if (byAiCount === 0) return "rules";
  return byRulesCount === 0 ? "openai" : "mixed";
}

function noticeOf(row: ImportRow): string | null {
  if (row.status === "failed") {
    return "Der Import wurde nach mehreren Versuchen abgebrochen; was schon importiert ist, bleibt und kann rückgängig gemacht werden.";
  }
  if (!row.aiFailed) return null;
  const judged = row.byAiCount + row.byRulesCount;
  return `Die KI hat nicht für alle Kontakte rechtzeitig geantwortet: ${row.byRulesCount} von ${judged} sind nach Regeln eingestuft.`;
}
