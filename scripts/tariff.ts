// npm run tariff -- compare <tariff.json> [requests.json] | publish <tariff.json> | withdraw   [--remote]
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { price } from "../src/pricing/price.ts";
import { PriceRequest } from "../src/pricing/pricing.schema.ts";
import { bundledTariff, Tariff, TARIFF_NAME } from "../src/pricing/tariff.ts";
import { z } from "../src/http/zod.ts";
import { openEdgeKv } from "./support/edge-kv.ts";
import { Explained, main } from "./support/explained.ts";

const USAGE = `The price list. It is data: what is published to KV replaces the bundled one without a deploy.

  npm run tariff -- compare <tariff.json> [requests.json]   what the change would do; writes nothing
  npm run tariff -- publish <tariff.json> [--remote]        put it in force, within about two minutes
  npm run tariff -- withdraw [--remote]                     back to the bundled one

The bundled tariff is src/pricing/tariff.json; requests are bodies of POST /gpt-rag/calculate-price.`;

const SAMPLES = join(import.meta.dirname, "sample-moves.json");

await main(async () => {
  const [command, file, requests] = process.argv.slice(2).filter((word) => word !== "--remote");
  if (command === "withdraw") return withdraw();
  if (!file || (command !== "compare" && command !== "publish")) throw new Explained(USAGE);
  const tariff = read(file, Tariff);
  compare(tariff, read(requests ?? SAMPLES, z.array(PriceRequest)));
  warnOfDrops(tariff);
  if (command === "publish") await publish(tariff);
});

function compare(tariff: Tariff, requests: PriceRequest[]): void {
  const rows = requests.map((request) => {
    const before = price(bundledTariff, request).total_price;
    const after = price(tariff, request).total_price;
    return {
      "m³": request.volume_m3,
      floors: `${request.floors_from} → ${request.floors_to}`,
      lifts: `${request.elevator_from} → ${request.elevator_to}`,
      extras: request.additional_services.join(", "),
      [bundledTariff.version]: before,
      [`${tariff.version} (new)`]: after,
      change: after - before,
    };
  });
  console.table(rows);
}

/** A discount on the whole sum can make more volume cost less just above a threshold. */
function warnOfDrops(tariff: Tariff): void {
  for (const { from_m3: threshold } of tariff.volume_discounts) {
    const [below, at] = [threshold - 0.01, threshold].map(
      (m3) => price(tariff, plainMove(m3)).total_price,
    );
    if (below !== undefined && at !== undefined && at < below) {
      console.log(`Note: ${threshold} m³ costs ${below - at} kr less than ${threshold - 0.01} m³.`);
    }
  }
}

function plainMove(volume: number): PriceRequest {
  return {
    volume_m3: volume,
    floors_from: 0,
    floors_to: 0,
    elevator_from: "yes",
    elevator_to: "yes",
    additional_services: [],
    distance_km: 0,
  };
}

async function publish(tariff: Tariff): Promise<void> {
  if (tariff.version === bundledTariff.version) {
    throw new Explained("Give the tariff a version of its own; quotes and answers name it.");
  }
  await openEdgeKv(process.argv.includes("--remote")).write(TARIFF_NAME, tariff);
  console.log(`Published ${tariff.version}.`);
}

async function withdraw(): Promise<void> {
  await openEdgeKv(process.argv.includes("--remote")).delete(TARIFF_NAME);
  console.log(`The bundled tariff ${bundledTariff.version} is in force again.`);
}

function read<T>(file: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(readJson(file));
  if (parsed.success) return parsed.data;
  throw new Explained(`${file} is not usable:\n${z.prettifyError(parsed.error)}`);
}

function readJson(file: string): unknown {
  if (!existsSync(file)) throw new Explained(`There is no file ${file}.`);
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new Explained(`${file} is not JSON.`);
  }
}
