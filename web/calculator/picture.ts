import type { Pricing } from "../../src/pricing/price.ts";
import type { PriceRequest } from "../../src/pricing/pricing.schema.ts";
import { element } from "../support/element.ts";
import type { texts } from "./texts.ts";

type Texts = (typeof texts)["en"];
type Part = { name: string; kronor: number; colour: string };

/**
 * A price as two bars of the same length, what it costs above who pays it, and the figures beneath. Crew is
 * shown before RUT, so both bars are the subtotal and RUT together.
 */
export function picture(
  t: Texts,
  money: (kronor: number) => string,
  pricing: Pricing,
  request: PriceRequest,
): HTMLElement[] {
  const extras = pricing.services.reduce((sum, { kronor }) => sum + kronor, 0);
  const costs: Part[] = [
    { name: t.crew, kronor: pricing.personnel_cost + pricing.rut_savings, colour: "crew" },
    { name: t.truck, kronor: pricing.truck_cost, colour: "truck" },
    { name: t.stairs, kronor: pricing.stairs_fee, colour: "stairs" },
    { name: t.extrasCost, kronor: extras, colour: "extras" },
  ];
  const discount = t.discount(pricing.discount_percent);
  const payers: Part[] = [
    { name: t.you, kronor: pricing.total_price, colour: "you" },
    { name: t.rutPays, kronor: pricing.rut_savings, colour: "rut" },
    { name: discount, kronor: pricing.discount_amount, colour: "discount" },
  ];
  const lines: Part[] = [
    ...costs.slice(0, 3),
    ...pricing.services.map(({ kronor }, i) => {
      const service = request.additional_services[i];
      return { name: service ? t.services[service] : "", kronor, colour: "extras" };
    }),
    { name: t.rut, kronor: -pricing.rut_savings, colour: "rut" },
    { name: discount, kronor: -pricing.discount_amount, colour: "discount" },
  ];
  return [
    bar(t.costs, costs, money),
    bar(t.paidBy, payers, money),
    element(
      "dl",
      {},
      ...lines
        .filter(({ kronor }) => kronor !== 0)
        .map(({ name, kronor, colour }) =>
          element(
            "div",
            {},
            element("dt", {}, element("i", { class: colour }), name),
            element("dd", {}, money(kronor)),
          ),
        ),
    ),
  ];
}

function bar(title: string, parts: Part[], money: (kronor: number) => string): HTMLElement {
  const shown = parts.filter(({ kronor }) => kronor > 0);
  const told = shown.map(({ name, kronor }) => `${name} ${money(kronor)}`).join(", ");
  return element(
    "div",
    { class: "bar" },
    element("p", { "aria-hidden": "true" }, title),
    element(
      "div",
      { class: "parts", role: "img", "aria-label": `${title}: ${told}` },
      ...shown.map(({ name, kronor, colour }) => {
        const part = element("span", { class: colour, title: `${name}: ${money(kronor)}` });
        part.style.flexGrow = String(kronor);
        return part;
      }),
    ),
  );
}
