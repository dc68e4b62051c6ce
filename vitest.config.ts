import { BaseSequencer, type TestSpecification } from "vitest/node";
import { defineConfig } from "vitest/config";
import { LANES } from "./test/support/lanes.ts";

/** They take a minute and more: begun first, so that no lane waits for them in the end. */
const longest = [
  "fuzz/hostile-input",
  "scripts/start",
  "chat/endurance",
  "faults/storm",
  "limits/limits",
  "pages.browser",
  "console.browser",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = longest.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`));
      return index < 0 ? longest.length : index;
    };
    return files.toSorted((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/global-setup.ts",
    // Each worker has a desk of its own, because tests count what theirs does.
    maxWorkers: LANES,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ["default", "./test/support/closing-line.ts"],
  },
});
