import { z } from "./zod.ts";

const opaque = /^[\x21-\x7e]{1,255}$/;

/** Your own id of a request, so that sending it again cannot do it twice. */
export const ClientRef = z
  .string()
  .regex(opaque, { error: "must be 1 to 255 printable characters without blanks" })
  .optional()
  .openapi({
    description: "Your own id of this request. Sent again with the same id, it happens only once.",
    example: "conv-42-claim-1",
  });

/** The header that means the same as `client_ref` and wins over it. */
export const IdempotencyHeader = z.object({ "idempotency-key": ClientRef });
