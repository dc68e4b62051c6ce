import type { Ctx } from "../context.ts";
import { refreshing } from "../kv/refreshing.ts";
import { presentPrice } from "./present-price.ts";
import { price } from "./price.ts";
import type { PriceCalculated, PriceRequest } from "./pricing.schema.ts";
import { bundledTariff, Tariff, TARIFF_NAME } from "./tariff.ts";

const tariff = refreshing(TARIFF_NAME, Tariff, bundledTariff);

/** The tariff in force. A published one is seen within a minute or two; nothing waits for it. */
export function currentTariff(ctx: Ctx): Tariff {
  return tariff.current(ctx);
}

/** Prices a move by the current tariff. Nothing is awaited: the price is ready when this returns. */
export function calculatePrice(ctx: Ctx, request: PriceRequest): PriceCalculated {
  return presentPrice(price(currentTariff(ctx), request));
}
