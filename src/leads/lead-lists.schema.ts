import { Email } from "../customers/contact.ts";
import { optional, plainText } from "../http/text.ts";
import { cursor, limit } from "../http/paging.ts";
import { z } from "../http/zod.ts";
import { leadStatuses } from "./lead-status.ts";
import { Lead } from "./leads.schema.ts";
import { nextActions } from "./next-action.ts";

const LEAD_ID = "lead_01kh2m0c5v7m3q9x4d8z1r6t2y5w8b4n7c";

export const LeadId = z.object({
  id: plainText(60).openapi({ description: "The lead's id.", example: LEAD_ID }),
});

const filters = {
  status: z.enum(leadStatuses).optional().openapi({ description: "Where they stand." }),
  needs_action: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .optional()
    .openapi({ type: "boolean", description: "Whether they need somebody by tomorrow." }),
  q: plainText(200).optional().openapi({
    description: "Beginnings of words in name, company, e-mail, notes and tags; all must occur.",
  }),
  import_id: plainText(60)
    .optional()
    .openapi({ description: "The import that last changed them." }),
};

export const LeadFilters = z.object(filters);
export type LeadFilters = z.infer<typeof LeadFilters>;
export const LeadQuery = z.object({ ...filters, cursor, limit: limit(100, 50) });
export type LeadQuery = z.infer<typeof LeadQuery>;
export const NeedsActionQuery = z.object({ limit: limit(100, 8) });
export const DailyCommandQuery = z.object({ limit: limit(100, 20) });

export const ExportQuery = z.object({
  ...filters,
  excel: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .openapi({
      type: "boolean",
      default: false,
      description: "Semicolons and a byte order mark, as a German Excel opens it.",
    }),
});
export type ExportQuery = z.infer<typeof ExportQuery>;

export const LeadPage = z
  .object({
    items: z.array(Lead).openapi({ description: "The newest first." }),
    next_cursor: z.string().nullable().openapi({ description: "Null if these are the last." }),
  })
  .openapi("LeadPage");
export type LeadPage = z.infer<typeof LeadPage>;

const { shape } = Lead;

export const LeadsNeedingAction = z
  .object({
    leads: z
      .array(
        z.object({
          id: shape.id,
          name: shape.name,
          email: shape.email,
          phone: shape.phone,
          company: shape.company,
          status: shape.status,
          last_contact: shape.last_contact,
          next_action: shape.next_action,
          next_action_at: shape.next_action_at,
          next_action_description: shape.next_action_description,
          reason: z.string().openapi({ description: "Why somebody has to act, in German." }),
        }),
      )
      .openapi({ description: "Undated ones first, then by date." }),
  })
  .openapi("LeadsNeedingAction");
export type LeadsNeedingAction = z.infer<typeof LeadsNeedingAction>;

export const DailyCommand = z
  .object({
    date: z.iso.date().openapi({ description: "Today in Berlin." }),
    total: z.int().openapi({ description: "How many leads need somebody, these included." }),
    items: z
      .array(
        z.object({
          id: shape.id,
          name: shape.name,
          email: shape.email,
          company: shape.company,
          status: shape.status,
          next_action: shape.next_action,
          next_action_at: shape.next_action_at,
          next_action_description: shape.next_action_description,
          deal_value: shape.deal_value,
          needs_action: shape.needs_action,
        }),
      )
      .openapi({ description: "Hot ones first, then by value and date." }),
  })
  .openapi("DailyCommand");
export type DailyCommand = z.infer<typeof DailyCommand>;

const nullable = (max: number) => plainText(max).nullable().optional();

/** An instant with its zone, in years that leave room for every step that is counted from it. */
const Instant = z.iso
  .datetime({ offset: true })
  .refine((text) => /^(?:19[7-9]|2[01]\d)\d-/.test(text), {
    error: "must be in the years 1970 to 2199",
  });

export const LeadChange = z
  .object({
    name: nullable(200).openapi({ description: "Null removes it." }),
    email: Email.nullable().optional().openapi({ description: "Null removes it." }),
    phone: nullable(60).openapi({ description: "Null removes it." }),
    company: nullable(200).openapi({ description: "Null removes it." }),
    notes: nullable(10_000).openapi({ description: "Null removes them." }),
    tags: z.array(plainText(60)).max(20).optional().openapi({ description: "All of them." }),
    status: z.enum(leadStatuses).optional().openapi({
      description: "Where the lead stands; the next step follows from it unless it is given too.",
    }),
    deal_value: z.number().min(0).max(100_000_000_000).nullable().optional().openapi({
      description: "In euro.",
    }),
    last_contact: Instant.nullable().optional().openapi({
      description: "The next step is counted from it unless it is given too.",
    }),
    next_action: z.enum(nextActions).optional().openapi({ description: "What is to be done." }),
    next_action_at: Instant.nullable().optional().openapi({
      description: "When.",
    }),
    next_action_description: plainText(200).optional().openapi({ description: "In words." }),
    needs_action: z.boolean().optional().openapi({
      description: "false: nothing is needed until something changes. true: it is needed again.",
    }),
    version: optional(z.int().min(1)).openapi({
      type: "integer",
      description: "The version that was read; if it is another by now, 409.",
    }),
  })
  .strict()
  .openapi("LeadChange");
export type LeadChange = z.infer<typeof LeadChange>;
