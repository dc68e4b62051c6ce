// npm run test:fuzz -- --requests 1000000 --seed 7: as many requests as you like, made from the contract.
import { parseArgs } from "node:util";
import { main } from "./support/explained.ts";
import { runTests } from "./support/run-tests.ts";

await main(async () => {
  const { values } = parseArgs({
    options: {
      requests: { type: "string", default: "1000000" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
    },
  });
  const variables = { FUZZ_REQUESTS: values.requests, FUZZ_SEED: values.seed };
  process.exitCode = runTests(process.cwd(), ["test/fuzz"], variables).status;
});
