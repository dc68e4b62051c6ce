import { isStorable } from "../storable.ts";
import { z } from "./zod.ts";

/** A text that a person wrote: trimmed, not empty, and storable (no NUL, no half of a character). */
export function plainText(maxLength: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .refine(isStorable, { error: "has characters that are no text" });
}

/** A field that may be left out, or sent as null by clients that send every field. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema
    .nullish()
    .transform((value) => value ?? undefined)
    .optional();
}
