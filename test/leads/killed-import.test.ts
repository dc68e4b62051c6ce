import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { query } from "../../src/db/query.ts";
import { imports } from "../../src/leads/imports.schema.ts";
import { leads } from "../../src/leads/leads.schema.ts";
import { database, newEmail, newKey } from "../support/desk.ts";
import { startKillableWorker } from "../support/killable-worker.ts";
import { lane } from "../support/lane.ts";

const ROWS = 5000;

async function importRow(id: string) {
  const [[row]] = await database.read([query.select().from(imports).where(eq(imports.id, id))]);
  return row;
}

test("an import whose Worker is killed half-way goes on when it is started again; every lead is there once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "edgedesk-killed-"));
  const { secret } = await newKey("sales");
  const emails = Array.from({ length: ROWS }, newEmail);
  const first = await startKillableWorker(lane.databaseUrl, folder);
  let second: typeof first | null = null;
  try {
    const response = await fetch(`${first.url}/import/leads`, {
      method: "POST",
      headers: { Authorization: `Bearer ${secret}`, "Content-Type": "text/csv" },
      body: `Name;E-Mail\n${emails.map((email, i) => `Name ${i};${email}`).join("\n")}\n`,
    });
    const { id }: { id: string } = await response.json();
    expect(response.status).toBe(202);
    while ((await importRow(id))?.doneParts === 0) await sleep(5);
    await first.kill();
    const killedAt = await importRow(id);
    expect(killedAt?.status).toBe("running");
    expect(killedAt?.doneRows).toBeLessThan(ROWS);

    second = await startKillableWorker(lane.databaseUrl, folder);
    const deadline = Date.now() + 60_000;
    while ((await importRow(id))?.finishedAt === null && Date.now() < deadline) await sleep(50);
    expect(await importRow(id)).toMatchObject({
      status: "done",
      doneRows: ROWS,
      importedCount: ROWS,
      updatedCount: 0,
    });
    const [stored] = await database.read([
      query
        .select({ email: leads.email })
        .from(leads)
        .where(eq(leads.importBatchId, id))
        .orderBy(asc(leads.seq)),
    ]);
    expect(stored.map(({ email }) => email)).toEqual(emails);
  } finally {
    await first.kill();
    await second?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}, 240_000);
