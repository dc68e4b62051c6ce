import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { CustomerToken, Said, SayIn, Verification } from "../agents/agent-fields.schema.ts";
import { aboutEmail, Email } from "../customers/contact.ts";
import { customers } from "../customers/customers.schema.ts";
import { oneOf } from "../db/columns.ts";
import { optional, plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";

export const bookingStatuses = [
  "confirmed",
  "scheduled",
  "in_progress",
  "completed",
  "cancelled",
] as const;
export type BookingStatus = (typeof bookingStatuses)[number];

const paymentStatuses = ["pending", "paid", "partial", "refunded"] as const;

export const bookings = sqliteTable(
  "bookings",
  {
    id: text().primaryKey(),
    /** What the customer knows it by: BK-2024-001234. */
    reference: text().notNull(),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id),
    /** The local day of the move, YYYY-MM-DD. */
    day: text().notNull(),
    /** Swedish words: flytt, packning, städning, magasinering. */
    services: text({ mode: "json" }).$type<string[]>().notNull(),
    totalOre: integer("total_ore").notNull(),
    status: text({ enum: bookingStatuses }).notNull().default("confirmed"),
    paymentStatus: text("payment_status", { enum: paymentStatuses }).notNull().default("pending"),
    invoiceSent: integer("invoice_sent", { mode: "boolean" }).notNull().default(false),
    photosAvailable: integer("photos_available", { mode: "boolean" }).notNull().default(false),
    fromAddress: text("from_address").notNull(),
    toAddress: text("to_address").notNull(),
    volumeLitres: integer("volume_litres").notNull(),
    boxes: integer().notNull().default(0),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at"),
  },
  (t) => [
    uniqueIndex("bookings_reference").on(t.reference),
    index("bookings_customer_day").on(t.customerId, t.day),
    check("bookings_status", oneOf(t.status, bookingStatuses)),
    check("bookings_payment_status", oneOf(t.paymentStatus, paymentStatuses)),
    check(
      "bookings_amounts",
      sql`${t.totalOre} >= 0 and ${t.volumeLitres} > 0 and ${t.boxes} >= 0`,
    ),
  ],
);

export const BookingLookup = z
  .object({
    customer_email: optional(Email).openapi(aboutEmail),
    booking_date: optional(z.iso.date({ error: "is a day as YYYY-MM-DD" })).openapi({
      type: "string",
      format: "date",
      description: "The day of the move, YYYY-MM-DD.",
      example: "2024-12-15",
    }),
    booking_id: optional(plainText(60)).openapi({
      type: "string",
      maxLength: 60,
      description: "The booking number, BK-YYYY-NNNNNN.",
      example: "BK-2024-001234",
    }),
    customer_token: CustomerToken,
    language: SayIn,
  })
  .refine((lookup) => lookup.customer_email !== undefined || lookup.booking_id !== undefined, {
    path: ["customer_email"],
    error: "is needed, or a booking_id",
  })
  .openapi("BookingLookup");
export type BookingLookup = z.infer<typeof BookingLookup>;

export const BookingFound = z
  .object({
    booking_found: z.boolean().openapi({ description: "Whether all that was given matches." }),
    booking_data: z
      .object({
        booking_id: z.string().openapi({ description: "Our own id of the booking." }),
        reference_number: z
          .string()
          .openapi({ description: "The booking number, BK-YYYY-NNNNNN." }),
        date: z.iso.date().openapi({ description: "The day of the move." }),
        services: z.array(z.string()).openapi({ description: "What was booked, in Swedish." }),
        total_amount: z.number().openapi({ description: "Price in kronor." }),
        status: z.enum(bookingStatuses).openapi({ description: "Where the booking stands." }),
        packed_by_nordflytt: z.boolean().openapi({ description: "Whether the firm packed." }),
        photos_available: z.boolean().openapi({ description: "Whether there are photos." }),
        from_address: z.string().openapi({ description: "Where the move starts." }),
        to_address: z.string().openapi({ description: "Where the move ends." }),
        volume_m3: z.number().openapi({ description: "Volume in cubic metres." }),
      })
      .nullable()
      .openapi({ description: "Null if no booking was found." }),
    service_context: z
      .object({
        has_packing_service: z.boolean().openapi({ description: "Packing was booked." }),
        has_cleaning: z.boolean().openapi({ description: "Cleaning was booked." }),
        has_boxes: z.boolean().openapi({ description: "Moving boxes were ordered." }),
        has_storage: z.boolean().openapi({ description: "Storage was booked." }),
      })
      .nullable()
      .openapi({ description: "Null if no booking was found." }),
    additional_info: z
      .object({
        can_modify: z.boolean().openapi({ description: "The booking can still be changed." }),
        can_cancel: z.boolean().openapi({ description: "The booking can still be cancelled." }),
        invoice_sent: z.boolean().openapi({ description: "An invoice has been sent." }),
        payment_status: z
          .enum(paymentStatuses)
          .openapi({ description: "Whether it has been paid." }),
      })
      .nullable()
      .openapi({ description: "Null if no booking was found." }),
    verification: Verification,
    say: Said,
  })
  .openapi("BookingFound");
export type BookingFound = z.infer<typeof BookingFound>;
