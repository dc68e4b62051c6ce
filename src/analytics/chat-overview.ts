import type { Ctx } from "../context.ts";
import { addDays, startOfDay } from "../db/time.ts";
import type { CustomerBehavior, CustomerDetail, Overview } from "./chat-analytics.schema.ts";
import { withShares } from "./chat-dashboard.ts";
import { figuresByDay, intentsIn, lastDays, roomActivity, roomsIn } from "./chat-figures.ts";
import { mean, meanMinutes, percent, sumOf } from "./rates.ts";

const TOP = 10;
const DETAILS = 1_000;

/** The last days in sums, intents and days. One round trip; what it reads grows with rooms and days. */
export async function chatOverview(ctx: Ctx, days: number): Promise<Overview> {
  const window = lastDays(ctx, days);
  const [byDay, [rooms], intents] = await ctx.db.read([
    figuresByDay(window),
    roomsIn(window),
    intentsIn(window),
  ]);
  const messages = sumOf(byDay, (day) => day.messages);
  const aiMessages = sumOf(byDay, (day) => day.aiMessages);
  const chatRooms = rooms?.count ?? 0;
  return {
    period: {
      start_date: startOfDay(window.first, ctx.config.timeZone).toISOString(),
      end_date: ctx.now.toISOString(),
      days,
    },
    overview: {
      total_messages: messages,
      total_chat_rooms: chatRooms,
      ai_generated_messages: aiMessages,
      ai_usage_rate: percent(aiMessages, messages),
      avg_messages_per_room: mean(messages, chatRooms),
    },
    intent_distribution: withShares(intents),
    daily_activity: Array.from({ length: days }, (_, i) => {
      const date = addDays(window.first, i);
      const figures = byDay.find(({ day }) => day === date);
      const [all, ai] = [figures?.messages ?? 0, figures?.aiMessages ?? 0];
      return { date, message_count: all, ai_count: ai, human_count: all - ai };
    }),
  };
}

/** How customers used the chat in the last days, and how long they waited. One round trip. */
export async function customerBehavior(ctx: Ctx, days: number): Promise<CustomerBehavior> {
  const window = lastDays(ctx, days);
  const [rooms, byDay] = await ctx.db.read([roomActivity(window), figuresByDay(window)]);
  const sessions = rooms.map((room) => ({
    ...room,
    durationMs: Date.parse(room.lastAt ?? "") - Date.parse(room.firstAt ?? ""),
  }));
  const details = [...Map.groupBy(sessions, (room) => room.customerId).values()]
    .map(describeCustomer)
    .toSorted(
      (a, b) => b.message_count - a.message_count || a.customer_id.localeCompare(b.customer_id),
    );
  const responses = sumOf(byDay, (day) => day.responses);
  const responseMs = sumOf(byDay, (day) => day.responseMs);
  const aiResponses = sumOf(byDay, (day) => day.aiResponses);
  const aiResponseMs = sumOf(byDay, (day) => day.aiResponseMs);
  return {
    customer_engagement: {
      total_customers: details.length,
      avg_messages_per_customer: mean(
        sumOf(rooms, (room) => room.messages),
        details.length,
      ),
      avg_session_duration: meanMinutes(
        sumOf(sessions, (session) => session.durationMs),
        sessions.length,
      ),
      top_customers: details.slice(0, TOP),
    },
    response_times: {
      avg_response_time_minutes: meanMinutes(responseMs, responses),
      avg_ai_response_time_minutes: meanMinutes(aiResponseMs, aiResponses),
      avg_human_response_time_minutes: meanMinutes(
        responseMs - aiResponseMs,
        responses - aiResponses,
      ),
      total_responses: responses,
    },
    customer_details: details.slice(0, DETAILS),
  };
}

type Session = {
  customerId: string;
  customerName: string;
  messages: number;
  aiMessages: number;
  durationMs: number;
};

function describeCustomer(sessions: Session[]): CustomerDetail {
  const messages = sumOf(sessions, (session) => session.messages);
  const aiMessages = sumOf(sessions, (session) => session.aiMessages);
  return {
    customer_id: sessions[0]?.customerId ?? "",
    customer_name: sessions[0]?.customerName ?? "",
    message_count: messages,
    ai_messages: aiMessages,
    human_messages: messages - aiMessages,
    session_duration_minutes: meanMinutes(
      sumOf(sessions, (session) => session.durationMs),
      sessions.length,
    ),
    ai_usage_rate: percent(aiMessages, messages),
  };
}
