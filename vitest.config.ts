import { defineConfig } from "vitest/config";
import { LANES } from "./test/support/lanes.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/global-setup.ts",
    // Each worker has a desk of its own, because tests count what theirs does.
    maxWorkers: LANES,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ["default", "./test/support/closing-line.ts"],
  },
});
