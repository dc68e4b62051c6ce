import { asc } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { fits } from "./find-leads.ts";
import type { ExportQuery } from "./lead-lists.schema.ts";
import { leads, type Lead } from "./leads.schema.ts";
import { presentLead } from "./present-lead.ts";

const AT_MOST = 10_000;

/** The columns of an export; an import reads those that it knows back as they were. */
const columns = [
  "name",
  "email",
  "phone",
  "company",
  "status",
  "notes",
  "last_contact",
  "deal_value",
  "tags",
  "next_action",
  "next_action_at",
  "next_action_description",
  "needs_action",
  "id",
] as const satisfies (keyof Lead)[];

/** The leads that fit the filters as CSV, the oldest first, at most 10,000. No cell is computed by a spreadsheet. */
export async function exportLeads(ctx: Ctx, { excel, ...filters }: ExportQuery): Promise<string> {
  const [rows] = await ctx.db.read([
    query.select().from(leads).where(fits(filters, ctx.now)).orderBy(asc(leads.seq)).limit(AT_MOST),
  ]);
  const separator = excel ? ";" : ",";
  const lines = rows.map((row) => {
    const lead = presentLead(row, ctx.now);
    return columns.map((column) => cell(lead[column], excel)).join(separator);
  });
  return `${excel ? "\uFEFF" : ""}${[columns.join(separator), ...lines].join("\r\n")}\r\n`;
}

function cell(value: Lead[(typeof columns)[number]], excel: boolean): string {
  if (typeof value === "number") return excel ? value.toFixed(2).replace(".", ",") : String(value);
  const text = Array.isArray(value) ? value.join("|") : String(value ?? "");
  // A spreadsheet computes what begins like this, even inside quotes; readRows() takes the mark off again.
  const inert = /^[=+\-@\t\r\n'＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",;|\t\r\n']/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
