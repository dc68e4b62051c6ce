import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { judgeByRules } from "../../src/leads/judge-by-rules.ts";
import { mergeRows } from "../../src/leads/merge-rows.ts";
import { readUpload } from "../../src/leads/read-upload.ts";
import { ProblemError } from "../../src/problems.ts";
import { readRows } from "../../src/leads/source-rows.ts";

/** What the corpus was written for: a Sunday in December 2024. */
const now = new Date("2024-12-01T12:00:00Z");
const folder = `${import.meta.dirname}/corpus/`;
const files = readdirSync(folder).filter((name) => name.endsWith(".csv"));
const expected = JSON.parse(readFileSync(`${folder}expected.json`, "utf8"));

/** What a file is read as: its contacts by row, with the status that the rules give them, and its errors. */
async function readFile(bytes: Uint8Array<ArrayBuffer>, contentType = "text/csv") {
  const upload = await readUpload({ bytes, contentType }, null);
  const read = readRows(upload.table, upload.columns, { timeZone: "Europe/Berlin", now });
  const leads = mergeRows(read.rows).map(({ row, facts }) => {
    const given = Object.entries(facts).filter(([, value]) => value !== null);
    return { row, is: judgeByRules(facts, now).status, ...Object.fromEntries(given) };
  });
  const errors = [...upload.errors, ...read.errors].map(
    ({ row, column, code, skipped }) =>
      `${row} ${column ?? "-"}: ${code}${skipped ? ", skipped" : ""}`,
  );
  return { leads, errors };
}

test.each(files)("%s", async (name) => {
  expect(await readFile(readFileSync(folder + name))).toEqual(expected[name]);
});

test("the corpus has at least 25 files, each with its expected result", () => {
  expect(files.length).toBeGreaterThanOrEqual(25);
  expect(Object.keys(expected).toSorted()).toEqual(files.toSorted());
});

const header = "Name;E-Mail;Notizen\n";
const good = "\nB;b@example.de;kurz\n";
const oneGood = [{ row: 3, is: "new", name: "B", email: "b@example.de", notes: "kurz" }];

test("a field of 1 MB and a row of 10,000 columns are error rows, and the next row is read", async () => {
  const huge = `${header}A;a@example.de;${"x".repeat(1_000_000)}${good}`;
  expect(await readFile(Buffer.from(huge))).toEqual({
    leads: oneGood,
    errors: ["2 Notizen: too-long, skipped"],
  });
  const wide = `${header}A;a@example.de${";x".repeat(10_000)}${good}`;
  expect(await readFile(Buffer.from(wide))).toEqual({
    leads: oneGood,
    errors: ["2 -: extra-columns, skipped"],
  });
  const wideHeader = `Name;E-Mail${";x".repeat(10_000)}\nA;a@example.de\n`;
  expect((await readFile(Buffer.from(wideHeader))).leads).toHaveLength(1);
});

test("a file in which every line leaves a quote open is read to its end", async () => {
  const lines = Array.from({ length: 5_000 }, (_, i) => `"n${i};n${i}@example.de;x`);
  const { leads, errors } = await readFile(Buffer.from(header + lines.join("\n")));
  expect(leads).toHaveLength(0);
  expect(errors).toHaveLength(5_000);
});

test("whatever is sent is read to its end or is a problem, and every row is accounted for", async () => {
  const piece = fc.constantFrom(
    "\n",
    "\r\n",
    ";",
    ",",
    '"',
    '""',
    "\t",
    "|",
    "a@b.de",
    "=1",
    "1.2.24",
    "\0",
    "ü",
    " ",
  );
  const text = fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }).map((all) => all.join(""));
  await fc.assert(
    fc.asyncProperty(text, fc.boolean(), async (body, hasHeader) => {
      const bytes = Buffer.from(hasHeader ? `Name;E-Mail;Letzter Kontakt;Betrag\n${body}` : body);
      try {
        const upload = await readUpload({ bytes, contentType: "text/csv" }, null);
        const read = readRows(upload.table, upload.columns, { timeZone: "Europe/Berlin", now });
        const skipped = new Set(read.errors.filter((each) => each.skipped).map(({ row }) => row));
        expect(read.rows.length + skipped.size).toBe(read.total);
        expect(mergeRows(read.rows).reduce((sum, { rows }) => sum + rows, 0)).toBe(
          read.rows.length,
        );
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
      }
    }),
    { numRuns: 400 },
  );
});
