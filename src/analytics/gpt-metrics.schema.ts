import { z } from "../http/zod.ts";

/** The windows that can be asked for, in hours. */
export const timeRanges = { "1h": 1, "24h": 24, "7d": 7 * 24, "30d": 30 * 24 } as const;
export type TimeRange = keyof typeof timeRanges;

export const GptMetricsQuery = z.object({
  timeRange: z
    .enum(["1h", "24h", "7d", "30d"])
    .catch("24h")
    .openapi({
      type: "string",
      enum: ["1h", "24h", "7d", "30d"],
      default: "24h",
      description: "How far to look back; anything unknown means 24h.",
    }),
});

const calls = z.int().openapi({ description: "Number of calls." });
const rate = z.number().openapi({ description: "Successful calls in percent, one decimal." });
const milliseconds = z.int().openapi({ description: "Mean response time in milliseconds." });

export const GptMetrics = z
  .object({
    summary: z
      .object({
        total_calls: calls,
        successful_calls: calls,
        failed_calls: calls,
        success_rate: rate,
        avg_response_time: milliseconds,
        unique_customers: z.int().openapi({ description: "Customers that calls were about." }),
      })
      .openapi({ description: "The whole window." }),
    endpoints: z
      .array(
        z.object({
          endpoint: z.string().openapi({ description: "The path of the operation." }),
          calls,
          success_rate: rate,
          avg_response_time: milliseconds,
        }),
      )
      .openapi({ description: "By operation, the busiest first." }),
    hourly_stats: z
      .array(
        z.object({
          hour: z.iso.datetime().openapi({ description: "The beginning of the hour, UTC." }),
          calls,
          success_rate: rate,
        }),
      )
      .openapi({ description: "Every hour that the window touches, empty ones included." }),
    recent_errors: z
      .array(
        z.object({
          timestamp: z.iso.datetime().openapi({ description: "When." }),
          endpoint: z.string().openapi({ description: "The path of the operation." }),
          error: z.string().openapi({ description: "The problem code." }),
          customer_email: z.string().nullable().openapi({ description: "Masked unless admin." }),
        }),
      )
      .openapi({ description: "The newest failures, at most 10." }),
    top_customers: z
      .array(
        z.object({
          email: z.string().openapi({ description: "Masked unless admin." }),
          calls,
          last_interaction: z.iso.datetime().openapi({ description: "The newest call." }),
        }),
      )
      .openapi({ description: "By number of calls, at most 10." }),
  })
  .openapi("GptMetrics");
export type GptMetrics = z.infer<typeof GptMetrics>;
