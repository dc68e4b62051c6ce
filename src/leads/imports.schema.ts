import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { oneOf } from "../db/columns.ts";
import { plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";
import type { LeadRow } from "./leads.schema.ts";
import { leadFields, type LeadField, type Mapping } from "./read-headers.ts";
import { rowHints, type RowError } from "./row-errors.ts";

/** Header → field, or null to leave the column out. */
export const MappingColumns = z.record(z.string().max(200), z.enum(leadFields).nullable()).openapi({
  description: "Header → field; null leaves the column out.",
  example: { "Kd.-Nr.": null, Ansprechpartner: "name" },
});

const statuses = ["queued", "running", "done", "failed", "cancelled"] as const;

/** Every import. Its counts grow with each part that is done, in the same transaction as the leads. */
export const imports = sqliteTable(
  "imports",
  {
    id: text().primaryKey(),
    status: text({ enum: statuses }).notNull(),
    totalRows: integer("total_rows").notNull(),
    doneRows: integer("done_rows").notNull(),
    /** How many parts are done, and the last row of them; a part that comes again is recognised by it. */
    doneParts: integer("done_parts").notNull(),
    doneThrough: integer("done_through").notNull(),
    importedCount: integer("imported_count").notNull(),
    updatedCount: integer("updated_count").notNull(),
    mergedCount: integer("merged_count").notNull(),
    skippedCount: integer("skipped_count").notNull(),
    needsActionCount: integer("needs_action_count").notNull(),
    withoutLastContactCount: integer("without_last_contact_count").notNull(),
    byAiCount: integer("by_ai_count").notNull(),
    byRulesCount: integer("by_rules_count").notNull(),
    aiFailed: integer("ai_failed", { mode: "boolean" }).notNull(),
    errors: text({ mode: "json" }).$type<RowError[]>().notNull(),
    columns: text({ mode: "json" }).$type<ImportColumn[]>().notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: text("created_at").notNull(),
    finishedAt: text("finished_at"),
    undoneAt: text("undone_at"),
    undo: text({ mode: "json" }).$type<UndoCounts>(),
  },
  (t) => [
    index("imports_created_at").on(t.createdAt),
    check("imports_status", oneOf(t.status, statuses)),
    check("imports_ai_failed", sql`${t.aiFailed} in (0, 1)`),
  ],
);
export type ImportRow = typeof imports.$inferSelect;
export type ImportColumn = { header: string; field: LeadField | null };
export type UndoCounts = { deleted_count: number; restored_count: number; kept_count: number };

/** What an import did to each lead: the lead as it was (null if it was not), and the version it left. */
export const importChanges = sqliteTable(
  "import_changes",
  {
    importId: text("import_id").notNull(),
    leadId: text("lead_id").notNull(),
    before: text({ mode: "json" }).$type<LeadRow>(),
    version: integer().notNull(),
  },
  (t) => [primaryKey({ name: "import_changes_once", columns: [t.importId, t.leadId] })],
);

/** Mappings that callers have saved: which header is which field. */
export const importMappings = sqliteTable("import_mappings", {
  name: text().primaryKey(),
  columns: text({ mode: "json" }).$type<Mapping>().notNull(),
  changedAt: text("changed_at").notNull(),
});

export const ImportMapping = z
  .object({
    name: z.string().openapi({ description: "What the mapping is called." }),
    columns: MappingColumns,
  })
  .openapi("ImportMapping");
export type ImportMapping = z.infer<typeof ImportMapping>;

export const ImportMappings = z
  .object({
    mappings: z.array(ImportMapping).openapi({ description: "By name, at most 100." }),
  })
  .openapi("ImportMappings");

const count = (description: string) => z.int().openapi({ description });
const codes = Object.keys(rowHints);

const ImportError = z
  .object({
    row: z.int().openapi({ description: "The line of the file; in JSON the entry, from 1." }),
    column: z.string().nullable().openapi({ description: "The header of the cell, if it is one." }),
    code: z.enum(codes).openapi({ description: "What is wrong, for programs." }),
    hint: z.string().openapi({ description: "How to put it right, in German." }),
    skipped: z.boolean().openapi({
      description: "Whether the row was left out. If not, it was imported without this cell.",
    }),
  })
  .openapi("ImportError");

export const LeadImport = z
  .object({
    id: z.string().nullable().openapi({ description: "The import; null for a dry run." }),
    import_batch_id: z.string().nullable().openapi({ description: "The same, as leads carry it." }),
    status: z.enum(statuses).openapi({ description: "How far it is." }),
    dry_run: z.boolean().openapi({ description: "Whether nothing was written." }),
    total_rows: count("All rows of the file that are not blank."),
    done_rows: count("Rows worked through so far."),
    imported_count: count("Leads that are new."),
    updated_count: count("Leads that were known, whether or not the file says anything new."),
    merged_count: count("Rows that repeat a lead of the same file."),
    skipped_count: count("Rows that are in `errors` and nowhere else."),
    needs_action_count: count("Of these leads, how many need somebody by tomorrow."),
    without_last_contact_count: count("Of these leads, how many have no last contact."),
    errors: z.array(ImportError).openapi({ description: "Of the rows worked through so far." }),
    engine: z
      .enum(["openai", "rules", "mixed"])
      .openapi({ description: "Who has judged the leads that are new or changed." }),
    by_ai_count: count("Leads judged by the AI."),
    by_rules_count: count("Leads judged by the built-in rules."),
    notice: z.string().nullable().openapi({ description: "What else is to be known, in German." }),
    columns: z
      .array(
        z.object({
          header: z.string().openapi({ description: "As the file names it." }),
          field: z
            .enum(leadFields)
            .nullable()
            .openapi({ description: "What it was read as; null if it was not." }),
        }),
      )
      .openapi({ description: "The columns, in the order of the file." }),
    created_at: z.iso.datetime().openapi({ description: "When it was sent." }),
    finished_at: z.iso.datetime().nullable().openapi({ description: "When it ended." }),
    undone_at: z.iso.datetime().nullable().openapi({ description: "When it was undone." }),
  })
  .openapi("LeadImport");
export type LeadImport = z.infer<typeof LeadImport>;

export const ImportUndone = z
  .object({
    id: z.string().openapi({ description: "The import." }),
    undone_at: z.iso.datetime().openapi({ description: "When it was undone." }),
    deleted_count: count("Leads that it had made and that are gone."),
    restored_count: count("Leads that it had changed and that are as they were before."),
    kept_count: count("Leads that somebody has changed since, left as they are."),
  })
  .openapi("ImportUndone");
export type ImportUndone = z.infer<typeof ImportUndone>;

const flag = (description: string) =>
  z
    .enum(["true", "false", "1", "0"])
    .default("false")
    .transform((given) => given === "true" || given === "1")
    .openapi({ type: "boolean", default: false, description });

export const ImportQuery = z.object({
  dry_run: flag("Give the same answer and write nothing."),
  mapping: plainText(60).optional().openapi({ description: "The name of a saved mapping." }),
});

const IMPORT_ID = "imp_01kh2m0c5v7m3q9x4d8z1r6t2y5w8b4n7c";

export const ImportId = z.object({
  id: plainText(60).openapi({ description: "The import's id.", example: IMPORT_ID }),
});

export const MappingName = z.object({
  name: plainText(60).openapi({ description: "The mapping's name.", example: "Messe" }),
});

/** The bodies that an import takes. They are read by readUpload(), which knows them all. */
export const importBodies = {
  "text/csv": {
    schema: {
      type: "string" as const,
      description: "The file. Comma, semicolon, bar or tab; UTF-8, UTF-16 or Windows-1252.",
      example: "Name;E-Mail;Status\nLea Kramer;lea@example.de;Angebot\n",
    },
  },
  "application/json": {
    schema: {
      description: "`{csv}`, `{leads: […]}`, or the array itself.",
      anyOf: [
        {
          type: "object" as const,
          properties: {
            csv: { type: "string" as const, description: "The file as a text." },
            leads: {
              type: "array" as const,
              items: { type: "object" as const },
              description: "Or its rows.",
            },
            mapping: {
              type: "object" as const,
              description: "Header → field, or null to leave it out.",
            },
          },
        },
        { type: "array" as const, items: { type: "object" as const } },
      ],
    },
  },
  "multipart/form-data": {
    schema: {
      type: "object" as const,
      required: ["file"],
      properties: {
        file: { type: "string" as const, format: "binary", description: "The file." },
        mapping: { type: "string" as const, description: "JSON: header → field." },
      },
    },
  },
};
