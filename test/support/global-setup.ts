import type { TestProject } from "vitest/node";
import { buildPages, buildWorker } from "../../scripts/support/worker-build.ts";
import { serveControls } from "./control.ts";
import { LANES, type Lane } from "./lanes.ts";
import { BOOTSTRAP_SECRET, startDesk } from "./running-desk.ts";

declare module "vitest" {
  export interface ProvidedContext {
    lanes: Lane[];
    bootstrapSecret: string;
  }
}

/** Builds the Worker once and starts the desks that the tests talk to, one for each of vitest's workers. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildPages({ demoKey: null });
  buildWorker();
  const lanes = await Promise.all(Array.from({ length: LANES }, openLane));
  project.provide(
    "lanes",
    lanes.map(({ lane }) => lane),
  );
  project.provide("bootstrapSecret", BOOTSTRAP_SECRET);
  return async () => {
    await Promise.all(lanes.map(({ close }) => close()));
  };
}

async function openLane() {
  const desk = await startDesk();
  const control = await serveControls(desk);
  const lane: Lane = {
    deskUrl: desk.url,
    databaseUrl: desk.databaseUrl,
    controlUrl: control.url,
  };
  return {
    lane,
    async close() {
      control.stop();
      await desk.stop();
    },
  };
}
