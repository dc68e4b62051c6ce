import { Said, SayIn } from "../agents/agent-fields.schema.ts";
import { queryNumber } from "../http/query.ts";
import { optional } from "../http/text.ts";
import { z } from "../http/zod.ts";

const lifts = {
  yes: "yes",
  big: "big",
  small: "small",
  none: "none",
  broken: "broken",
  no: "none",
  ingen: "none",
} as const;
export type Lift = (typeof lifts)[keyof typeof lifts];

const services = {
  packing: "packing",
  packning: "packing",
  cleaning: "cleaning",
  städning: "cleaning",
  piano: "piano",
  storage: "storage",
  magasinering: "storage",
} as const;
export type Service = (typeof services)[keyof typeof services];

const LiftWord = z.enum(words(lifts));
const ServiceWord = z.enum(words(services));

const LITRES_PER_M3 = 1000;

const volume = z
  .number()
  .positive()
  .max(200)
  .transform((m3) => Math.max(1, Math.round(m3 * LITRES_PER_M3)) / LITRES_PER_M3);
const floor = z.int().min(-2).max(50);
const distance = z.number().min(0).max(5000);
const rutRemaining = z.int().min(0).max(1_000_000);
const MOST_SERVICES = 20;

const about = {
  volume: {
    type: "number",
    exclusiveMinimum: 0,
    maximum: 200,
    description: "Volume in cubic metres, rounded to the litre.",
    example: 25,
  },
  floorFrom: { description: "The floor moved from; the ground floor is 0.", example: 4 },
  floorTo: { description: "The floor moved to.", example: 2 },
  lift: {
    type: "string",
    enum: words(lifts),
    description: "The lift: yes, big and small carry, none and broken cost stairs from floor 3.",
    example: "none",
  },
  services: { description: "Extras; each is charged once.", example: ["packing", "piano"] },
  distance: { description: "Kilometres between the addresses; kept, not charged.", example: 15 },
  rut: {
    type: "integer",
    minimum: 0,
    maximum: 1_000_000,
    description: "What the customer has left of this year's RUT ceiling, in whole kronor.",
    example: 75000,
  },
} as const;

export const PriceRequest = z
  .object({
    volume_m3: volume.openapi(about.volume),
    floors_from: floor.openapi(about.floorFrom),
    floors_to: floor.openapi(about.floorTo),
    elevator_from: LiftWord.transform((word): Lift => lifts[word]).openapi(about.lift),
    elevator_to: LiftWord.transform((word): Lift => lifts[word]).openapi(about.lift),
    additional_services: z
      .array(ServiceWord.transform((word): Service => services[word]).openapi(serviceParameter()))
      .max(MOST_SERVICES)
      .nullish()
      .transform((booked) => [...new Set(booked)])
      .openapi(about.services),
    distance_km: distance.openapi(about.distance),
    rut_remaining: optional(rutRemaining).openapi(about.rut),
  })
  .openapi("PriceRequest");
export type PriceRequest = z.output<typeof PriceRequest>;

/** The same as agents ask it. */
export const AgentPriceRequest = PriceRequest.extend({ language: SayIn }).openapi(
  "AgentPriceRequest",
);

/** The same request as query parameters; the services in one, parted by commas. */
export const PriceQuery = z.object({
  volume_m3: queryNumber(volume).openapi(about.volume),
  floors_from: queryNumber(floor).openapi({ type: "integer", ...about.floorFrom }),
  floors_to: queryNumber(floor).openapi({ type: "integer", ...about.floorTo }),
  elevator_from: PriceRequest.shape.elevator_from,
  elevator_to: PriceRequest.shape.elevator_to,
  additional_services: z.preprocess(splitAtCommas, PriceRequest.shape.additional_services).openapi({
    type: "string",
    description: "Extras, parted by commas; each is charged once.",
    example: "packing,piano",
  }),
  distance_km: queryNumber(distance).openapi({ type: "number", ...about.distance }),
  rut_remaining: queryNumber(rutRemaining).optional().openapi(about.rut),
});

export const PriceCalculated = z
  .object({
    price_calculated: z.literal(true).openapi({ description: "The price is complete." }),
    pricing_data: z
      .object({
        total_price: z.int().openapi({ description: "To pay, whole kronor, after RUT." }),
        volume_discount: z
          .string()
          .openapi({ description: "The discount, or empty.", example: "15%" }),
        savings_explanation: z.string().openapi({ description: "What was saved, in Swedish." }),
      })
      .openapi({ description: "The price in short." }),
    price_breakdown: z
      .object({
        personnel_cost: z.int().openapi({ description: "Crew with VAT, after RUT." }),
        truck_cost: z.int().openapi({ description: "Truck with VAT." }),
        stairs_fee: z.int().openapi({ description: "Stairs at both addresses." }),
        additional_services: z.array(z.string()).openapi({
          description: "Each extra with its price.",
          example: ["Packning: 750 kr"],
        }),
        subtotal: z.int().openapi({ description: "The sum of the parts." }),
        discount_amount: z.int().openapi({ description: "Subtotal less total." }),
        rut_savings: z.int().openapi({ description: "Tax reduction, already taken off." }),
      })
      .openapi({ description: "The parts in whole kronor; they sum to the subtotal." }),
    suggested_response: z.string().openapi({ description: "What to say, in Swedish." }),
    tariff_version: z.string().openapi({ description: "The price list that was used." }),
  })
  .openapi("PriceCalculated");
export type PriceCalculated = z.infer<typeof PriceCalculated>;

export const AgentPrice = PriceCalculated.extend({ say: Said }).openapi("AgentPrice");
export type AgentPrice = z.infer<typeof AgentPrice>;

const quoteFields = {
  issued_at: z.iso.datetime().openapi({ description: "When the quote was given." }),
  expires_at: z.iso.datetime().openapi({ description: "Until when its price holds." }),
  price: PriceCalculated.openapi({ description: "The price that was quoted." }),
};

export const QuoteGiven = z
  .object({
    quote_token: z
      .string()
      .openapi({ description: "The signed quote; it holds no personal data." }),
    ...quoteFields,
  })
  .openapi("QuoteGiven");
export type QuoteGiven = z.infer<typeof QuoteGiven>;

/** A request as a quote holds it: the canonical words only. */
export const QuotedRequest = z
  .object({
    volume_m3: z.number(),
    floors_from: z.int(),
    floors_to: z.int(),
    elevator_from: z.enum(Object.values(lifts)),
    elevator_to: z.enum(Object.values(lifts)),
    additional_services: z.array(z.enum(Object.values(services))),
    distance_km: z.number(),
    rut_remaining: z.int().optional(),
  })
  .openapi("QuotedRequest");

export const QuoteExplained = z
  .object({
    valid: z.boolean().openapi({ description: "Whether the price still holds today." }),
    ...quoteFields,
    request: QuotedRequest.openapi({ description: "What was asked for." }),
    price_today: z
      .object({
        tariff_version: z.string().openapi({ description: "The price list of today." }),
        total_price: z.int().openapi({ description: "What the same request costs today." }),
      })
      .openapi({ description: "For comparison; a valid quote keeps its own price." }),
  })
  .openapi("QuoteExplained");
export type QuoteExplained = z.infer<typeof QuoteExplained>;

function splitAtCommas(list: unknown): unknown {
  return typeof list === "string" ? list.split(",").filter((word) => word !== "") : list;
}

function words<Map extends Record<string, string>>(map: Map) {
  return Object.keys(map) as [keyof Map & string, ...(keyof Map & string)[]];
}

function serviceParameter() {
  return { type: "string", enum: words(services) } as const;
}
