import { kronor, oreFromKronor, parts, share, wholeKronor } from "../db/money.ts";
import type { Lift, PriceRequest, Service } from "./pricing.schema.ts";
import type { Tariff } from "./tariff.ts";

/** A price as it is shown: whole kronor, the parts summing to the subtotal. */
export type Pricing = {
  tariff_version: string;
  total_price: number;
  subtotal: number;
  personnel_cost: number;
  truck_cost: number;
  stairs_fee: number;
  services: { name: string; kronor: number }[];
  discount_percent: number;
  discount_amount: number;
  rut_savings: number;
};

const LITRES_PER_M3 = 1000;

const serviceNames: Record<Service, string> = {
  packing: "Packning",
  cleaning: "Städning",
  piano: "Pianoflytt",
  storage: "Magasinering",
};

/**
 * The price of a move: pure, and exact until each figure is cut to whole kronor as it is shown.
 *
 * Personnel and truck are paid by the hour with VAT; half of the personnel cost is RUT, up to what the
 * customer has left of the yearly ceiling. Discounts lower the whole subtotal, so crossing a threshold
 * can make a larger volume cheaper. The parts shown sum to the subtotal shown (a krona lost by cutting
 * goes to personnel), and subtotal less discount is the total. Distance is not charged.
 */
export function price(tariff: Tariff, request: PriceRequest): Pricing {
  const litres = Math.round(request.volume_m3 * LITRES_PER_M3);
  const labour = perHour(tariff, litres, tariff.personnel_per_hour_ore * tariff.crew);
  const truck = perHour(tariff, litres, tariff.truck_per_hour_ore);
  const stairsOre =
    stairsFee(tariff, request.floors_from, request.elevator_from) +
    stairsFee(tariff, request.floors_to, request.elevator_to);
  const services = request.additional_services.map((name) => ({
    name,
    ore: tariff.services_ore[name],
  }));
  const extrasOre = services.reduce((sum, service) => sum + service.ore, 0);

  const ceiling = Math.min(
    request.rut_remaining ?? tariff.rut.yearly_ceiling_kronor,
    tariff.rut.yearly_ceiling_kronor,
  );
  const rut = Math.min(share(labour, tariff.rut.basis_points), parts(oreFromKronor(ceiling)));
  const subtotal = labour - rut + truck + parts(stairsOre + extrasOre);
  const rate = discountRate(tariff, request.volume_m3);
  const total = subtotal - share(subtotal, rate);

  const shown = {
    truck: wholeKronor(truck),
    stairs: wholeKronor(parts(stairsOre)),
    extras: wholeKronor(parts(extrasOre)),
    subtotal: wholeKronor(subtotal),
    total: wholeKronor(total),
    rut: wholeKronor(rut),
  };
  return {
    tariff_version: tariff.version,
    total_price: shown.total,
    subtotal: shown.subtotal,
    personnel_cost: shown.subtotal - shown.truck - shown.stairs - shown.extras,
    truck_cost: shown.truck,
    stairs_fee: shown.stairs,
    services: services.map(({ name, ore }) => ({
      name: serviceNames[name],
      kronor: kronor(ore),
    })),
    discount_percent: rate / 100,
    discount_amount: shown.subtotal - shown.total,
    rut_savings: shown.rut,
  };
}

/** An hourly cost with VAT for this volume, in parts of an öre; never for less than the minimum hours. */
function perHour(tariff: Tariff, litres: number, orePerHour: number): number {
  const litresPerHour = tariff.m3_per_hour * LITRES_PER_M3;
  const billed = Math.max(litres, tariff.minimum_hours * litresPerHour);
  const withVat = 10_000 + tariff.vat_basis_points;
  return parts(orePerHour, billed * withVat, litresPerHour * 10_000);
}

function stairsFee(tariff: Tariff, floor: number, lift: Lift): number {
  if (floor < tariff.stairs.from_floor) return 0;
  if (lift === "none") return tariff.stairs.none_ore;
  return lift === "broken" ? tariff.stairs.broken_ore : 0;
}

function discountRate(tariff: Tariff, m3: number): number {
  return tariff.volume_discounts.find((step) => m3 >= step.from_m3)?.basis_points ?? 0;
}
