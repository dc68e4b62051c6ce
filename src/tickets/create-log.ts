import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { newId } from "../db/ids.ts";
import { ASSIGNED_NUMBER, numberTaken } from "../db/numbers.ts";
import { query } from "../db/query.ts";
import type { UserActor } from "../identity/actor.ts";
import { principalOf } from "../identity/actor.ts";
import { writeOnce } from "../write-once.ts";
import { deriveCategory, derivePriority } from "./derive.ts";
import type { Log, NewLog } from "./logs.schema.ts";
import { ticketSeries } from "./ticket-number.ts";
import { tickets } from "./tickets.schema.ts";
import { trendWords } from "./trend-words.ts";

/**
 * Opens a ticket for the user who asks, numbered like every other. Category and priority are told from the
 * text where they were not sent. The same request sent again gets the same answer;
 * `idempotency-key-reused`, `outcome-unknown`.
 */
export async function createLog(ctx: Ctx, actor: UserActor, input: NewLog): Promise<Log> {
  const series = ticketSeries(ctx);
  const id = sql`(select coalesce(max(${tickets.id}), 0) + 1 from ${tickets})`;
  const text = `${input.title} ${input.description ?? ""}`;
  const priority = input.priority ?? derivePriority(text);
  const category = input.category ?? deriveCategory(text);
  const createdAt = ctx.now.toISOString();

  return writeOnce(ctx, {
    operation: "createLog",
    input,
    series,
    assigned: { path: "$.id", value: id },
    made: sql`(select max(${tickets.id}) from ${tickets})`,
    statements: [
      query.insert(tickets).values({
        id,
        ticketId: newId("tkt", ctx.now),
        number: sql`${series.prefix} || ${numberTaken(series)}`,
        title: input.title,
        description: input.description ?? "",
        priority,
        logType: input.log_type,
        category,
        words: trendWords(text),
        createdBy: principalOf(actor),
        createdAt,
      }),
    ],
    answer: {
      id: 0,
      user_id: actor.id,
      ticket_number: `${series.prefix}${ASSIGNED_NUMBER}`,
      title: input.title,
      description: input.description ?? null,
      log_type: input.log_type,
      status: "open",
      priority,
      category,
      created_at: createdAt,
      updated_at: null,
      resolved_at: null,
    },
  });
}
