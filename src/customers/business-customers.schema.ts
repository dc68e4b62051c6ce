import { check, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { sql } from "drizzle-orm";
import { oneOf } from "../db/columns.ts";
import { optional, plainText } from "../http/text.ts";
import { NewUser } from "../identity/users.schema.ts";
import { z } from "../http/zod.ts";
import { customers } from "./customers.schema.ts";

const languages = ["fi", "sv", "en"] as const;
const contactChannels = ["voice_first", "sms_first", "email_only"] as const;

/** What the portal knows of a customer besides what the whole desk does. */
export const businessCustomers = sqliteTable(
  "business_customers",
  {
    customerId: text("customer_id")
      .primaryKey()
      .references(() => customers.id),
    segment: text(),
    language: text({ enum: languages }).notNull().default("fi"),
    contactChannel: text("contact_channel", { enum: contactChannels })
      .notNull()
      .default("voice_first"),
    /** HH:MM, in the portal's time zone. */
    noCallBefore: text("no_call_before").notNull().default("07:00"),
    acceptsSubstitutions: integer("accepts_substitutions", { mode: "boolean" })
      .notNull()
      .default(true),
    location: text(),
    createdAt: text("created_at").notNull(),
  },
  (t) => [
    check("business_customers_language", oneOf(t.language, languages)),
    check("business_customers_channel", oneOf(t.contactChannel, contactChannels)),
    check("business_customers_accepts", sql`${t.acceptsSubstitutions} in (0, 1)`),
  ],
);

export const CustomerPath = z.object({
  customer_id: plainText(60).openapi({ description: "The customer's id.", example: "CUST-001" }),
});

export const NewBusinessCustomer = z
  .object({
    customer_id: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, {
        error: "is letters, digits, hyphens and underscores, at most 40",
      })
      .openapi({ description: "The customer's id.", example: "CUST-003" }),
    name: plainText(200).openapi({ description: "The customer's name." }),
    segment: optional(plainText(100)).openapi({
      type: "string",
      maxLength: 100,
      description: "Kind of business.",
    }),
    language_preference: z.enum(languages).default("fi").openapi({ description: "Language." }),
    contact_channel: z
      .enum(contactChannels)
      .default("voice_first")
      .openapi({ description: "How to reach them." }),
    no_call_before: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "is a time as HH:MM" })
      .default("07:00")
      .openapi({ description: "Not to be called before this time." }),
    accept_auto_substitutions_for_flexible_items: z
      .boolean()
      .default(true)
      .openapi({ description: "Whether flexible items may be substituted unasked." }),
    location: optional(plainText(300)).openapi({
      type: "string",
      maxLength: 300,
      description: "Where they are.",
    }),
  })
  .openapi("NewBusinessCustomer");
export type NewBusinessCustomer = z.infer<typeof NewBusinessCustomer>;

export const BusinessCustomer = z
  .object({
    customer_id: z.string().openapi({ description: "The customer's id." }),
    name: z.string().openapi({ description: "The customer's name." }),
    segment: z.string().nullable().openapi({ description: "Kind of business." }),
    language_preference: z.enum(languages).openapi({ description: "Language." }),
    contact_channel: z.enum(contactChannels).openapi({ description: "How to reach them." }),
    no_call_before: z.string().openapi({ description: "Not to be called before this time." }),
    accept_auto_substitutions_for_flexible_items: z
      .boolean()
      .openapi({ description: "Whether flexible items may be substituted unasked." }),
    location: z.string().nullable().openapi({ description: "Where they are." }),
    created_at: z.iso.datetime().openapi({ description: "Since when." }),
  })
  .openapi("BusinessCustomer");
export type BusinessCustomer = z.infer<typeof BusinessCustomer>;

export const BusinessCustomers = z.array(BusinessCustomer).openapi("BusinessCustomers");

/** A user of a customer. The password travels in the body only; the rest may be query parameters. */
export const NewCustomerUser = NewUser.pick({ password: true })
  .extend({
    username: NewUser.shape.username.optional(),
    email: NewUser.shape.email,
  })
  .openapi("NewCustomerUser");
export type NewCustomerUser = z.infer<typeof NewCustomerUser>;

export const NewCustomerUserQuery = z.object({
  username: NewUser.shape.username.optional(),
  email: NewUser.shape.email,
  password: z
    .undefined({ error: "belongs into the body; addresses are logged on the way" })
    .optional()
    .openapi({ type: "string", deprecated: true, description: "Refused: send it in the body." }),
});
export type NewCustomerUserQuery = z.infer<typeof NewCustomerUserQuery>;
