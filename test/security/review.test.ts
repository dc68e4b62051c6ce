import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("every test and place that SECURITY.md names is there, and every line of the list is answered", () => {
  const review = readFileSync("SECURITY.md", "utf8").split("## The model")[1] ?? "";
  let file = "";
  let titles = 0;
  for (const [, path, title] of review.matchAll(/`((?:src|test|scripts)\/[\w./-]+)`|"([^"]+)"/g)) {
    if (path !== undefined) {
      file = path;
      expect([file, existsSync(file)]).toEqual([file, true]);
    } else {
      const isThere = readFileSync(file, "utf8").includes(`test("${title}"`);
      expect([file, title, isThere]).toEqual([file, title, true]);
      titles += 1;
    }
  }
  expect(titles).toBeGreaterThan(80);
  const answered = [...review.matchAll(/^\| (S-\d\d)\b/gm)].map(([, id]) => id);
  const all = Array.from({ length: 50 }, (_, i) => `S-${String(i + 1).padStart(2, "0")}`);
  expect(answered).toEqual(all);
});
