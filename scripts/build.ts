import { main } from "./support/explained.ts";
import { buildPages, buildWorker } from "./support/worker-build.ts";

await main(async () => {
  buildPages({ demoKey: null });
  buildWorker();
  console.log("Built the pages into public/ and the Worker into dist/worker.");
});
