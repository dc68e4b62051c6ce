import { isDay } from "../db/time.ts";
import { optional } from "../http/text.ts";
import { queryNumber } from "../http/query.ts";
import { z } from "../http/zod.ts";
import { LARGEST_QUANTITY, ProductCode } from "./products.schema.ts";
import { riskLevels } from "./risk.ts";

export const RiskQuery = z.object({
  quantity: queryNumber(z.int().min(1).max(LARGEST_QUANTITY)).default(1).openapi({
    type: "integer",
    default: 1,
    description: "How many sales units are wanted.",
  }),
});

export const ProductRisk = z
  .object({
    product_code: z.string().openapi({ description: "The product's code." }),
    risk_score: z.number().openapi({ description: "Risk of a shortage, 0 to 1." }),
    risk_level: z.enum(riskLevels).openapi({ description: "The score in bands of 0.2." }),
    reasons: z.array(z.string()).openapi({ description: "What the score is made of." }),
  })
  .openapi("ProductRisk");
export type ProductRisk = z.infer<typeof ProductRisk>;

const LONGEST_DAY = 40;
const Day = z
  .string()
  .max(LONGEST_DAY)
  .refine((text) => isDay(text.slice(0, 10)), { error: "begins with a day as YYYY-MM-DD" });

export const RiskBatch = z
  .object({
    products: z
      .array(
        z.object({
          product_code: ProductCode,
          order_qty: z
            .number()
            .gt(0)
            .max(LARGEST_QUANTITY)
            .openapi({ description: "How many sales units are wanted." }),
          order_created_date: optional(Day).openapi({
            type: "string",
            maxLength: LONGEST_DAY,
            description: "When it is ordered; today if left out.",
          }),
          requested_delivery_date: optional(Day).openapi({
            type: "string",
            maxLength: LONGEST_DAY,
            description: "When it is wanted; tomorrow if left out.",
          }),
        }),
      )
      .min(1)
      .max(100)
      .openapi({ description: "The products, at most 100." }),
  })
  .openapi("RiskBatch");
export type RiskBatch = z.infer<typeof RiskBatch>;

export const Prediction = z.object({
  product_code: z.string().openapi({ description: "The product's code." }),
  shortage_probability: z
    .number()
    .min(0)
    .max(1)
    .openapi({ description: "Risk of a shortage, 0 to 1." }),
});

export const RiskPredictions = z
  .object({
    predictions: z.array(Prediction).openapi({ description: "In the order they were asked in." }),
    total_products: z.int().openapi({ description: "How many there are." }),
    high_risk_count: z.int().openapi({ description: "How many are above 0.5." }),
    engine: z.enum(["api", "rules"]).openapi({ description: "Which model predicted." }),
  })
  .openapi("RiskPredictions");
export type RiskPredictions = z.infer<typeof RiskPredictions>;
