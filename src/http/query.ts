import { z } from "./zod.ts";

/** A number as a query parameter. An empty value is an error, not zero. */
export function queryNumber(schema: z.ZodType<number, number>) {
  return z
    .string()
    .regex(/^-?\d{1,9}(\.\d{1,9})?$/, { error: "must be a number" })
    .transform(Number)
    .pipe(schema);
}
