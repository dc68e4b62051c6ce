import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runScript } from "../support/run-script.ts";
import { bundledTariff } from "../../src/pricing/tariff.ts";

const folder = mkdtempSync(join(tmpdir(), "edgedesk-tariff-"));

function tariff(...words: string[]) {
  return runScript("tariff.ts", words);
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

test("comparing a tariff shows what it does to given moves and where more volume costs less", async () => {
  const dearer = file("dearer.json", {
    ...bundledTariff,
    version: "2027",
    truck_per_hour_ore: 39500,
  });
  const moves = file("moves.json", [
    {
      volume_m3: 10,
      floors_from: 2,
      floors_to: 3,
      elevator_from: "yes",
      elevator_to: "ingen",
      distance_km: 15,
    },
  ]);
  const { status, stdout } = await tariff("compare", dearer, moves);
  expect(status).toBe(0);
  expect(stdout).toContain("2027 (new)");
  expect(stdout).toMatch(/3627 +│ 3984 +│ 357/);
  expect(stdout).toContain("Note: 10 m³ costs");
});

test("what is no tariff, or has the bundled one's version, is refused in a sentence", async () => {
  const broken = await tariff("compare", file("broken.json", { ...bundledTariff, crew: 0 }));
  expect([broken.status, broken.stderr]).toEqual([
    1,
    expect.stringMatching(/not usable[\s\S]*crew/),
  ]);
  const same = await tariff("publish", file("same.json", bundledTariff));
  expect([same.status, same.stderr]).toEqual([1, expect.stringMatching(/version of its own/)]);
  const missing = await tariff("compare", join(folder, "missing.json"));
  expect(missing.stderr).toMatch(/There is no file/);
  expect((await tariff()).stderr).toContain("npm run tariff -- publish");
});
