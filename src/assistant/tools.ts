import { eq } from "drizzle-orm";
import type { Language } from "../ai/language.ts";
import type { Tool } from "../ai/reply.ts";
import { findBooking } from "../bookings/find-booking.ts";
import type { Ctx } from "../context.ts";
import { customers } from "../customers/customers.schema.ts";
import { sha256 } from "../db/digest.ts";
import { query } from "../db/query.ts";
import { z } from "../http/zod.ts";
import type { UserActor } from "../identity/actor.ts";
import type { Passage } from "../knowledge/match-passages.ts";
import { searchKnowledge } from "../knowledge/search-knowledge.ts";
import { calculatePrice } from "../pricing/calculate-price.ts";
import { PriceRequest } from "../pricing/pricing.schema.ts";
import { ProblemError } from "../problems.ts";
import { createLog } from "../tickets/create-log.ts";
import { newestLogs } from "../tickets/list-logs.ts";
import { NewLog } from "../tickets/logs.schema.ts";
import { askForAPerson } from "./ask-for-a-person.ts";
import { phrases, tellBooking, tellLogs } from "./tool-texts.ts";

const PASSAGES = 5;
const LOGS = 5;

type Situation = { actor: UserActor; conversationId: number; turn: string; language: Language };

const Nothing = z.object({});
const Question = z.object({ query: z.string().min(1).max(500) });
const BookingNumber = z.object({ booking_number: z.string().max(60).optional() });
const LogOfModel = NewLog.pick({ title: true, description: true, log_type: true });

/**
 * What the assistant can do for the user who asks: each tool is a verb of the desk, called as that user. Whose
 * bookings and logs are meant is never an input, so that no text can name somebody else's.
 */
export function toolsFor(ctx: Ctx, situation: Situation): Tool<Passage>[] {
  const { actor, conversationId, language } = situation;
  return [
    tool({
      name: "ask_for_a_person",
      description: "Asks a member of the team to take over this conversation.",
      parameters: Nothing,
      phrases: phrases.person,
      run: async () => {
        const { roomId, told } = await askForAPerson(ctx, actor, conversationId, language);
        return { data: { asked: true, room_id: roomId, tell_the_customer: told }, told };
      },
    }),
    tool({
      name: "my_bookings",
      description:
        "The customer's own booking: the newest, or the one with this number. Says whether it can be changed.",
      parameters: BookingNumber,
      phrases: phrases.bookings,
      run: async (wanted) => {
        const found = await ownBooking(ctx, actor, wanted.booking_number);
        return { data: found ?? { booking_found: false }, told: tellBooking(found, language) };
      },
    }),
    tool({
      name: "my_logs",
      description: "The customer's own newest logs (support tickets) and where they stand.",
      parameters: Nothing,
      phrases: phrases.logs,
      run: async () => {
        const logs = await newestLogs(ctx, LOGS);
        return { data: { logs }, told: tellLogs(logs, language) };
      },
    }),
    tool({
      name: "open_log",
      description: "Opens a log (support ticket) for the customer, when they want one.",
      parameters: LogOfModel,
      run: async (log) => ({ data: await openLog(ctx, situation, log) }),
    }),
    tool({
      name: "calculate_price",
      description: "The price of a move in Swedish kronor, after the RUT deduction.",
      parameters: PriceRequest,
      run: async (request) => ({ data: calculatePrice(ctx, request) }),
    }),
    tool({
      name: "search_knowledge",
      description: "Finds further FAQs and texts. Use it if the sources do not answer.",
      parameters: Question,
      run: async ({ query: question }) => {
        const sources = await searchKnowledge(ctx, question, PASSAGES);
        return { data: { found: sources.length }, sources };
      },
    }),
  ];
}

/** A tool whose input is checked before it runs; `validation-failed` says what is wrong with it. */
function tool<Schema extends z.ZodType>(
  made: Omit<Tool<Passage>, "run" | "parameters"> & {
    parameters: Schema;
    run(input: z.output<Schema>): ReturnType<Tool<Passage>["run"]>;
  },
): Tool<Passage> {
  return {
    ...made,
    async run(input) {
      const checked = made.parameters.safeParse(input);
      if (checked.success) return made.run(checked.data);
      const [issue] = checked.error.issues;
      const detail = `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "is not usable"}`;
      throw new ProblemError("validation-failed", { detail });
    },
  };
}

/** Null if the user belongs to no customer. Their own e-mail address proves nothing: anyone may register it. */
async function ownBooking(ctx: Ctx, { customerId }: UserActor, number: string | undefined) {
  if (customerId === null) return null;
  const [[customer]] = await ctx.db.read([
    query.select({ email: customers.email }).from(customers).where(eq(customers.id, customerId)),
  ]);
  if (!customer) return null;
  return findBooking(ctx, { customer_email: customer.email, booking_id: number || undefined });
}

/** A turn that is tried again opens the same log, not a second one. */
async function openLog(ctx: Ctx, { actor, turn }: Situation, log: z.infer<typeof LogOfModel>) {
  const digest = await sha256(JSON.stringify(log));
  const input = { ...log, client_ref: `${turn}:${digest.slice(0, 16)}` };
  return createLog({ ...ctx, idempotencyKey: null }, actor, input);
}
