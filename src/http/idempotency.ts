import { optional } from "./text.ts";
import { z } from "./zod.ts";

const opaque = /^[\x21-\x7e]{1,255}$/;

const Opaque = z
  .string()
  .regex(opaque, { error: "must be 1 to 255 printable characters without blanks" });

const about = {
  type: "string",
  maxLength: 255,
  description: "Your own id of this request. Sent again with the same id, it happens only once.",
  example: "conv-42-claim-1",
} as const;

export const ClientRef = optional(Opaque).openapi(about);

/** The header that means the same as `client_ref` and wins over it. */
export const IdempotencyHeader = z.object({ "idempotency-key": Opaque.optional().openapi(about) });
