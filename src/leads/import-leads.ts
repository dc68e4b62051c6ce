import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { newId } from "../db/ids.ts";
import { query } from "../db/query.ts";
import { idempotency } from "../db/system.tables.ts";
import { principalOf } from "../identity/actor.ts";
import { logFailure } from "../log.ts";
import { ProblemError } from "../problems.ts";
import { writeOnce } from "../write-once.ts";
import { decidePart, knownLeads, type DecidedPart, type Verdicts } from "./import-part.ts";
import { partsOf } from "./import-parts.ts";
import { imports, type ImportRow, type LeadImport } from "./imports.schema.ts";
import { findMapping } from "./import-mappings.ts";
import { mergeRows, type MergedRow } from "./merge-rows.ts";
import { presentImport } from "./present-import.ts";
import { MOST_ROWS, readUpload, type Upload } from "./read-upload.ts";
import { SALES_TIME_ZONE } from "./sales-zone.ts";
import { readRows } from "./source-rows.ts";

export type ImportOrder = {
  upload: Upload;
  dryRun: boolean;
  /** Answer at once and go on behind it, however short the file is. */
  respondAsync: boolean;
  /** The name of a saved mapping. */
  mapping: string | null;
};

/** Longer imports go on behind the answer. */
const ROWS_AT_ONCE = 500;
const AI_BUDGET_MS = 20_000;
/** How often an import that others get in the way of is decided anew. */
const ATTEMPTS = 6;
const PAUSE_MS = 80;

/** A file that has been read: the import as it will be recorded, and what there is to do. */
type Order = {
  operation: string;
  input: object;
  record: ImportRow;
  rows: MergedRow[];
  lines: number[];
};

/**
 * Imports a file of contacts in one transaction: new leads, updates and the record by which it can be undone.
 * Over 500 rows, or if asked to, an object goes on with it behind the answer. A dry run writes nothing.
 * Problems of the file are those of readUpload(); `import-without-contacts` if no row can be a lead.
 */
export async function importLeads(ctx: Ctx, order: ImportOrder): Promise<LeadImport> {
  const read = await readOrder(ctx, order);
  const isLong = read.rows.length > ROWS_AT_ONCE;
  if (order.dryRun) return importNow(ctx, read, isLong ? 0 : AI_BUDGET_MS, true);
  if (isLong || order.respondAsync) return importBehind(ctx, read);
  return importNow(ctx, read, AI_BUDGET_MS, false);
}

async function readOrder(ctx: Ctx, order: ImportOrder): Promise<Order> {
  const mapping = order.mapping === null ? null : await findMapping(ctx, order.mapping);
  const { table, columns, errors } = await readUpload(order.upload, mapping);
  const read = readRows(table, columns, { timeZone: SALES_TIME_ZONE, now: ctx.now });
  if (read.rows.length === 0) throw new ProblemError("import-without-contacts");
  if (read.total + errors.length > MOST_ROWS) throw new ProblemError("too-many-rows");
  const rows = mergeRows(read.rows);
  const allErrors = [...errors, ...read.errors].toSorted((a, b) => a.row - b.row);
  const skipped = new Set(allErrors.filter((error) => error.skipped).map(({ row }) => row));
  const record: ImportRow = {
    id: newId("imp", ctx.now),
    status: "queued",
    totalRows: read.total + errors.length,
    doneRows: 0,
    doneParts: 0,
    doneThrough: 0,
    importedCount: 0,
    updatedCount: 0,
    mergedCount: read.rows.length - rows.length,
    skippedCount: skipped.size,
    needsActionCount: 0,
    withoutLastContactCount: 0,
    byAiCount: 0,
    byRulesCount: 0,
    aiFailed: false,
    errors: allErrors,
    columns: table.headers
      .slice(0, 200)
      .map((header, i) => ({ header: header.slice(0, 60), field: columns[i] ?? null })),
    createdBy: principalOf(ctx.actor),
    createdAt: ctx.now.toISOString(),
    finishedAt: null,
    undoneAt: null,
    undo: null,
  };
  const lines = [...new Set([...read.rows.map(({ row }) => row), ...skipped])].toSorted(
    (a, b) => a - b,
  );
  const input = { rows: read.rows, errors: allErrors, respondAsync: order.respondAsync };
  return { operation: "importLeads", input, record, rows, lines };
}

async function importNow(
  ctx: Ctx,
  order: Order,
  budgetMs: number,
  dryRun: boolean,
): Promise<LeadImport> {
  const verdicts: Verdicts = new Map();
  for (let attempt = 1; ; attempt += 1) {
    const [known] = await ctx.db.read([knownLeads(order.rows)]);
    const part = { importId: order.record.id, rows: order.rows, known };
    const decided = await decidePart(ctx, part, { budgetMs, verdicts });
    const record = finished(order, decided, ctx.now);
    if (dryRun) return presentImport(record, true);
    try {
      return await writeOnce(ctx, {
        operation: order.operation,
        input: order.input,
        made: record.id,
        statements: [...decided.statements, query.insert(imports).values(record)],
        answer: presentImport(record),
      });
    } catch (error) {
      if (!isCollision(error) || attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * attempt * PAUSE_MS));
    }
  }
}

/** Somebody else has written the same leads between our reading and our writing. */
function isCollision(error: unknown): boolean {
  const codes = ["leads-changed", "lead-email-taken"];
  return error instanceof ProblemError && codes.includes(error.code);
}

function finished({ record }: Order, { counts }: DecidedPart, now: Date): ImportRow {
  return {
    ...record,
    ...counts,
    mergedCount: record.mergedCount + counts.mergedCount,
    status: "done",
    doneRows: record.totalRows,
    doneParts: 1,
    finishedAt: now.toISOString(),
  };
}

/** Records the import as queued and hands its rows to an object that goes on with it. */
async function importBehind(ctx: Ctx, order: Order): Promise<LeadImport> {
  const answer = await writeOnce(ctx, {
    operation: order.operation,
    input: order.input,
    made: order.record.id,
    statements: [query.insert(imports).values(order.record)],
    answer: presentImport(order.record),
  });
  const id = answer.id ?? order.record.id;
  try {
    // Also for a repeat: an object that has begun takes no notice.
    await ctx.importJobs.start(id, partsOf(order.rows, order.lines));
  } catch (cause) {
    logFailure(ctx.requestId, "import-job", cause);
    await forget(ctx, id);
    throw new ProblemError("imports-unavailable", { retryAfter: 5, cause });
  }
  return answer;
}

/** Takes back an import that nobody has begun, so that sending it again begins it. */
async function forget(ctx: Ctx, id: string): Promise<void> {
  const scope = `${principalOf(ctx.actor)}:importLeads`;
  const key = ctx.idempotencyKey ?? "";
  await ctx.db.write([
    query.delete(imports).where(and(eq(imports.id, id), eq(imports.status, "queued"))),
    query.delete(idempotency).where(and(eq(idempotency.scope, scope), eq(idempotency.key, key))),
  ]);
}
