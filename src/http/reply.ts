import type { Context } from "hono";
import type { AppEnv } from "./app-env.ts";
import type { z } from "./zod.ts";

/** Answers 200 with a value as its schema shows it: a field that the schema does not name cannot leave. */
export function reply<Schema extends z.ZodType<object>>(
  c: Context<AppEnv>,
  schema: Schema,
  value: z.input<Schema>,
) {
  return c.json(schema.parse(value), 200);
}
