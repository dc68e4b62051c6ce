import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mutants } from "./mutants.ts";

const root = join(import.meta.dirname, "../..");

test("every deliberate bug still has exactly one place in the code where it goes", () => {
  const places = mutants.map(({ name, file, find }) => {
    const text = readFileSync(join(root, file), "utf8");
    return [name, text.split(find).length - 1];
  });
  expect(places).toEqual(mutants.map(({ name }) => [name, 1]));
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});
