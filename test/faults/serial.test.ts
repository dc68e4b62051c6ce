import { afterAll, beforeAll, expect, test } from "vitest";
import { startBareDesk, type BareDesk } from "../support/bare-desk.ts";
import type { Seam } from "../support/database-proxy.ts";
import { duelsOf, type Duel } from "./duels.ts";
import { wrongsOf } from "./invariants.ts";

let desk: BareDesk;
beforeAll(async () => {
  desk = await startBareDesk({}, { isCounting: true });
});
afterAll(() => desk.stop());

type Ending = { one: string; rival: string; seen: string };

async function rivalFirst({ one, rival, look, isContest }: Duel): Promise<Ending> {
  const before = await rival();
  const done = await one();
  if (isContest) expect([before, done]).toEqual(["done", "refused"]);
  return { one: done, rival: before, seen: await look() };
}

/** The rival comes at one side of the n-th round trip of the other; if there are not so many, after it. */
async function slippedIn(
  { one, rival, look }: Duel,
  { nth, side }: { nth: number; side: Seam },
): Promise<Ending & { isAfter: boolean }> {
  let passed = 0;
  let coming: Promise<string> | null = null;
  let isOn = true;
  if (desk.proxy) {
    desk.proxy.hold = async (seam) => {
      if (!isOn || seam !== side) return;
      passed += 1;
      if (passed !== nth) return;
      isOn = false;
      coming = rival();
      await coming;
    };
  }
  const done = await one();
  isOn = false;
  // It may have come at what runs behind the answer.
  const isAfter = coming === null;
  return { one: done, rival: await (coming ?? rival()), seen: await look(), isAfter };
}

// Every write is one batch, so there are seams only between round trips; and what comes before one finds what comes after
// the one before it, so that the short run leaves those out.
const sides: Seam[] = process.env["FAULTS_LONG"] ? ["before", "after"] : ["after"];

test("C-09: whatever is slipped in before or after any round trip of checkout, approval, replacement or registration, all ends as if one had come after the other", async () => {
  let seams = 0;
  for (const [name, make] of Object.entries(duelsOf(desk))) {
    const serial = [await rivalFirst(await make())];
    const endings: { at: string; ending: Ending }[] = [];
    for (const side of sides) {
      for (let nth = 1; ; nth += 1) {
        const { isAfter, ...ending } = await slippedIn(await make(), { nth, side });
        if (isAfter) {
          expect([name, ending.one]).toEqual([name, "done"]);
          serial.push(ending);
          break;
        }
        endings.push({ at: `${name}, ${side} round trip ${nth}`, ending });
      }
    }
    for (const { at, ending } of endings) expect(serial, at).toContainEqual(ending);
    seams += endings.length;
  }
  expect(seams).toBeGreaterThan(30);
  const nothing = { tickets: [], messages: [], imported: [], orders: [], claims: [] };
  expect(await wrongsOf(desk, nothing, [])).toEqual([]);
}, 240_000);
