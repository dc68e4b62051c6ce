import { expect, onTestFinished, test } from "vitest";
import { seeded } from "../fuzz/random.ts";
import { startBareDesk } from "../support/bare-desk.ts";
import { openFlows } from "./flows.ts";
import { wrongsOf } from "./invariants.ts";
import { killAgainAndAgain } from "./killer.ts";

const kills = Number(process.env["FAULTS_KILLS"] ?? 30);
const seed = Number(process.env["FAULTS_SEED"] ?? Date.now() % 1_000_000);
const CLIENTS = 12;

test(`tickets, chats, imports, checkouts, claims and refunds through ${kills} kills: all that was acknowledged is there, once`, async () => {
  const random = seeded(seed);
  const desk = await startBareDesk({}, { isCounting: true });
  onTestFinished(desk.stop);
  const flows = await openFlows(desk, random, 60 + kills * 4);
  const startedAt = Date.now();
  const over = new AbortController();
  let rounds = 0;
  const clients = Array.from({ length: CLIENTS }, async () => {
    while (!over.signal.aborted) {
      await flows.one();
      rounds += 1;
    }
  });
  const [done] = await Promise.all([
    killAgainAndAgain(desk, { kills, random: seeded(seed + 1) }).finally(() => over.abort()),
    ...clients,
  ]);
  const seconds = (Date.now() - startedAt) / 1000;
  const wrongs = await wrongsOf(desk, flows.done, flows.stock);
  const { tickets, messages, imported, orders, claims } = flows.done;
  process.stdout.write(
    `seed ${seed}: ${done.database} kills of libSQL, ${done.worker} of the Worker, ${done.answersLost} times answers lost, ` +
      `in ${seconds.toFixed(0)} s; ${rounds} flows: ${tickets.length} tickets, ${messages.length} messages, ` +
      `${imported.length} leads, ${orders.length} orders, ${claims.length} refunds\n`,
  );
  expect(wrongs, `seed ${seed}`).toEqual([]);
  const counts = [tickets, messages, imported, orders, claims].map(({ length }) => length);
  expect(Math.min(...counts)).toBeGreaterThan(0);
}, 0);
