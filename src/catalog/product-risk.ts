import type { Ctx } from "../context.ts";
import { ProblemError } from "../problems.ts";
import { factsFor, selectRiskFacts } from "./risk-facts.ts";
import { assessRisk } from "./risk.ts";
import type { ProductRisk } from "./risk.schema.ts";

/** How likely a quantity of a product would come up short tomorrow, and why. Or `not-found`. */
export async function productRisk(ctx: Ctx, code: string, quantity: number): Promise<ProductRisk> {
  const [[row]] = await ctx.db.read([selectRiskFacts(ctx, [code])]);
  if (!row) throw new ProblemError("not-found");
  const { score, level, reasons } = assessRisk(factsFor(row, quantity));
  return { product_code: code, risk_score: score, risk_level: level, reasons };
}
