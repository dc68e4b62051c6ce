import { BaseSequencer, type TestSpecification } from "vitest/node";
import { defineConfig } from "vitest/config";
import { LANES } from "./test/support/lanes.ts";
import { openScratchFolder } from "./test/support/scratch.ts";

process.env["TMPDIR"] = openScratchFolder();

/**
 * Begun first: those that take a minute and more, so that no lane waits for them in the end, and those that count on what
 * a new desk has, before others have filled it.
 */
const first = [
  "tickets/logs",
  "knowledge/knowledge",
  "knowledge/passages",
  "fuzz/hostile-input",
  "scripts/start",
  "chat/endurance",
  "faults/storm",
  "limits/limits",
  "console.browser",
  "pages.browser",
  "claims/ai-approval",
  "orders/order-properties",
  "chat/room-socket",
  "chat/copies",
];

/** They need the desk as wrangler serves it, with its pages (test/support/served-desk.ts). */
const ofPages = ["test/**/*.browser.test.ts", "test/security/answers.test.ts"];

class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = first.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`));
      return index < 0 ? first.length : index;
    };
    return files.toSorted((one, other) => place(one) - place(other));
  }
}

const ofEach = {
  globalSetup: "test/support/global-setup.ts",
  // Nothing replaces a module, so that the desk's need not be loaded anew for each file.
  isolate: false,
  testTimeout: 60_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 30_000 } },
};

export default defineConfig({
  test: {
    // Each worker has a desk of its own, because tests count what theirs does.
    maxWorkers: LANES,
    sequence: { sequencer: InOrder },
    reporters: ["default", "./test/support/closing-line.ts"],
    projects: [
      {
        test: { ...ofEach, name: "bare", include: ["test/**/*.test.ts"], exclude: ofPages },
      },
      { test: { ...ofEach, name: "served", include: ofPages } },
    ],
  },
});
