import { languages } from "../ai/language.ts";
import { optional } from "../http/text.ts";
import { z } from "../http/zod.ts";

/** What an agent's request may have whichever operation it is of. */
export const SayIn = optional(z.enum(languages)).openapi({
  type: "string",
  enum: [...languages],
  description: "The customer's language; the answer then has one sentence to `say` in it.",
});

export const CustomerToken = optional(z.string().max(2000)).openapi({
  type: "string",
  maxLength: 2000,
  description: "What verifyCustomer gave: it shows whose data may be told. Good for 30 minutes.",
});

/** What an agent's answer may have. */
export const Said = z
  .string()
  .optional()
  .openapi({ description: "One sentence to say to the customer, in their language." });

export const Verification = z.enum(["required"]).optional().openapi({
  description: "Told when nothing is shown until verifyCustomer has shown who asks.",
});
