import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { sql } from "drizzle-orm";
import { Said, SayIn } from "../agents/agent-fields.schema.ts";
import { Email } from "../customers/contact.ts";
import { oneOf } from "../db/columns.ts";
import { ClientRef } from "../http/idempotency.ts";
import { optional, plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";

const issueTypes = [
  "damage_claim",
  "booking_change",
  "complaint",
  "cleaning_issue",
  "general",
] as const;
export type IssueType = (typeof issueTypes)[number];

/** The priorities an agent may give; a log of a user may also be urgent. */
const agentPriorities = ["high", "medium", "low"] as const;
export type AgentPriority = (typeof agentPriorities)[number];

export const priorities = ["low", "medium", "high", "urgent"] as const;
export type Priority = (typeof priorities)[number];

export const statuses = ["open", "in_progress", "resolved", "closed"] as const;
export type Status = (typeof statuses)[number];

/** In the order in which a tie between them is decided. */
export const categories = ["technical", "billing", "account", "product", "general"] as const;
export type Category = (typeof categories)[number];

export const logTypes = ["inquiry", "complaint", "support", "feedback", "other"] as const;
export type LogType = (typeof logTypes)[number];

/** Tickets from every door: an agent's, and the logs that users open. A log's description may be empty. */
export const tickets = sqliteTable(
  "tickets",
  {
    /** The number that the log routes show as `id`. */
    id: integer().primaryKey(),
    /** The id that the agent routes show, made before the write. */
    ticketId: text("ticket_id").notNull(),
    /** What the customer is told: NF-2026-1000. */
    number: text().notNull(),
    customerEmail: text("customer_email"),
    issueType: text("issue_type", { enum: issueTypes }),
    title: text().notNull(),
    description: text().notNull(),
    priority: text({ enum: priorities }).notNull(),
    logType: text("log_type", { enum: logTypes }).notNull().default("support"),
    category: text({ enum: categories }).notNull().default("general"),
    /** The distinct words that trends are counted by: see trendWords(). */
    words: text({ mode: "json" }).$type<string[]>().notNull().default([]),
    status: text({ enum: statuses }).notNull().default("open"),
    bookingReference: text("booking_reference"),
    assignedTeam: text("assigned_team"),
    /** `key:<id>` or `user:<id>` of whoever opened it. */
    createdBy: text("created_by").notNull(),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at"),
    resolvedAt: text("resolved_at"),
  },
  (t) => [
    uniqueIndex("tickets_ticket_id").on(t.ticketId),
    uniqueIndex("tickets_number").on(t.number),
    index("tickets_created_at").on(t.createdAt),
    index("tickets_created_by").on(t.createdBy, t.createdAt),
    index("tickets_customer_email").on(t.customerEmail),
    check("tickets_priority", oneOf(t.priority, priorities)),
    check("tickets_status", oneOf(t.status, statuses)),
    check("tickets_issue_type", oneOf(t.issueType, issueTypes)),
    check("tickets_description", sql`length(${t.description}) <= 4000`),
  ],
);

export const NewTicket = z
  .object({
    customer_email: Email,
    issue_type: z.enum(issueTypes).openapi({ description: "What the ticket is about." }),
    description: plainText(4000).openapi({
      description: "What happened, in the customer's words.",
      example: "Spegeln i hallen gick sönder under flytten.",
    }),
    priority: z.enum(agentPriorities).default("medium").openapi({
      description: "high is answered within 2 hours, medium within 24, low within 2 working days.",
    }),
    booking_reference: optional(plainText(60)).openapi({
      type: "string",
      maxLength: 60,
      description: "The booking number it concerns, BK-YYYY-NNNNNN.",
      example: "BK-2024-001234",
    }),
    client_ref: ClientRef,
    language: SayIn,
  })
  .openapi("NewTicket");
export type NewTicket = z.infer<typeof NewTicket>;

export const TicketCreated = z
  .object({
    ticket_created: z.literal(true).openapi({ description: "The ticket is stored." }),
    ticket_data: z
      .object({
        ticket_id: z.string().openapi({ description: "Our own id of the ticket." }),
        ticket_number: z.string().openapi({
          description: "What to tell the customer.",
          example: "NF-2026-1000",
        }),
        estimated_response: z.string().openapi({ description: "The promise, in Swedish." }),
        assigned_team: z.string().openapi({ description: "Who takes it." }),
      })
      .openapi({ description: "The stored ticket." }),
    suggested_response: z.string().openapi({ description: "What to say, in Swedish." }),
    say: Said,
  })
  .openapi("TicketCreated");
export type TicketCreated = z.infer<typeof TicketCreated>;
