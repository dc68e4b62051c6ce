import { z } from "./zod.ts";

const number = /^-?\d{1,20}(\.\d{1,20})?(e-?\d{1,3})?$/i;

/** A number as a query parameter, in any way JavaScript writes it. An empty value is an error, not zero. */
export function queryNumber<Output>(schema: z.ZodType<Output, number>) {
  return z.string().regex(number, { error: "must be a number" }).transform(Number).pipe(schema);
}
