import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { buildPages, buildWorker } from "../../scripts/support/worker-build.ts";
import { LANES, type Lane } from "./lanes.ts";

declare module "vitest" {
  export interface ProvidedContext {
    lanes: Lane[];
    isBuilt: boolean;
  }
}

/** Builds the Worker once for all projects, and starts the desks that the tests talk to, one for each of vitest's workers. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!project.getProvidedContext().isBuilt) {
    await buildPages({ demoKey: null });
    buildWorker();
    project.vitest.provide("isBuilt", true);
  }
  const lanes = await Promise.all(Array.from({ length: LANES }, () => openLane(project.name)));
  project.provide(
    "lanes",
    lanes.map(({ lane }) => lane),
  );
  return async () => {
    await Promise.all(lanes.map(({ close }) => close()));
  };
}

async function openLane(kind: string) {
  const child = fork(join(import.meta.dirname, "lane-process.ts"), [kind]);
  const ended = once(child, "exit");
  const [lane] = await Promise.race([
    once(child, "message"),
    ended.then(() => Promise.reject(new Error("A lane's desk did not start."))),
  ]);
  return {
    lane,
    async close() {
      child.disconnect();
      await ended;
    },
  };
}
