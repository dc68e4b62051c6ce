import { DurableObject } from "cloudflare:workers";
import { and, eq, inArray, sql } from "drizzle-orm";
import { openModel } from "../ai/open-model.ts";
import { noCost } from "../cost.ts";
import { openDatabase } from "../db/database.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { readConfig } from "../env.ts";
import { logFailure, logLine } from "../log.ts";
import { importEvent } from "./import-events.ts";
import type { ImportCtx, PartCounts } from "./import-part.ts";
import type { ImportPart } from "./import-parts.ts";
import { imports, type ImportRow } from "./imports.schema.ts";

const AI_BUDGET_MS = 60_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
/** With the pauses growing to a minute, about half an hour. */
const ATTEMPTS = 35;

/**
 * Goes on with one long import, part by part, each in an alarm of its own. Which part comes next is told by
 * the import's row in libSQL, which changes in the same transaction as the leads: killed at any
 * moment, the object does no part twice and leaves none out.
 */
export class ImportJob extends DurableObject<Env> {
  readonly #listeners = new Set<WritableStreamDefaultWriter<Uint8Array>>();

  /** Takes the parts of an import and begins. Called again, it changes nothing. */
  async start(id: string, parts: ImportPart[]): Promise<void> {
    const { kv, sql: store } = this.ctx.storage;
    if (kv.get("id") !== undefined) return;
    kv.put("id", id);
    store.exec("create table if not exists parts (n integer primary key, body text not null)");
    for (const [n, part] of parts.entries()) {
      store.exec("insert into parts (n, body) values (?, ?)", n, JSON.stringify(part));
    }
    await this.ctx.storage.setAlarm(Date.now());
  }

  /** What happens to the import from now on, as server-sent events; ends with it. */
  events(): ReadableStream<Uint8Array> {
    const { readable, writable } = new IdentityTransformStream();
    const writer = writable.getWriter();
    this.#listeners.add(writer);
    if (this.ctx.storage.kv.get("id") === undefined) this.#dismiss();
    return readable;
  }

  override async alarm(): Promise<void> {
    const id = this.ctx.storage.kv.get<string>("id");
    if (id === undefined) return;
    const config = readConfig(this.env);
    const cost = noCost();
    const db = openDatabase(config.database, cost);
    const ctx = { db, ai: openModel(config), now: new Date(), requestId: id };
    try {
      const row = await this.#doNextPart(ctx, id);
      logLine("info", "import-part", { import_id: id, done_parts: row?.doneParts ?? null, cost });
      this.ctx.storage.kv.delete("attempts");
      await this.#goOn(row);
    } catch (error) {
      logFailure(id, "import-part", error);
      await this.#tryAgain(ctx, id);
    }
  }

  /** Does the part that is next by the import's row; the row afterwards, null if there is no import. */
  async #doNextPart(ctx: ImportCtx, id: string): Promise<ImportRow | null> {
    const { kv } = this.ctx.storage;
    const next = kv.get<number>("next") ?? 0;
    const part = this.#part(next);
    const { decidePart, knownLeads } = await import("./import-part.ts");
    const [[row], known] = await ctx.db.read([
      query.select().from(imports).where(eq(imports.id, id)),
      knownLeads(part?.rows ?? []),
    ]);
    if (!row || row.finishedAt !== null) return row ?? null;
    if (part === null || row.doneParts !== next) {
      kv.put("next", row.doneParts);
      return row;
    }
    const { counts, statements } = await decidePart(
      ctx,
      { importId: id, rows: part.rows, known },
      { budgetMs: AI_BUDGET_MS, verdicts: new Map() },
    );
    const isLast = this.#part(next + 1) === null;
    const [[after]] = await ctx.db.write([
      progress(row, part, counts, isLast ? ctx.now : null),
      guard("import-moved-on", changedOneRow),
      ...statements,
    ]);
    kv.put("next", next + 1);
    return after ?? null;
  }

  #part(n: number): ImportPart | null {
    const [stored] = this.ctx.storage.sql
      .exec<{ body: string }>("select body from parts where n = ?", n)
      .toArray();
    return stored ? JSON.parse(stored.body) : null;
  }

  async #goOn(row: ImportRow | null): Promise<void> {
    if (row) this.#tell(importEvent(row));
    if (row && row.finishedAt === null) return this.ctx.storage.setAlarm(Date.now());
    this.#dismiss();
    await this.ctx.storage.deleteAll();
  }

  /** Later and later; in the end the import has failed, as soon as that can be written down. */
  async #tryAgain(ctx: ImportCtx, id: string): Promise<void> {
    const attempts = (this.ctx.storage.kv.get<number>("attempts") ?? 0) + 1;
    this.ctx.storage.kv.put("attempts", attempts);
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts, 10));
    await this.ctx.storage.setAlarm(Date.now() + pause);
    if (attempts < ATTEMPTS) return;
    await ctx.db
      .write([
        query
          .update(imports)
          .set({ status: "failed", finishedAt: ctx.now.toISOString() })
          .where(and(eq(imports.id, id), inArray(imports.status, ["queued", "running"]))),
      ])
      .catch((error) => logFailure(id, "import-failed", error));
  }

  #tell(event: Uint8Array): void {
    for (const listener of this.#listeners) {
      listener.write(event).catch(() => this.#listeners.delete(listener));
    }
  }

  #dismiss(): void {
    for (const listener of this.#listeners) void listener.close().catch(() => {});
    this.#listeners.clear();
  }
}

/** Counts a part as done, if it is still the next one and nobody has cancelled the import. */
function progress(row: ImportRow, part: ImportPart, counts: PartCounts, finishedAt: Date | null) {
  const more = (column: keyof typeof imports.$inferSelect & keyof PartCounts) =>
    sql`${imports[column]} + ${Number(counts[column])}`;
  return query
    .update(imports)
    .set({
      status: finishedAt === null ? "running" : "done",
      doneRows: part.doneRows,
      doneParts: row.doneParts + 1,
      doneThrough: part.through,
      importedCount: more("importedCount"),
      updatedCount: more("updatedCount"),
      mergedCount: more("mergedCount"),
      needsActionCount: more("needsActionCount"),
      withoutLastContactCount: more("withoutLastContactCount"),
      byAiCount: more("byAiCount"),
      byRulesCount: more("byRulesCount"),
      aiFailed: row.aiFailed || counts.aiFailed,
      finishedAt: finishedAt?.toISOString() ?? null,
    })
    .where(
      and(
        eq(imports.id, row.id),
        eq(imports.doneParts, row.doneParts),
        inArray(imports.status, ["queued", "running"]),
      ),
    )
    .returning();
}
