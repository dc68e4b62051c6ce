import { queryNumber } from "./query.ts";
import { z } from "./zod.ts";

/** The query parameters of a list: how many to leave out, and how many to show at most. */
export function paging(defaultLimit: number, maxLimit: number) {
  return {
    skip: queryNumber(z.int().min(0).max(1_000_000)).default(0).openapi({
      type: "integer",
      default: 0,
      description: "How many to leave out.",
    }),
    limit: queryNumber(z.int().min(1).max(maxLimit)).default(defaultLimit).openapi({
      type: "integer",
      default: defaultLimit,
      maximum: maxLimit,
      description: "How many to show.",
    }),
  };
}

/** A page of a list, as the portal's clients read it. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item).openapi({ description: "What is on this page." }),
    total: z.int().openapi({ description: "How many there are in all." }),
    skip: z.int().openapi({ description: "How many were left out." }),
    limit: z.int().openapi({ description: "How many are shown at most." }),
    has_more: z.boolean().openapi({ description: "Whether there are more." }),
  });
}
