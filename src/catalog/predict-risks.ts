import type { Ctx } from "../context.ts";
import { addDays, daysBetween, localDay } from "../db/time.ts";
import { shortened } from "../short-body.ts";
import { z } from "../http/zod.ts";
import { logFailure } from "../log.ts";
import { ProblemError } from "../problems.ts";
import { factsFor, selectRiskFacts } from "./risk-facts.ts";
import { assessRisk } from "./risk.ts";
import { Prediction, type RiskBatch, type RiskPredictions } from "./risk.schema.ts";

const DEADLINE_MS = 5_000;
const LONGEST_ANSWER = 1024 * 1024;
const PLANT = "P01";
const STORAGE = "WH01";

const ApiAnswer = z.object({ predictions: z.array(Prediction) });

/**
 * Predicts shortages for many products at once: by the configured model, or by the built-in one if there is none
 * or it fails. `not-found` if a product is not sold.
 */
export async function predictRisks(ctx: Ctx, input: RiskBatch): Promise<RiskPredictions> {
  const wanted = input.products;
  const [rows] = await ctx.db.read([
    selectRiskFacts(
      ctx,
      wanted.map(({ product_code }) => product_code),
    ),
  ]);
  const byCode = new Map(rows.map((row) => [row.code, row]));
  const today = localDay(ctx.now, ctx.config.portal.timeZone);
  const builtIn = wanted.map((product) => {
    const row = byCode.get(product.product_code);
    if (!row) throw new ProblemError("not-found");
    const day = product.requested_delivery_date?.slice(0, 10) ?? addDays(today, 1);
    const days = Math.max(0, daysBetween(today, day));
    const { score } = assessRisk(factsFor(row, product.order_qty, days));
    return { product_code: product.product_code, shortage_probability: score };
  });
  const asked = await askApi(ctx, input, today);
  const predictions = asked ?? builtIn;
  return {
    predictions,
    total_products: predictions.length,
    high_risk_count: predictions.filter((one) => one.shortage_probability > 0.5).length,
    engine: asked ? "api" : "rules",
  };
}

async function askApi(ctx: Ctx, input: RiskBatch, today: string) {
  const url = ctx.config.portal.riskApiUrl;
  if (url === null) return null;
  const products = input.products.map((product) => ({
    ...product,
    order_created_date: product.order_created_date ?? today,
    requested_delivery_date: product.requested_delivery_date ?? addDays(today, 1),
    plant: PLANT,
    storage_location: STORAGE,
  }));
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ products }),
      redirect: "error",
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const { predictions } = ApiAnswer.parse(await shortened(response, LONGEST_ANSWER).json());
    const known = new Map(predictions.map((one) => [one.product_code, one]));
    return input.products.map(({ product_code }) => {
      const one = known.get(product_code);
      if (!one) throw new Error("The risk model left a product out.");
      return one;
    });
  } catch (error) {
    logFailure(ctx.requestId, "risk-api", error);
    return null;
  }
}
