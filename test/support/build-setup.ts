import { buildPages, buildWorker } from "../../scripts/support/worker-build.ts";

/** Builds the Worker and the pages once for all desks that tests start. */
export default async function setup(): Promise<void> {
  await buildPages({ demoKey: null });
  buildWorker();
}
