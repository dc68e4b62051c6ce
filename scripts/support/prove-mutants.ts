import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mutants, type Mutant } from "../../test/faults/mutants.ts";
import { newcomersCopy, removeCopy } from "../../test/support/start.ts";
import { Explained } from "./explained.ts";
import { runTests } from "./run-tests.ts";

/**
 * Puts each deliberate bug into a copy of the working tree and runs the tests that must notice it. Says which did, and
 * fails if one was missed. With `only`, those whose name contains it.
 */
export async function proveMutants(seed: string, only: string): Promise<void> {
  const chosen = mutants.filter(({ name }) => name.includes(only));
  const folder = newcomersCopy();
  const missed: string[] = [];
  try {
    for (const mutant of chosen) {
      const verdict = prove(folder, mutant, seed);
      console.log(
        `${verdict === null ? "MISSED" : "caught"}  ${mutant.name}${verdict ? `: ${verdict}` : ""}`,
      );
      if (verdict === null) missed.push(mutant.name);
    }
  } finally {
    removeCopy(folder);
  }
  console.log(`${chosen.length - missed.length} of ${chosen.length} caught`);
  if (missed.length > 0) throw new Explained(`Not noticed: ${missed.join("; ")}.`);
}

/** What the tests said of a mutant; null if they passed. */
function prove(
  folder: string,
  { file, find, replace, tests }: Mutant,
  seed: string,
): string | null {
  const path = join(folder, file);
  const original = readFileSync(path, "utf8");
  if (original.split(find).length !== 2) {
    throw new Explained(`${file} does not have exactly once: ${find}`);
  }
  writeFileSync(
    path,
    original.replace(find, () => replace),
  );
  try {
    const variables = { FAULTS_KILLS: "24", FAULTS_SEED: seed, NO_COLOR: "1" };
    const { status, said } = runTests(folder, tests, variables, { isQuiet: true });
    if (status === 0) return null;
    if (!/\d+ passed, [1-9]\d* failed/.test(said))
      throw new Explained(`No test ran:\n${said.slice(-2_000)}`);
    // A test that only took too long has noticed nothing.
    const failure = /(?:AssertionError|Error|Explained): (?!Test timed out)(.+)/.exec(said)?.[1];
    return failure?.slice(0, 160) ?? null;
  } finally {
    writeFileSync(path, original);
  }
}
