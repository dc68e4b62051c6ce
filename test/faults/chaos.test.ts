import { expect, onTestFinished, test } from "vitest";
import { seeded } from "../fuzz/random.ts";
import { startBareDesk } from "../support/bare-desk.ts";
import { breaksOff, fails, saysRaw, says, startProvider } from "../support/responses-api.ts";
import { openFlows } from "./flows.ts";
import { wrongsOf } from "./invariants.ts";

const seed = Number(process.env["FAULTS_SEED"] ?? Date.now() % 1_000_000);
const each = Number(process.env["FAULTS_FLOWS"] ?? 8);
const CLIENTS = 6;
/** Of all that is asked of KV, R2, libSQL and the provider. */
const FAILING = 0.03;

test("F-25: three of a hundred calls of every store and of the provider fail at once: all invariants hold, every 5xx is a problem that says when to come again", async () => {
  const random = seeded(seed);
  const provider = await startProvider(
    says(JSON.stringify({ intent: "support", confidence: 0.9, suggestions: ["We look at it."] })),
  );
  onTestFinished(provider.close);
  provider.choose = () =>
    random.chance(FAILING)
      ? random.pick([fails(500), fails(401), saysRaw("<html>"), breaksOff(["{"])])
      : null;
  const desk = await startBareDesk(
    { OPENAI_API_KEY: "test", OPENAI_BASE_URL: provider.baseUrl },
    { isCounting: true },
  );
  onTestFinished(desk.stop);
  const flows = await openFlows(desk, random, 60 + each * CLIENTS);
  desk.stores.conduct = () =>
    random.chance(FAILING) ? random.pick(["fails", "throttles", "dawdles"]) : "works";
  if (desk.proxy) {
    desk.proxy.spoil = () => {
      if (!random.chance(FAILING)) return null;
      const cutAt = random.int(0, 400);
      return random.pick([{ status: 429, body: "" }, { status: 502, body: "<html>" }, { cutAt }]);
    };
  }
  const clients = Array.from({ length: CLIENTS }, async () => {
    for (let i = 0; i < each; i += 1) await flows.one();
  });
  await Promise.all(clients);
  desk.stores.conduct = () => "works";
  if (desk.proxy) desk.proxy.spoil = () => null;
  expect(await wrongsOf(desk, flows.done, flows.stock), `seed ${seed}`).toEqual([]);
}, 240_000);
