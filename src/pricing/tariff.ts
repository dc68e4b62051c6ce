import { z } from "zod";
import bundled from "./tariff.json" with { type: "json" };

const ore = z.int().min(0).max(100_000_000);
/** Shown as they are, so they have no öre: the parts of a price sum to its subtotal. */
const wholeKronorOre = ore.multipleOf(100);
const basisPoints = z.int().min(0).max(10_000);

/**
 * Everything that a price depends on besides the request. A tariff is data with a version: the bundle has
 * one, and KV may hold a newer one. Amounts are öre, shares are basis points (1/10,000).
 */
export const Tariff = z
  .object({
    version: z.string().min(1).max(40),
    crew: z.int().min(1).max(20),
    minimum_hours: z.int().min(0).max(24),
    m3_per_hour: z.int().min(1).max(100),
    /** Per person and hour, before VAT. */
    personnel_per_hour_ore: ore,
    /** Per hour, before VAT. */
    truck_per_hour_ore: ore,
    vat_basis_points: basisPoints,
    /** Flat fees per address from this floor on, by the state of its lift. */
    stairs: z.strictObject({
      from_floor: z.int(),
      none_ore: wholeKronorOre,
      broken_ore: wholeKronorOre,
    }),
    /** Flat and final: no RUT is drawn from them. */
    services_ore: z.strictObject({
      packing: wholeKronorOre,
      cleaning: wholeKronorOre,
      piano: wholeKronorOre,
      storage: wholeKronorOre,
    }),
    /** On the whole subtotal; the highest threshold that the volume reaches counts. */
    volume_discounts: z.array(
      z.strictObject({ from_m3: z.number().positive(), basis_points: basisPoints }),
    ),
    rut: z.strictObject({
      basis_points: basisPoints,
      yearly_ceiling_kronor: z.int().min(0).max(1_000_000),
    }),
  })
  .strict()
  .refine((t) => t.volume_discounts.every((step, i, all) => isBelow(step, all[i - 1])), {
    path: ["volume_discounts"],
    error: "must be listed from the largest volume down",
  });
export type Tariff = z.infer<typeof Tariff>;

export const bundledTariff: Tariff = bundled;

/** The KV name under which a published tariff replaces the bundled one. */
export const TARIFF_NAME = "tariff:current";

function isBelow(step: { from_m3: number }, before: { from_m3: number } | undefined): boolean {
  return before === undefined || step.from_m3 < before.from_m3;
}
