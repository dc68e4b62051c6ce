// npm run test:mcp: the official MCP conformance suite against a desk that is started for it and ended again.
import { startBareDesk } from "../test/support/bare-desk.ts";
import { runConformance, scenarios } from "./support/conformance.ts";
import { Explained, main } from "./support/explained.ts";
import { buildPages, buildWorker } from "./support/worker-build.ts";

await main(async () => {
  await buildPages({ demoKey: null });
  buildWorker();
  const desk = await startBareDesk();
  try {
    const outcomes = await runConformance(`${desk.url}/mcp`);
    for (const { scenario, passed } of outcomes) {
      console.log(`${passed ? "passed " : "FAILED "} ${scenario}`);
    }
    for (const [scenario, reason] of Object.entries(scenarios)) {
      if (reason !== null) console.log(`skipped ${scenario}: ${reason}`);
    }
    const failed = outcomes.filter(({ passed }) => !passed);
    if (failed.length > 0) throw new Explained(failed.map(({ said }) => said).join("\n"));
  } finally {
    await desk.stop();
  }
});
