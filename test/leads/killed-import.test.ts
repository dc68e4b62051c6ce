import { setTimeout as sleep } from "node:timers/promises";
import { asc, eq } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { query } from "../../src/db/query.ts";
import { imports } from "../../src/leads/imports.schema.ts";
import { leads } from "../../src/leads/leads.schema.ts";
import { database, newEmail, newKey } from "../support/desk.ts";
import { startDatabaseProxy } from "../support/database-proxy.ts";
import { lane } from "../support/lane.ts";
import { startLaneWorker } from "../support/lane-worker.ts";

const ROWS = 5000;
const ROWS_PER_PART = 500;
const PARTS = ROWS / ROWS_PER_PART;

async function importRow(id: string) {
  const [[row]] = await database.read([query.select().from(imports).where(eq(imports.id, id))]);
  return row;
}

test("an import whose Worker is killed half-way goes on when it is started again; every lead is there once", async () => {
  const { secret } = await newKey("sales");
  const emails = Array.from({ length: ROWS }, newEmail);
  const proxy = await startDatabaseProxy(lane.databaseUrl);
  const worker = await startLaneWorker({ DATABASE_URL: proxy.url });
  onTestFinished(async () => {
    await worker.stop();
    await proxy.close();
  });
  // Half of the parts are stored; of the last of them the Worker has not been told.
  const { promise: isHalfDone, resolve: halfDone } = Promise.withResolvers<void>();
  const { promise: isKilled, resolve: killed } = Promise.withResolvers<void>();
  let parts = 0;
  proxy.hold = async (seam, asked) => {
    if (seam === "before" || !asked.includes(`insert into \\"leads\\"`)) return;
    parts += 1;
    if (parts !== PARTS / 2) return;
    halfDone();
    await isKilled;
  };
  const response = await fetch(`${worker.url}/import/leads`, {
    method: "POST",
    headers: { Authorization: `Bearer ${secret}`, "Content-Type": "text/csv" },
    body: `Name;E-Mail\n${emails.map((email, i) => `Name ${i};${email}`).join("\n")}\n`,
  });
  const { id }: { id: string } = await response.json();
  expect(response.status).toBe(202);
  await isHalfDone;
  await worker.kill();
  killed();
  const killedAt = await importRow(id);
  expect(killedAt).toMatchObject({ status: "running", doneRows: ROWS / 2 });

  await worker.start();
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
}, 240_000);
