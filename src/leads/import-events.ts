import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { imports, type ImportRow } from "./imports.schema.ts";
import { presentImport } from "./present-import.ts";

/**
 * The progress of an import as a server-sent event: `progress`, or in the end what has become of it, `done`,
 * `failed` or `cancelled`. The data is the import without its errors, of which there is the number.
 */
export function importEvent(row: ImportRow): Uint8Array {
  const { errors, columns: _columns, ...shown } = presentImport(row);
  const name = row.finishedAt === null ? "progress" : row.status;
  const data = JSON.stringify({ ...shown, error_count: errors.length });
  return new TextEncoder().encode(`event: ${name}\nid: ${row.doneParts}\ndata: ${data}\n\n`);
}

/** Where an import stands and what happens to it from now on, as server-sent events; ends with it. */
export async function watchImport(ctx: Ctx, id: string): Promise<ReadableStream<Uint8Array>> {
  const news = await ctx.importJobs.events(id);
  const [[row]] = await ctx.db.read([query.select().from(imports).where(eq(imports.id, id))]);
  if (!row || row.finishedAt !== null) await news.cancel();
  if (!row) throw new ProblemError("not-found");
  const { readable, writable } = new IdentityTransformStream();
  void tell(writable, row, row.finishedAt === null ? news : null);
  return readable;
}

async function tell(
  writable: WritableStream<Uint8Array>,
  row: ImportRow,
  news: ReadableStream<Uint8Array> | null,
): Promise<void> {
  try {
    const writer = writable.getWriter();
    await writer.write(importEvent(row));
    writer.releaseLock();
    if (news) await news.pipeTo(writable);
    else await writable.close();
  } catch {
    // The reader has gone; so has the need to tell.
  }
}
