import { intents } from "../ai/model.ts";
import { statuses } from "../chat/chat.protocol.ts";
import { queryNumber } from "../http/query.ts";
import { z } from "../http/zod.ts";

const count = z.int().openapi({ description: "How many." });
const percent = z.number().openapi({ description: "0 to 100, two decimals." });
const minutes = z.number().openapi({ description: "Minutes, two decimals." });
const mean = z.number().openapi({ description: "A mean, two decimals." });
const messages = z.int().openapi({ description: "Messages." });

function daysQuery(byDefault: number) {
  return z.object({
    days: queryNumber(z.int().min(1).max(365)).prefault(String(byDefault)).openapi({
      type: "integer",
      default: byDefault,
      description: "How many local days to look at, today included: 1 to 365.",
    }),
  });
}

export const WeekQuery = daysQuery(7);
export const MonthQuery = daysQuery(30);

export const Dashboard = z
  .object({
    total_customers: count.openapi({ description: "Users who are customers." }),
    active_chats: count.openapi({ description: "Rooms that are open." }),
    pending_chats: count.openapi({ description: "Open rooms whose customer has the last word." }),
    total_messages: messages,
    ai_usage_rate: percent.openapi({ description: "Messages written by the AI, 0 to 100." }),
    avg_response_time: minutes.openapi({ description: "Minutes until a customer is answered." }),
  })
  .openapi("ChatDashboard");
export type Dashboard = z.infer<typeof Dashboard>;

export const CustomersQuery = z.object({
  limit: queryNumber(z.int().min(1).max(1000))
    .prefault("1000")
    .openapi({ type: "integer", description: "At most 1000." }),
  skip: queryNumber(z.int().min(0).max(1_000_000))
    .prefault("0")
    .openapi({ type: "integer", description: "How many of the newest to leave out." }),
});

const customer = {
  customer_id: z.string().openapi({ description: "The customer." }),
  customer_name: z.string().openapi({ description: "Their name in the room." }),
};

export const CustomerStatistics = z
  .object({
    ...customer,
    room_id: z.string().openapi({ description: "Their newest room." }),
    message_count: messages.openapi({ description: "Messages in all of their rooms." }),
    last_activity: z.iso.datetime().openapi({ description: "The newest message." }),
    status: z.enum(statuses).openapi({ description: "Of the newest room." }),
    ai_usage_percentage: percent.openapi({ description: "Written by the AI, 0 to 100." }),
  })
  .openapi("CustomerStatistics");
export type CustomerStatistics = z.infer<typeof CustomerStatistics>;

export const IntentCount = z
  .object({
    intent: z.enum(intents).openapi({ description: "What customers wrote about." }),
    count,
    percentage: percent.openapi({ description: "Of the messages that were read, 0 to 100." }),
  })
  .openapi("IntentCount");
export type IntentCount = z.infer<typeof IntentCount>;

export const Overview = z
  .object({
    period: z
      .object({
        start_date: z.iso.datetime().openapi({ description: "When the first local day began." }),
        end_date: z.iso.datetime().openapi({ description: "Now." }),
        days: count,
      })
      .openapi({ description: "What was looked at." }),
    overview: z
      .object({
        total_messages: messages,
        total_chat_rooms: count.openapi({ description: "Rooms in which something was written." }),
        ai_generated_messages: messages,
        ai_usage_rate: percent,
        avg_messages_per_room: mean,
      })
      .openapi({ description: "The whole period." }),
    intent_distribution: z.array(IntentCount).openapi({ description: "The most frequent first." }),
    daily_activity: z
      .array(
        z.object({
          date: z.string().openapi({ description: "The local day." }),
          message_count: messages,
          ai_count: messages,
          human_count: messages,
        }),
      )
      .openapi({ description: "Every day, empty ones included, the oldest first." }),
  })
  .openapi("ChatOverview");
export type Overview = z.infer<typeof Overview>;

const CustomerDetail = z
  .object({
    ...customer,
    message_count: messages,
    ai_messages: messages,
    human_messages: messages,
    session_duration_minutes: minutes.openapi({ description: "The mean over their rooms." }),
    ai_usage_rate: percent,
  })
  .openapi("CustomerActivity");
export type CustomerDetail = z.infer<typeof CustomerDetail>;

export const CustomerBehavior = z
  .object({
    customer_engagement: z
      .object({
        total_customers: count,
        avg_messages_per_customer: mean,
        avg_session_duration: minutes.openapi({
          description: "From a room's first to its last message in the period; the mean.",
        }),
        top_customers: z.array(CustomerDetail).openapi({ description: "The ten busiest." }),
      })
      .openapi({ description: "Customers in whose rooms something was written." }),
    response_times: z
      .object({
        avg_response_time_minutes: minutes,
        avg_ai_response_time_minutes: minutes,
        avg_human_response_time_minutes: minutes,
        total_responses: count.openapi({ description: "Answers to waiting customers." }),
      })
      .openapi({ description: "From when a customer began to wait to the first answer." }),
    customer_details: z
      .array(CustomerDetail)
      .openapi({ description: "By number of messages; at most 1000." }),
  })
  .openapi("CustomerBehavior");
export type CustomerBehavior = z.infer<typeof CustomerBehavior>;
