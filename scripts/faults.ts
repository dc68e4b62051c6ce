// npm run test:faults -- --kills 160 --seed 7: the long run of test/faults; with --mutants, that it would notice.
import { parseArgs } from "node:util";
import { proveMutants } from "./support/prove-mutants.ts";
import { main } from "./support/explained.ts";
import { runTests } from "./support/run-tests.ts";

await main(async () => {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "160" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      mutants: { type: "boolean", default: false },
      only: { type: "string", default: "" },
    },
  });
  if (values.mutants) return proveMutants(values.seed, values.only);
  const variables = { FAULTS_KILLS: values.kills, FAULTS_SEED: values.seed, FAULTS_LONG: "1" };
  process.exitCode = runTests(process.cwd(), ["test/faults"], variables).status;
});
