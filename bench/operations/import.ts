import { eq } from "drizzle-orm";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { Explained } from "../../scripts/support/explained.ts";
import { query } from "../../src/db/query.ts";
import { imports } from "../../src/leads/imports.schema.ts";
import type { Client } from "../drive.ts";
import type { Lab } from "../lab.ts";
import type { Amounts, Operation } from "../measure.ts";
import { inTurn, newKeys } from "../people.ts";

const LOOK_EVERY_MS = 50;
const PATIENCE_MS = 120_000;

const Accepted = z.object({ id: z.string() });

/** A sales person imports files of new contacts, each when the one before is done. */
export function leadImport(rows: number, amounts: Amounts): Operation {
  return {
    name: "import",
    title: `Import of ${rows.toLocaleString("en")} leads, until it is done`,
    unit: "lead",
    events: "leads",
    amounts,
    connections: 1,
    async prepare({ lab, client }) {
      const key = inTurn(await newKeys(lab, 4, "sales"));
      let files = 0;
      async function importFile(): Promise<number> {
        files += 1;
        const headers = { ...key(), "Content-Type": "text/csv", "Idempotency-Key": `f-${files}` };
        const body = contacts(`${client.origin}-${files}`, rows);
        const startedAt = performance.now();
        await finish(lab, client, { headers, body });
        return performance.now() - startedAt;
      }
      return {
        async run(many) {
          const milliseconds: number[] = [];
          for (let done = 0; done < many; done += rows) milliseconds.push(await importFile());
          const operations = milliseconds.length * rows;
          const seconds = milliseconds.reduce((sum, each) => sum + each, 0) / 1000;
          return { operations, events: operations, seconds, milliseconds };
        },
      };
    },
  };
}

/** Sends a file and waits until all of it is in. How far it is is asked of libSQL, so that the desk is left alone. */
async function finish(
  { database, signal }: Lab,
  client: Client,
  file: { headers: Record<string, string>; body: string },
): Promise<void> {
  const answer = await client.send({ path: "/import/leads", ...file });
  const { id } = Accepted.parse(JSON.parse(answer));
  const status = query.select({ status: imports.status }).from(imports).where(eq(imports.id, id));
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const [[row]] = await database.read([status]);
    if (row?.status === "done") return;
    if (row?.status === "failed") throw new Explained("An import has failed.");
    await sleep(LOOK_EVERY_MS, null, { signal });
  }
  throw new Explained("An import is not done in time.");
}

/** A file of contacts that nobody knows yet. */
function contacts(file: string, rows: number): string {
  const name = file.replaceAll(/\W/g, "");
  const lines = Array.from({ length: rows }, (_, i) => {
    const email = `lead${i}.${name}@example.org`;
    return `Lea Kramer ${i},${email},Kramer GmbH,Angebot,"Hat Demo gesehen, wartet auf Angebot",2024-11-20,2500`;
  });
  return ["name,email,company,status,notes,last_contact,deal_value", ...lines].join("\n");
}
