import { bookingStatuses } from "../bookings/bookings.schema.ts";
import { claimStatuses, claimTypes } from "../claims/claims.tables.ts";
import { Email } from "../customers/contact.ts";
import { ClientRef } from "../http/idempotency.ts";
import { optional, plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";
import { orderStatuses } from "../orders/order-transitions.ts";
import { PriceRequest, QuoteGiven } from "../pricing/pricing.schema.ts";
import { statuses as ticketStatuses } from "../tickets/tickets.schema.ts";
import { CustomerToken, Said, SayIn } from "./agent-fields.schema.ts";

const say = Said;
const language = SayIn;
const customer_token = CustomerToken;

function limit(most: number) {
  return z.int().min(1).max(most).default(5).openapi({ description: "How many at most." });
}

export const ProductSearch = z
  .object({
    query: plainText(100).openapi({
      description: "Words of the product's name, its code or its ingredients.",
      example: "oat milk",
    }),
    limit: limit(10),
    language,
  })
  .openapi("ProductSearch");

export const ProductsFound = z
  .object({
    items: z
      .array(
        z.object({
          product_code: z.string().openapi({ description: "The product's code." }),
          product_name: z.string().openapi({ description: "Its name." }),
          price: z.number().openapi({ description: "Net price of a sales unit in euros." }),
          sales_unit: z.string().optional().openapi({ description: "What is counted." }),
          temperature_zone: z.string().openapi({ description: "How it is carried." }),
          allergens: z.string().optional().openapi({ description: "Allergens." }),
        }),
      )
      .openapi({ description: "The products, by name." }),
    total: z.int().openapi({ description: "How many there are in all." }),
    say,
  })
  .openapi("ProductsFound");

export const OrderAsked = z
  .object({
    order_id: plainText(60).openapi({
      description: "The order's id.",
      example: "ORD-1A2B3C4D5E6F",
    }),
    customer_token,
    language,
  })
  .openapi("OrderAsked");

export const OrderStatusFound = z
  .object({
    order_id: z.string().openapi({ description: "The order's id." }),
    status: z.enum(orderStatuses).openapi({ description: "Where the order stands." }),
    delivery_date: z.iso.date().openapi({ description: "The day of the delivery." }),
    lines: z
      .array(
        z.object({
          product_name: z.string().openapi({ description: "The product." }),
          ordered_qty: z.int().openapi({ description: "How many were ordered." }),
          delivered_qty: z.int().openapi({ description: "How many were delivered." }),
          shortage: z.boolean().openapi({ description: "Whether stock does not cover it." }),
        }),
      )
      .openapi({ description: "What was ordered, at most 100 lines." }),
    say,
  })
  .openapi("OrderStatusFound");

/** What ChatGPT makes of a declared text: the file's facts and where to fetch it within five minutes. */
const FileLink = z.union([
  z.url().max(2000),
  z.object({
    name: z.string().max(255).optional(),
    id: z.string().max(200).optional(),
    mime_type: z.string().max(100).optional(),
    download_link: z.url().max(2000),
  }),
]);
export type FileLink = z.infer<typeof FileLink>;

export const AgentClaim = z
  .object({
    order_id: plainText(60).openapi({
      description: "The delivered order.",
      example: "ORD-1A2B3C4D5E6F",
    }),
    claim_type: z.enum(claimTypes).openapi({ description: "What is wrong." }),
    description: plainText(4000).openapi({
      description: "What happened, in the customer's words.",
    }),
    openaiFileIdRefs: z
      .array(FileLink.openapi({ type: "string" }))
      .max(10)
      .optional()
      .openapi({
        description: "Pictures or videos that show it: files of the chat, or https links.",
      }),
    customer_token,
    confirm_token: optional(z.string().max(200)).openapi({
      type: "string",
      maxLength: 200,
      description: "Over MCP: what the first call gave, once the customer has agreed to the claim.",
    }),
    client_ref: ClientRef,
    language,
  })
  .openapi("AgentClaim");
export type AgentClaim = z.infer<typeof AgentClaim>;

export const ClaimFiled = z
  .object({
    claim_id: z.string().openapi({ description: "The claim's id." }),
    status: z.enum(claimStatuses).openapi({ description: "Where the claim stands." }),
    files: z.int().openapi({ description: "How many files were taken." }),
    say,
  })
  .openapi("ClaimFiled");

export const FaqSearch = z
  .object({
    question: plainText(500).openapi({
      description: "What the customer wants to know.",
      example: "How do I reset my password?",
    }),
    limit: limit(5),
    language,
  })
  .openapi("FaqSearch");

export const FaqsFound = z
  .object({
    items: z
      .array(
        z.object({
          question: z.string().openapi({ description: "What people ask." }),
          answer: z.string().openapi({ description: "The answer." }),
          category: z.string().openapi({ description: "What it is about." }),
        }),
      )
      .openapi({ description: "The best first; none if there is no answer." }),
    say,
  })
  .openapi("FaqsFound");

export const QuoteRequest = PriceRequest.extend({ language }).openapi("QuoteRequest");
export const AgentQuote = QuoteGiven.extend({ say }).openapi("AgentQuote");

export const OwnAsked = z
  .object({ limit: limit(20), customer_token, language })
  .openapi("OwnAsked");

export const OwnBookings = z
  .object({
    items: z
      .array(
        z.object({
          reference_number: z.string().openapi({ description: "The booking number." }),
          date: z.iso.date().openapi({ description: "The day of the move." }),
          services: z.array(z.string()).openapi({ description: "What was booked, in Swedish." }),
          status: z.enum(bookingStatuses).openapi({ description: "Where it stands." }),
          total_amount: z.number().openapi({ description: "Price in kronor." }),
        }),
      )
      .openapi({ description: "The newest day first." }),
    say,
  })
  .openapi("OwnBookings");

export const OwnTickets = z
  .object({
    items: z
      .array(
        z.object({
          ticket_number: z.string().openapi({ description: "The ticket's number." }),
          title: z.string().openapi({ description: "What it is about." }),
          status: z.enum(ticketStatuses).openapi({ description: "Where it stands." }),
          created_at: z.iso.datetime().openapi({ description: "When it was opened." }),
        }),
      )
      .openapi({ description: "The newest first." }),
    say,
  })
  .openapi("OwnTickets");

export const CodeRequest = z
  .object({ email: Email, client_ref: ClientRef, language })
  .openapi("CodeRequest");

export const CodeSent = z
  .object({
    code_can_be_sent: z.boolean().openapi({
      description:
        "Whether codes can be sent at all; it does not tell whether the address is known.",
    }),
    say,
  })
  .openapi("CodeSent");

export const CustomerProof = z
  .object({
    email: optional(Email).openapi({
      type: "string",
      format: "email",
      description: "The customer's e-mail address, with a code or a booking number.",
    }),
    code: optional(z.string().regex(/^\d{6}$/, { error: "is six digits" })).openapi({
      type: "string",
      description: "The six digits that the customer was sent.",
    }),
    booking_number: optional(plainText(60)).openapi({
      type: "string",
      description: "The number of one of their bookings.",
      example: "BK-2024-001234",
    }),
    portal_token: optional(z.string().max(2000)).openapi({
      type: "string",
      description: "Their access token of the portal, instead of the others.",
    }),
    client_ref: ClientRef,
    language,
  })
  .refine(
    ({ email, code, booking_number: number, portal_token: token }) =>
      token !== undefined || (email !== undefined && (code !== undefined || number !== undefined)),
    { path: ["email"], error: "is needed with a code or a booking_number, or else a portal_token" },
  )
  .openapi("CustomerProof");

export const CustomerVerified = z
  .object({
    verified: z.literal(true).openapi({ description: "It is proved who the customer is." }),
    customer_token: z.string().openapi({
      description: "For the calls that need a customer, for 30 minutes; after that verify again.",
    }),
    expires_at: z.iso.datetime().openapi({ description: "Until when it is good." }),
    say,
  })
  .openapi("CustomerVerified");
