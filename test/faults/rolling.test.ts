import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { seeded } from "../fuzz/random.ts";
import { startBareDesk } from "../support/bare-desk.ts";
import { openFlows } from "./flows.ts";
import { wrongsOf } from "./invariants.ts";

const seed = Number(process.env["FAULTS_SEED"] ?? Date.now() % 1_000_000);
const rolls = Number(process.env["FAULTS_ROLLS"] ?? 2);
const CLIENTS = 6;

/**
 * Two Workers as two places on earth: one database and the same stores, objects of their own, since workerd shares
 * those with no other process. What runs here therefore needs none but for counting; for rooms see rooms.test.ts.
 */
test(`F-13: two Workers restarted in turn ${rolls} times under load, gently or not: nobody who sends again is ever refused, and all is done once`, async () => {
  const random = seeded(seed);
  const desk = await startBareDesk();
  onTestFinished(desk.stop);
  const workers = [desk.worker, await desk.startTwin()];
  let asked = 0;
  const url = () => workers[(asked += 1) % workers.length]?.url ?? desk.url;
  const flows = await openFlows({ databaseUrl: desk.databaseUrl, url }, random, 80 + rolls * 80);
  const { tickets, imported, orders, claims } = flows.done;
  const least = () => Math.min(...[tickets, imported, orders, claims].map(({ length }) => length));
  const over = new AbortController();
  const clients = Array.from({ length: CLIENTS }, async () => {
    while (!over.signal.aborted || least() === 0) await flows.oneOfTheDatabase();
  });
  const roll = async () => {
    for (let i = 0; i < rolls; i += 1) {
      for (const worker of workers) {
        await sleep(random.int(100, 400));
        await (random.chance(0.5) ? worker.endGently() : worker.kill());
        await worker.start();
      }
    }
  };
  await Promise.all([roll().finally(() => over.abort()), ...clients]);
  expect(await wrongsOf(desk, flows.done, flows.stock), `seed ${seed}`).toEqual([]);
}, 120_000);
