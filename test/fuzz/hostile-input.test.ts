import { constants, setPriority } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { POLICIES_NAME, defaultPolicies } from "../../src/limits/policies.ts";
import { startBareDesk } from "../support/bare-desk.ts";
import { openFlows } from "../faults/flows.ts";
import { castOf } from "./cast.ts";
import { fire } from "./fire.ts";
import { seeded } from "./random.ts";
import { targets } from "./requests.ts";

const requests = Number(process.env["FUZZ_REQUESTS"] ?? 50_000);
/** The same draws with each change; other seeds find more, with `npm run test:fuzz`. */
const seed = Number(process.env["FUZZ_SEED"] ?? 7);

/** Limits that a million requests do not reach; they have tests of their own. */
const wide = Object.fromEntries(
  Object.keys(defaultPolicies).map((name) => [name, { limit: 1_000_000, seconds: 86_400 }]),
);

test(`${requests} requests of all kinds, hostile ones among them: every answer is one that the contract names, and none is a 5xx`, async () => {
  // It takes all that a processor has; what runs beside it has its turn first.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const desk = await startBareDesk();
  onTestFinished(desk.stop);
  desk.stores.kv.set(POLICIES_NAME, JSON.stringify(wide));
  const flows = await openFlows(desk, seeded(seed), 10);
  const buyers = await Promise.all([1, 2, 3].map(() => flows.deliver()));
  const tokens = buyers.map(({ buyer }) => buyer.token);
  const cast = await castOf(desk.url, desk.databaseUrl, tokens);
  const outcome = await fire(desk.url, cast, { requests, seed });

  const { findings, busy, byStatus, seconds, reached, slowest } = outcome;
  const statuses = [...byStatus].toSorted(([a], [b]) => a - b).map((pair) => pair.join(": "));
  const report = [
    `seed ${seed}: ${outcome.requests} requests in ${seconds.toFixed(1)} s, ${Math.round(outcome.requests / seconds)} a second`,
    `by status ${statuses.join(", ")}; sent again after 503: ${busy}`,
    `${reached.size} of ${targets.length} operations with success; without: ${targets
      .filter(({ id }) => !reached.has(id))
      .map(({ id }) => id)
      .join(", ")}`,
    ...slowest.map(({ ms, request }) => `${ms} ms ${request.slice(0, 160)}`),
    ...[...outcome.timeOf]
      .toSorted(([, a], [, b]) => b.ms - a.ms)
      .slice(0, 8)
      .map(([id, { calls, ms }]) => `${id}: ${calls} calls of ${Math.round(ms / calls)} ms`),
  ];
  process.stdout.write(`${report.join("\n")}\n`);

  expect(findings, `seed ${seed}`).toEqual([]);
  expect(outcome.requests).toBe(requests);
  expect(reached.size).toBeGreaterThan(targets.length * 0.75);
  expect(busy).toBeLessThan(requests / 100);
  expect(byStatus.get(429) ?? 0).toBeLessThan(requests / 100);
  const crashes = desk.log().match(/.*(uncaught|Uncaught|internal-error).*/g) ?? [];
  expect(crashes.slice(0, 3)).toEqual([]);
}, 0);
