import type { Log } from "./logs.schema.ts";
import type { tickets } from "./tickets.schema.ts";

const USER = "user:";

/** A ticket as the log routes show it. */
export function presentLog(ticket: typeof tickets.$inferSelect): Log {
  const { createdBy } = ticket;
  return {
    id: ticket.id,
    user_id: createdBy.startsWith(USER) ? createdBy.slice(USER.length) : null,
    ticket_number: ticket.number,
    title: ticket.title,
    description: ticket.description === "" ? null : ticket.description,
    log_type: ticket.logType,
    status: ticket.status,
    priority: ticket.priority,
    category: ticket.category,
    created_at: ticket.createdAt,
    updated_at: ticket.updatedAt,
    resolved_at: ticket.resolvedAt,
  };
}
