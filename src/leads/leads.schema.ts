import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { oneOf } from "../db/columns.ts";
import { z } from "../http/zod.ts";
import { leadStatuses } from "./lead-status.ts";
import { nextActions } from "./next-action.ts";

/** Who has said where a lead stands. */
export const judges = ["ai", "rules", "person"] as const;

export const leads = sqliteTable(
  "leads",
  {
    /** Counts up in the order of the file; lists and the search index go by it. */
    seq: integer().primaryKey(),
    id: text().notNull(),
    name: text(),
    /** Lower case. */
    email: text(),
    /** E.164 if it is a number anywhere, else as it was written. */
    phone: text(),
    company: text(),
    notes: text(),
    tags: text({ mode: "json" }).$type<string[]>().notNull(),
    status: text({ enum: leadStatuses }).notNull(),
    statusBy: text("status_by", { enum: judges }).notNull(),
    statusReason: text("status_reason").notNull(),
    /** The word of the status column that the lead came with. */
    importedStatus: text("imported_status"),
    dealCents: integer("deal_cents"),
    lastContact: text("last_contact"),
    nextAction: text("next_action", { enum: nextActions }).notNull(),
    nextActionAt: text("next_action_at"),
    nextActionDescription: text("next_action_description").notNull(),
    /** Nothing is needed until something changes. */
    isSettled: integer("is_settled", { mode: "boolean" }).notNull(),
    importBatchId: text("import_batch_id"),
    source: text().notNull(),
    /** Counts the changes, so that none is overwritten or undone unseen. */
    version: integer().notNull(),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at"),
    /** What the lead is matched by, see keysOf(): the phone's digits; or the name, if nothing else is known. */
    phoneKey: text("phone_key"),
    nameKey: text("name_key"),
  },
  (t) => [
    uniqueIndex("leads_id").on(t.id),
    uniqueIndex("leads_email").on(t.email),
    index("leads_phone_key").on(t.phoneKey),
    index("leads_name_key").on(t.nameKey),
    index("leads_next_action").on(t.isSettled, t.nextActionAt, t.id),
    index("leads_status").on(t.status, t.seq),
    index("leads_import").on(t.importBatchId),
    check("leads_status_known", oneOf(t.status, leadStatuses)),
    check("leads_status_by", oneOf(t.statusBy, judges)),
    check("leads_next_action_known", oneOf(t.nextAction, nextActions)),
    check("leads_is_settled", sql`${t.isSettled} in (0, 1)`),
    check("leads_deal", sql`${t.dealCents} >= 0`),
    check("leads_contact", sql`coalesce(${t.name}, ${t.email}, ${t.phone}) is not null`),
  ],
);

export type LeadRow = typeof leads.$inferSelect;

const instant = z.iso.datetime();

export const Lead = z
  .object({
    id: z.string().openapi({ description: "Our own id of the lead." }),
    name: z.string().nullable().openapi({ description: "Whom to speak to." }),
    email: z.string().nullable().openapi({ description: "In lower case." }),
    phone: z.string().nullable().openapi({ description: "With its country code, if it is known." }),
    company: z.string().nullable().openapi({ description: "For whom they work." }),
    notes: z.string().nullable().openapi({ description: "What is known besides." }),
    tags: z.array(z.string()).openapi({ description: "Labels, in alphabetical order." }),
    status: z.enum(leadStatuses).openapi({ description: "Where the lead stands." }),
    status_by: z.enum(judges).openapi({ description: "Who has said so." }),
    status_reason: z.string().openapi({ description: "Why, in a sentence." }),
    imported_status: z.string().nullable().openapi({ description: "The word of the import." }),
    deal_value: z.number().nullable().openapi({ description: "What it may be worth, in euro." }),
    last_contact: instant.nullable().openapi({ description: "The last contact, UTC." }),
    next_action: z.enum(nextActions).openapi({ description: "What is to be done." }),
    next_action_at: instant.nullable().openapi({ description: "When; null if no date is set." }),
    next_action_description: z.string().openapi({ description: "What is to be done, in words." }),
    needs_action: z
      .boolean()
      .openapi({ description: "Whether it is due by tomorrow, or undated." }),
    import_batch_id: z.string().nullable().openapi({ description: "The last import of it." }),
    source: z.string().openapi({ description: "Where the lead comes from." }),
    version: z.int().openapi({ description: "Counts the changes." }),
    created_at: instant.openapi({ description: "When it came in." }),
    updated_at: instant.nullable().openapi({ description: "The last change." }),
  })
  .openapi("Lead");
export type Lead = z.infer<typeof Lead>;
