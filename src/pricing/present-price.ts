import type { Pricing } from "./price.ts";
import type { PriceCalculated } from "./pricing.schema.ts";

/** A price as every surface shows it: the figures and what to say, in Swedish. */
export function presentPrice(pricing: Pricing): PriceCalculated {
  const discount = pricing.discount_percent === 0 ? "" : `${pricing.discount_percent}%`;
  const savings = explainSavings(pricing, discount);
  return {
    price_calculated: true,
    pricing_data: {
      total_price: pricing.total_price,
      volume_discount: discount,
      savings_explanation: savings,
    },
    price_breakdown: {
      personnel_cost: pricing.personnel_cost,
      truck_cost: pricing.truck_cost,
      stairs_fee: pricing.stairs_fee,
      additional_services: pricing.services.map(({ name, kronor }) => `${name}: ${kronor} kr`),
      subtotal: pricing.subtotal,
      discount_amount: pricing.discount_amount,
      rut_savings: pricing.rut_savings,
    },
    suggested_response: suggestResponse(pricing, savings),
    tariff_version: pricing.tariff_version,
  };
}

function explainSavings(pricing: Pricing, discount: string): string {
  const savings = [
    pricing.rut_savings > 0 ? `${kr(pricing.rut_savings)} med RUT-avdraget` : null,
    discount === "" ? null : `${kr(pricing.discount_amount)} med ${discount} volymrabatt`,
  ].filter((saving) => saving !== null);
  return savings.length === 0 ? "" : `Du sparar ${savings.join(" och ")}.`;
}

function suggestResponse(pricing: Pricing, savings: string): string {
  const extras = pricing.services.map(({ name }) => name.toLowerCase());
  const included = extras.length === 0 ? "" : `, med ${extras.join(", ")}`;
  const rut = pricing.rut_savings > 0 ? " efter RUT-avdrag" : "";
  return `Din flytt kostar ${kr(pricing.total_price)}${rut}${included}. ${savings}`.trim();
}

/** `8909` → `8 909 kr`, as sv-SE groups digits; Intl takes longer for it than the price itself. */
function kr(amount: number): string {
  return `${String(amount).replaceAll(/\B(?=(\d{3})+$)/g, "\u00a0")} kr`;
}
