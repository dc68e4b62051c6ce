import { centsOf } from "../db/money.ts";
import type { NewProduct, ProductChange, Zone } from "./products.schema.ts";

/** Finland's rate for food since 2026. */
export const FOOD_VAT_BASIS_POINTS = 1350;

const FROZEN_UP_TO = 3;
const CHILLED_UP_TO = 6;

/** What an input says about a product, as columns; fields that were not given are left out. */
export function productValues(input: NewProduct | ProductChange) {
  const { price, vat_rate, temperature_zone, ...rest } = input;
  const zone = temperature_zone ?? zoneOf(input.temperature_condition);
  return {
    ...rest,
    ...(price === undefined ? {} : { price_cents: centsOf(price) ?? 0 }),
    ...(vat_rate === undefined ? {} : { vat_basis_points: Math.round(vat_rate * 100) }),
    ...(zone === undefined ? {} : { temperature_zone: zone }),
  };
}

function zoneOf(degrees: number | undefined): Zone | undefined {
  if (degrees === undefined) return undefined;
  if (degrees <= FROZEN_UP_TO) return "frozen";
  return degrees <= CHILLED_UP_TO ? "chilled" : "ambient";
}
