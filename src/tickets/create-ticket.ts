import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { newId } from "../db/ids.ts";
import { ASSIGNED_NUMBER, numberTaken } from "../db/numbers.ts";
import { writeOnce } from "../write-once.ts";
import { query } from "../db/query.ts";
import { principalOf } from "../identity/actor.ts";
import { deriveCategory } from "./derive.ts";
import { ticketSeries } from "./ticket-number.ts";
import { issues, promises } from "./ticket-texts.ts";
import { trendWords } from "./trend-words.ts";
import { tickets, type NewTicket, type TicketCreated } from "./tickets.schema.ts";

/**
 * Opens a ticket with a number of its own, NF-<year>-<n>, counted from 1000 each year. Number, ticket
 * and answer are written in one batch, or nothing is. The same request sent again gets the same answer;
 * `idempotency-key-reused` if its key was used for another, `outcome-unknown` if nobody confirmed it.
 */
export async function createTicket(ctx: Ctx, input: NewTicket): Promise<TicketCreated> {
  ctx.about.customerEmail = input.customer_email;
  const series = ticketSeries(ctx);
  const ticketId = newId("tkt", ctx.now);
  const issue = issues[input.issue_type];

  return writeOnce(ctx, {
    operation: "createTicket",
    input,
    series,
    made: ticketId,
    statements: [
      query.insert(tickets).values({
        ticketId,
        number: sql`${series.prefix} || ${numberTaken(series)}`,
        customerEmail: input.customer_email,
        issueType: input.issue_type,
        title: issue.name,
        description: input.description,
        priority: input.priority,
        logType: issue.logType,
        category: deriveCategory(input.description),
        words: trendWords(`${issue.name} ${input.description}`),
        bookingReference: input.booking_reference ?? null,
        assignedTeam: issue.team,
        createdBy: principalOf(ctx.actor),
        createdAt: ctx.now.toISOString(),
      }),
    ],
    answer: present(ticketId, `${series.prefix}${ASSIGNED_NUMBER}`, input),
  });
}

function present(ticketId: string, number: string, input: NewTicket): TicketCreated {
  const issue = issues[input.issue_type];
  const promise = promises[input.priority];
  return {
    ticket_created: true,
    ticket_data: {
      ticket_id: ticketId,
      ticket_number: number,
      estimated_response: promise,
      assigned_team: issue.team,
    },
    suggested_response:
      `Jag har skapat ärende ${number} (${issue.name}). ` +
      `Du får svar via e-post ${promise}. ${issue.followUp}`,
  };
}
