import type { TestProject } from "vitest/node";
import { buildPages, buildWorker } from "../../scripts/support/worker-build.ts";
import { serveControls } from "./control.ts";
import { BOOTSTRAP_SECRET, startDesk } from "./running-desk.ts";

declare module "vitest" {
  export interface ProvidedContext {
    deskUrl: string;
    databaseUrl: string;
    controlUrl: string;
    bootstrapSecret: string;
  }
}

/** Builds the Worker once and starts the desk that all tests talk to. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildPages({ demoKey: null });
  buildWorker();
  const desk = await startDesk();
  const control = await serveControls(desk);
  project.provide("deskUrl", desk.url);
  project.provide("databaseUrl", desk.databaseUrl);
  project.provide("controlUrl", control.url);
  project.provide("bootstrapSecret", BOOTSTRAP_SECRET);
  return async () => {
    control.stop();
    await desk.stop();
  };
}
