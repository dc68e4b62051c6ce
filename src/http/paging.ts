import { queryNumber } from "./query.ts";
import { z } from "./zod.ts";

/** The query parameters of a list that can be read in parts. */
export const PagingQuery = z.object({
  skip: queryNumber(z.int().min(0).max(1_000_000_000)).optional().openapi({
    type: "integer",
    minimum: 0,
    description: "How many to leave out, from the first.",
  }),
  limit: queryNumber(z.int().min(1).max(1000))
    .optional()
    .openapi({ type: "integer", minimum: 1, maximum: 1000, description: "How many at most; 100." }),
});

/** A part of a list and how long the whole is. */
export function pageOf<Schema extends z.ZodType>(item: Schema) {
  return z.object({
    items: z.array(item).openapi({ description: "The part that was asked for." }),
    total: z.int().openapi({ description: "How many there are in all." }),
    skip: z.int().openapi({ description: "How many were left out before it." }),
    limit: z.int().openapi({ description: "How many it can hold." }),
  });
}

/** A bare array, or a page of it if `skip` or `limit` was sent. */
export function listOf<Schema extends z.ZodType>(item: Schema) {
  return z.union([z.array(item), pageOf(item)]);
}

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
export function pageWithMore<Item extends z.ZodType>(item: Item) {
  return pageOf(item).extend({
    has_more: z.boolean().openapi({ description: "Whether there are more." }),
  });
}

/** The query parameter of a list by cursor: how many to show at most. */
export function limit(most: number, usual: number) {
  return queryNumber(z.int().min(1).max(most)).default(usual).openapi({
    type: "integer",
    minimum: 1,
    maximum: most,
    default: usual,
    description: "At most so many.",
  });
}

/** The query parameter of a list by cursor: where to go on. */
export const cursor = queryNumber(z.int().min(1))
  .optional()
  .openapi({ type: "string", description: "The next_cursor of the answer before." });
