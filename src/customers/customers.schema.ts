import { sql } from "drizzle-orm";
import { check, index, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { z } from "../http/zod.ts";
import { optional } from "../http/text.ts";
import { CustomerToken, Said, SayIn, Verification } from "../agents/agent-fields.schema.ts";
import { aboutEmail, aboutPhone, Email, Phone } from "./contact.ts";

export const customers = sqliteTable(
  "customers",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** Normalised: see normalizeEmail(). */
    email: text().notNull(),
    /** E.164, such as +46701234567. */
    phone: text(),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at"),
  },
  (t) => [
    uniqueIndex("customers_email").on(t.email),
    index("customers_phone").on(t.phone),
    check("customers_name", sql`length(${t.name}) between 1 and 200`),
  ],
);

export const CustomerLookup = z
  .object({
    email: optional(Email).openapi(aboutEmail),
    phone: optional(Phone).openapi(aboutPhone),
    query_context: optional(z.string().max(500)).openapi({
      type: "string",
      maxLength: 500,
      description: "What the customer wants, in a few words. 'damage' adds a word of empathy.",
      example: "damage claim",
    }),
    customer_token: CustomerToken,
    language: SayIn,
  })
  .refine((lookup) => lookup.email !== undefined || lookup.phone !== undefined, {
    path: ["email"],
    error: "is needed, or a phone number",
  })
  .openapi("CustomerLookup");
export type CustomerLookup = z.infer<typeof CustomerLookup>;

const LastBooking = z.object({
  date: z.iso.date().openapi({ description: "The day of the move.", example: "2024-12-15" }),
  services: z.array(z.string()).openapi({ description: "What was booked, in Swedish." }),
});

export const CustomerFound = z
  .object({
    customer_found: z.boolean().openapi({ description: "Whether this contact is known." }),
    customer_data: z
      .object({
        name: z.string().openapi({ description: "The customer's full name." }),
        is_vip: z.boolean().openapi({
          description: "Three bookings or more, or over 50 000 kr; cancelled ones do not count.",
        }),
        total_bookings: z.int().openapi({ description: "Bookings that were not cancelled." }),
        last_booking: LastBooking.nullable().openapi({
          description: "The newest booking by date.",
        }),
        is_returning: z.boolean().openapi({ description: "Whether there is any booking." }),
      })
      .nullable()
      .openapi({ description: "Null if the contact is unknown." }),
    response_context: z
      .enum(["vip_customer", "returning_customer", "first_time_customer", "new_customer"])
      .openapi({ description: "How to treat the customer." }),
    suggested_greeting: z.string().openapi({ description: "A greeting in Swedish." }),
    verification: Verification,
    say: Said,
  })
  .openapi("CustomerFound");
export type CustomerFound = z.infer<typeof CustomerFound>;
