import { main } from "./support/explained.ts";
import { buildPages, buildWorker } from "./support/worker-build.ts";

await main(async () => {
  await buildPages({ demoKey: null });
  buildWorker();
  console.log("Built the pages into public/ and the Worker into dist/worker.");
});
