import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { marked } from "../../src/ai/marked.ts";
import { boundaryOf, readParts } from "../../src/files/multipart.ts";
import { readMarkdown } from "../../src/knowledge/read-markdown.ts";
import { readAmount } from "../../src/leads/read-amount.ts";
import { readDate } from "../../src/leads/read-date.ts";
import { readHeaders } from "../../src/leads/read-headers.ts";
import { judgeByRules } from "../../src/leads/judge-by-rules.ts";
import { wordsOf } from "../../src/ai/language.ts";

const LONG = 400_000;
const rules = { order: "day-first", timeZone: "Europe/Berlin", now: new Date() } as const;

/** Runs of these are what a pattern with two ways to read them tries over and over. */
const runs = [
  " ",
  "\t",
  "#",
  "-",
  "a",
  "1",
  ",",
  "<",
  "=",
  '"',
  "\\",
  "T ",
  "a.",
  "<a",
  "> ",
  "\u2028",
];
const texts = runs.flatMap((run) => {
  const body = run.repeat(LONG / run.length);
  return [body, `x${body}\u2028x`, `1${body}x`, `"${body}x`];
});

/** Ends what would go on for hours, so that a pattern that runs away is a failure and not a standstill. */
function within(milliseconds: number, read: () => void): void {
  runInNewContext("read()", { read }, { timeout: milliseconds });
}

test("S-42: text of any length is read in one go: a pattern that goes back and forth would never end here", () => {
  within(50_000, () => {
    for (const text of texts) {
      expect(readMarkdown(`## ${text}\n# ${text}\nkeywords:${text}`).length).toBeLessThanOrEqual(1);
      expect(marked("lead", `<${text}`, LONG)).toMatch(/^<lead>\n/);
      expect(readDate(text, rules)).toBeNull();
      expect(wordsOf(text).join("").length).toBeLessThanOrEqual(LONG + 2);
      expect(boundaryOf(`multipart/form-data; ${text}`)).toBeNull();
      expect(
        judgeByRules({ status: text, notes: text, lastContact: null }, rules.now),
      ).toBeTruthy();
    }
  });
});

test("S-42: what has a longest length is refused or cut before it is looked at", () => {
  for (const text of texts) {
    expect(readHeaders([text])).toHaveLength(1);
    expect(readAmount(text.slice(0, 100))).toSatisfy((cents) => cents === null || cents >= 0);
  }
});

test("S-42: a part of a form with an endless header is given up on", async () => {
  for (const run of runs) {
    const header = `\r\n--x\r\nContent-Disposition: form-data; ${run.repeat(8_000 / run.length)}`;
    const parts = readParts(once(Buffer.from(`${header}\r\n\r\n`)), "x");
    await expect(parts.next()).rejects.toThrow("A part of the form has no name.");
  }
});

test("a heading of Markdown is its text, without the marks that may close it", () => {
  const titles = ["## A", "##  A  ", "## A ##", "## A##", "## A # B #", "##\tA"].map(
    (line) => readMarkdown(line)[0]?.title,
  );
  expect(titles).toEqual(["A", "A", "A", "A", "A # B", "A"]);
  for (const none of ["##", "## ", "##A", "### A"]) expect(readMarkdown(none)).toEqual([]);
  expect(readMarkdown("## A\nKeywords:  b, c ")[0]?.keywords).toBe("b, c");
});

async function* once(bytes: Uint8Array) {
  yield bytes;
}
