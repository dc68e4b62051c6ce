import { expect, test } from "vitest";
import { listScenarios, runConformance, scenarios } from "../../scripts/support/conformance.ts";
import { lane } from "../support/lane.ts";

test("M25: the official conformance suite's scenarios for servers pass where they apply", async () => {
  expect((await listScenarios()).toSorted()).toEqual(Object.keys(scenarios).toSorted());
  const outcomes = await runConformance(`${lane.deskUrl}/mcp`);
  expect(outcomes.length).toBeGreaterThan(0);
  expect(outcomes.filter(({ passed }) => !passed)).toEqual([]);
});
