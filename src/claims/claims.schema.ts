import { LARGEST_QUANTITY } from "../catalog/products.schema.ts";
import { paging } from "../http/paging.ts";
import { queryNumber } from "../http/query.ts";
import { optional, plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";
import { PortalMessages } from "../orders/orders.schema.ts";
import { isStorable } from "../storable.ts";
import { attachmentTypes, claimStatuses, claimTypes, resolutionTypes } from "./claims.tables.ts";

const words = (description: string) => z.string().nullable().openapi({ description });
const when = (description: string) => z.iso.datetime().openapi({ description });
const count = (description: string) => z.int().openapi({ description });

const LinesText = z
  .string()
  .max(10_000)
  .transform((text, context) => {
    try {
      return JSON.parse(text);
    } catch {
      context.issues.push({ code: "custom", message: "is JSON", input: text });
      return z.NEVER;
    }
  })
  .pipe(
    z
      .array(
        z.object({
          line_id: z.int().min(1),
          quantity: z.int().min(1).max(LARGEST_QUANTITY),
          description: plainText(1000).optional(),
        }),
      )
      .min(1)
      .max(100),
  );

/** The text fields of a claim's form. */
export const NewClaim = z.object({
  order_id: plainText(60),
  claim_type: z.enum(claimTypes),
  description: plainText(4000),
  lines: LinesText.optional(),
});
export type NewClaim = z.infer<typeof NewClaim>;

/** How the form is described; it is read as a stream, field by field. */
export const claimForm = {
  type: "object",
  required: ["order_id", "claim_type", "description"],
  properties: {
    order_id: { type: "string", maxLength: 60, description: "The delivered order." },
    claim_type: { type: "string", enum: [...claimTypes], description: "What is wrong." },
    description: { type: "string", maxLength: 4000, description: "What happened." },
    lines: {
      type: "string",
      maxLength: 10_000,
      description:
        'Which lines and how many, as JSON: `[{"line_id": 1, "quantity": 2}]`. Without it, the order.',
    },
    files: {
      type: "array",
      maxItems: 10,
      description: "Pictures (jpeg, png, webp, gif) and videos (mp4), at most 10 MiB each.",
      items: { type: "string", format: "binary" },
    },
  },
};

export const Claim = z
  .object({
    claim_id: z.string().openapi({ description: "The claim's id." }),
    order_id: z.string().openapi({ description: "The order it is about." }),
    customer_id: z.string().openapi({ description: "Whose it is." }),
    claim_type: z.enum(claimTypes).openapi({ description: "What is wrong." }),
    status: z.enum(claimStatuses).openapi({ description: "Where the claim stands." }),
    channel: z.string().openapi({ description: "How it came." }),
    description: z.string().openapi({ description: "What happened." }),
    model_confidence_score: z
      .number()
      .nullable()
      .openapi({ description: "How sure the engine is of its opinion, 0 to 1." }),
    resolution_type: z
      .enum(resolutionTypes)
      .nullable()
      .openapi({ description: "What the customer gets." }),
    credit_amount: z.number().nullable().openapi({ description: "What is refunded, in euros." }),
    re_delivery_date: words("When it is delivered again."),
    handled_by: words("Who decided; AI_AGENT if no person did."),
    rejection_reason: words("Why it was rejected."),
    room_id: z.string().openapi({
      description: "Its chat room: what is written about it, as it is written.",
    }),
    created_at: when("When it was made."),
    updated_at: when("When it last changed."),
    claim_lines: z
      .array(
        z.object({
          claim_line_id: count("The number of the claim's line."),
          line_id: z
            .int()
            .nullable()
            .openapi({ description: "The order's line, if one is meant." }),
          product_code: words("Its product."),
          quantity: z.int().nullable().openapi({ description: "How many are concerned." }),
          description: z.string().openapi({ description: "What is wrong with it." }),
        }),
      )
      .openapi({ description: "What it is about." }),
    claim_attachments: z
      .array(
        z.object({
          attachment_id: count("The number of the file."),
          file_type: z.enum(attachmentTypes).openapi({ description: "Picture or video." }),
          file_path: z.string().openapi({
            description: "Where to see it, without logging in, for ten minutes from this answer.",
          }),
          media_type: z.string().openapi({ description: "Its type." }),
          size: count("Its size in bytes."),
          created_at: when("When it was sent."),
        }),
      )
      .openapi({ description: "Pictures and videos." }),
  })
  .openapi("Claim");
export type Claim = z.infer<typeof Claim>;

export const Claims = z.array(Claim).openapi("Claims");

export const ClaimDetail = Claim.extend({
  messages: PortalMessages.openapi({ description: "What was written about it, oldest first." }),
  processing: z
    .object({
      ai_processed: z.boolean().openapi({ description: "Whether an engine has an opinion." }),
      ai_confidence: z.number().nullable().openapi({ description: "How sure it is, 0 to 1." }),
      ai_result: words("The opinion as JSON: decision, summary, confidence, engine."),
      requires_manual_review: z.boolean().openapi({ description: "Whether a person decides." }),
      proposed_refund: z.number().openapi({ description: "What approving refunds, in euros." }),
      reviewed_by: words("Who decided."),
      reviewed_at: z.iso.datetime().nullable().openapi({ description: "When." }),
      first_approval: z
        .object({
          approved_by: z.string().openapi({ description: "Who approved first." }),
          approved_at: when("When."),
          refund_amount: z.number().openapi({ description: "What they would refund, in euros." }),
        })
        .optional()
        .openapi({ description: "For staff: the first approval, if the refund takes two." }),
    })
    .openapi({ description: "How it is decided." }),
}).openapi("ClaimDetail");
export type ClaimDetail = z.infer<typeof ClaimDetail>;

export const ClaimPath = z.object({
  claim_id: plainText(60).openapi({ description: "The claim's id.", example: "CLM-1A2B3C4D5E6F" }),
});

export const ClaimQuery = z.object({
  ...paging(100, 500),
  status: z
    .string()
    .max(40)
    .transform((status) => status.toLowerCase())
    .pipe(z.enum(claimStatuses))
    .optional()
    .openapi({ type: "string", enum: [...claimStatuses], description: "Only this status." }),
  requires_manual_review: z
    .enum(["true", "false"])
    .optional()
    .openapi({ description: "Only those that a person has to decide, or only the others." }),
});
export type ClaimQuery = z.infer<typeof ClaimQuery>;

const amount = "What to refund, in euros; what the claim proposes if left out.";

export const Approval = z
  .object({
    refund_amount: optional(z.number()).openapi({ type: "number", description: amount }),
    resolution_type: optional(z.enum(resolutionTypes)).openapi({
      type: "string",
      enum: [...resolutionTypes],
      description: "What the customer gets; CREDIT if left out.",
    }),
    re_delivery_date: optional(z.iso.date()).openapi({
      type: "string",
      format: "date",
      description: "When it is delivered again.",
    }),
  })
  .openapi("Approval");
export type Approval = z.infer<typeof Approval>;

export const ApprovalQuery = z.object({
  refund_amount: queryNumber(z.number()).optional().openapi({
    type: "number",
    description: amount,
  }),
});

const reason = optional(
  z.string().max(1000).refine(isStorable, { error: "has characters that are no text" }),
).openapi({
  type: "string",
  maxLength: 1000,
  description: "Why; the customer reads it.",
});
export const Rejection = z.object({ reason }).openapi("Rejection");
export const RejectionQuery = z.object({ reason });
export type Rejection = z.infer<typeof Rejection>;
