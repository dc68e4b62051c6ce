import { getTableColumns, inArray, or, sql, type SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { guard } from "../db/guard.ts";
import { query, type Statement } from "../db/query.ts";
import { applyRows, candidateOf, settleDraft, type Draft } from "./apply-rows.ts";
import { importChanges } from "./imports.schema.ts";
import { judgeLeads, type Judged } from "./judge-leads.ts";
import { leads, type LeadRow } from "./leads.schema.ts";
import { keysOf, type MergedRow } from "./merge-rows.ts";
import { needsAction } from "./next-action.ts";

/** What an import needs of a request, or of the object that goes on with it. */
export type ImportCtx = Pick<Ctx, "db" | "ai" | "now" | "requestId">;

/** What a part of an import adds to its counts. */
export type PartCounts = {
  importedCount: number;
  updatedCount: number;
  mergedCount: number;
  needsActionCount: number;
  withoutLastContactCount: number;
  byAiCount: number;
  byRulesCount: number;
  aiFailed: boolean;
};

export type DecidedPart = {
  counts: PartCounts;
  /** Writes the part, or fails with `leads-changed` if the leads are no longer as they were read. */
  statements: Statement[];
};

/** Verdicts by row, so that a part which has to be decided again is not judged again. */
export type Verdicts = Map<string, Judged>;

const ROWS_PER_STATEMENT = 100;

/** The statement that reads every lead that rows of a part may be about. */
export function knownLeads(rows: readonly MergedRow[]) {
  return query.select().from(leads).where(sameAs(rows)).orderBy(leads.seq);
}

/** Decides what a part of an import does: which leads are new, which change, and where they stand. */
export async function decidePart(
  ctx: ImportCtx,
  part: { importId: string; rows: readonly MergedRow[]; known: readonly LeadRow[] },
  judging: { budgetMs: number; verdicts: Verdicts },
): Promise<DecidedPart> {
  const { drafts, merged } = applyRows(part.rows, part.known, { id: part.importId, now: ctx.now });
  const judged = await judgeDrafts(ctx, drafts, judging);
  const ofOthers = drafts.filter(({ before }) => before?.importBatchId !== part.importId);
  return {
    counts: {
      importedCount: drafts.filter(({ before }) => before === null).length,
      updatedCount: ofOthers.filter(({ before }) => before !== null).length,
      mergedCount: merged,
      needsActionCount: drafts.filter(({ lead }) =>
        needsAction({ at: lead.nextActionAt, isSettled: lead.isSettled }, ctx.now),
      ).length,
      withoutLastContactCount: drafts.filter(({ lead }) => lead.lastContact === null).length,
      ...judged,
    },
    statements: statementsFor(part, drafts),
  };
}

async function judgeDrafts(
  ctx: ImportCtx,
  drafts: readonly Draft[],
  { budgetMs, verdicts }: { budgetMs: number; verdicts: Verdicts },
): Promise<Pick<PartCounts, "byAiCount" | "byRulesCount" | "aiFailed">> {
  const open = drafts.filter(({ isOpen }) => isOpen);
  const evidence = open.map((draft) => JSON.stringify(candidateOf(draft)));
  // Leads of which the same is known are judged once.
  const firsts = new Map(open.map((draft, i) => [evidence[i] ?? "", draft]));
  const unknown = [...firsts].filter(([key]) => !verdicts.has(key)).map(([, draft]) => draft);
  const { verdicts: found, aiFailed } = await judgeLeads(ctx, unknown.map(candidateOf), budgetMs);
  for (const [i, draft] of unknown.entries()) {
    const verdict = found[i];
    if (verdict) verdicts.set(JSON.stringify(candidateOf(draft)), verdict);
  }
  const counts = { byAiCount: 0, byRulesCount: 0, aiFailed };
  for (const [i, draft] of open.entries()) {
    const verdict = verdicts.get(evidence[i] ?? "");
    if (!verdict) continue;
    settleDraft(draft, verdict);
    if (verdict.by === "ai") counts.byAiCount += 1;
    else counts.byRulesCount += 1;
  }
  return counts;
}

function statementsFor(
  {
    importId,
    rows,
    known,
  }: { importId: string; rows: readonly MergedRow[]; known: readonly LeadRow[] },
  drafts: readonly Draft[],
): Statement[] {
  const changed = drafts.filter(({ isChanged }) => isChanged);
  if (changed.length === 0) return [];
  const asRead = JSON.stringify(known.map(({ id, version }) => ({ id, version })));
  return [
    guard(
      "leads-changed",
      sql`not exists (
      select 1 from json_each(${asRead}) as read
      left join ${leads} on ${leads.id} = read.value ->> 'id'
      where ${leads.version} is not read.value ->> 'version')`,
    ),
    guard(
      "leads-changed",
      sql`not exists (
      select 1 from ${leads} where ${sameAs(rows)}
      and ${leads.id} not in (select value ->> 'id' from json_each(${asRead})))`,
    ),
    ...chunks(changed).map((part) =>
      query
        .insert(leads)
        .values(part.map(({ lead }) => lead))
        .onConflictDoUpdate({ target: leads.id, set: excludedLead }),
    ),
    ...chunks(changed).map((part) =>
      query
        .insert(importChanges)
        .values(
          part.map(({ lead, before }) => ({
            importId,
            leadId: lead.id,
            before,
            version: lead.version,
          })),
        )
        .onConflictDoUpdate({
          target: [importChanges.importId, importChanges.leadId],
          set: { version: sql`excluded.version` },
        }),
    ),
  ];
}

/** Every column that an update of a lead may change, as the insert would have it. */
const excludedLead = Object.fromEntries(
  Object.entries(getTableColumns(leads))
    .filter(([key]) => !["seq", "id", "createdAt", "source"].includes(key))
    .map(([key, column]): [string, SQL] => [key, sql.raw(`excluded.${column.name}`)]),
);

/** Leads that share an e-mail address, a phone number or a lone name with a row. */
function sameAs(rows: readonly MergedRow[]): SQL {
  const keys = rows.map(({ facts }) => keysOf(facts));
  const listed = (values: (string | null)[]) =>
    sql`(select value from json_each(${JSON.stringify(values.filter((each) => each !== null))}))`;
  const same = or(
    inArray(leads.email, listed(keys.map(({ email }) => email))),
    inArray(leads.phoneKey, listed(keys.map(({ phone }) => phone))),
    inArray(leads.nameKey, listed(keys.map(({ name }) => name))),
  );
  return same ?? sql`0`;
}

function chunks<T>(rows: readonly T[]): T[][] {
  const count = Math.ceil(rows.length / ROWS_PER_STATEMENT);
  return Array.from({ length: count }, (_, i) =>
    rows.slice(i * ROWS_PER_STATEMENT, (i + 1) * ROWS_PER_STATEMENT),
  );
}
