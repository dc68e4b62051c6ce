import { kronor } from "../db/money.ts";
import type { Lead, LeadRow } from "./leads.schema.ts";
import { needsAction } from "./next-action.ts";

/** A lead as it is answered; whether it needs action depends on when it is asked for. */
export function presentLead(row: LeadRow, now: Date): Lead {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    phone: row.phone,
    company: row.company,
    notes: row.notes,
    tags: row.tags,
    status: row.status,
    status_by: row.statusBy,
    status_reason: row.statusReason,
    imported_status: row.importedStatus,
    deal_value: row.dealCents === null ? null : kronor(row.dealCents),
    last_contact: row.lastContact,
    next_action: row.nextAction,
    next_action_at: row.nextActionAt,
    next_action_description: row.nextActionDescription,
    needs_action: needsAction({ at: row.nextActionAt, isSettled: row.isSettled }, now),
    import_batch_id: row.importBatchId,
    source: row.source,
    version: row.version,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  };
}
