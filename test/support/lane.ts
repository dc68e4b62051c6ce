import { inject } from "vitest";
import type { Lane } from "./lanes.ts";

/** The desk of this test file. */
export const lane = ownLane();

function ownLane(): Lane {
  const own = inject("lanes")[Number(process.env["VITEST_POOL_ID"]) - 1];
  if (!own) throw new Error("There are more workers than lanes.");
  return own;
}
