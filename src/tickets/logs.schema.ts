import { ClientRef } from "../http/idempotency.ts";
import { listOf, PagingQuery } from "../http/paging.ts";
import { queryNumber } from "../http/query.ts";
import { optional, plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";
import { categories, logTypes, priorities, statuses } from "./tickets.schema.ts";

const Title = plainText(200).openapi({
  description: "What it is about.",
  example: "Unable to login to account",
});
const Description = plainText(4000).openapi({
  description: "What happened.",
  example: "I keep getting invalid credentials error",
});
const Priority = z.enum(priorities).openapi({ description: "How urgent it is." });
const Category = z.enum(categories).openapi({ description: "What kind of matter it is." });
const Status = z.enum(statuses).openapi({ description: "Where it stands." });
const LogType = z.enum(logTypes).openapi({ description: "Why the customer writes." });

export const NewLog = z
  .object({
    title: Title,
    description: optional(Description).openapi({ type: "string", maxLength: 4000 }),
    log_type: LogType,
    priority: optional(Priority).openapi({
      type: "string",
      enum: [...priorities],
      description: "How urgent it is; told from the text if it is not sent.",
    }),
    category: optional(Category).openapi({
      type: "string",
      enum: [...categories],
      description: "What kind of matter it is; told from the text if it is not sent.",
    }),
    client_ref: ClientRef,
  })
  .openapi("NewLog");
export type NewLog = z.infer<typeof NewLog>;

export const LogChange = z
  .object({
    title: Title.optional(),
    description: Description.optional(),
    status: Status.optional(),
    priority: Priority.optional(),
    category: Category.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: "needs a title, description, status, priority or category",
  })
  .openapi("LogChange");
export type LogChange = z.infer<typeof LogChange>;

export const Log = z
  .object({
    id: z.int().openapi({ description: "The log's id." }),
    user_id: z.string().nullable().openapi({ description: "Who opened it; null if an agent did." }),
    ticket_number: z.string().openapi({
      description: "The number by which the desk knows it.",
      example: "NF-2026-1000",
    }),
    title: z.string().openapi({ description: "What it is about." }),
    description: z.string().nullable().openapi({ description: "What happened." }),
    log_type: LogType,
    status: Status,
    priority: Priority,
    category: Category,
    created_at: z.iso.datetime().openapi({ description: "When it was opened." }),
    updated_at: z.iso.datetime().nullable().openapi({ description: "When it last changed." }),
    resolved_at: z.iso.datetime().nullable().openapi({ description: "When it was resolved." }),
  })
  .openapi("Log");
export type Log = z.infer<typeof Log>;

export const LogList = listOf(Log).openapi("LogList");

const HOURS_OF_A_YEAR = 8760;

const Hours = queryNumber(z.int().min(1).max(HOURS_OF_A_YEAR)).default(24).openapi({
  type: "integer",
  minimum: 1,
  maximum: HOURS_OF_A_YEAR,
  description: "How many hours to look back.",
});

const All = z.enum(["true", "false"]).default("false").openapi({
  description: "`true`: everybody's, agents' tickets included; administrators only.",
});

export const WindowQuery = z.object({ hours: Hours });
export const SummaryQuery = z.object({ hours: Hours, all: All });
export type SummaryQuery = z.infer<typeof SummaryQuery>;

export const LogQuery = PagingQuery.extend({
  status: Status.optional(),
  category: Category.optional(),
  priority: Priority.optional(),
  hours: Hours,
  all: All,
});
export type LogQuery = z.infer<typeof LogQuery>;

export const LogId = z.object({
  log_id: z
    .string()
    .regex(/^\d{1,15}$/, { error: "is a number" })
    .transform(Number)
    .openapi({ type: "integer", description: "The log's id." }),
});

const counted = (words: readonly string[]) =>
  z.object(Object.fromEntries(words.map((word) => [word, z.int()])));

export const LogSummary = z
  .object({
    timeframe_hours: z.int().openapi({ description: "How many hours it looks back." }),
    total_logs: z.int().openapi({ description: "Logs opened in that time." }),
    status_breakdown: counted(statuses).openapi({ description: "By where they stand." }),
    category_breakdown: z
      .partialRecord(z.enum(categories), z.int())
      .openapi({ description: "By kind; kinds without a log are left out." }),
    priority_breakdown: counted(priorities).openapi({ description: "By urgency." }),
  })
  .openapi("LogSummary");
export type LogSummary = z.infer<typeof LogSummary>;

export const Trends = z
  .array(
    z.object({
      issue: z.string().openapi({ description: "A word.", example: "login" }),
      count: z.int().openapi({ description: "How many logs have it." }),
    }),
  )
  .openapi("Trends");
export type Trends = z.infer<typeof Trends>;
