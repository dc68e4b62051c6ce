import { sql } from "drizzle-orm";
import { nextNumber, numberTaken } from "../../src/db/numbers.ts";
import { query, type Statement } from "../../src/db/query.ts";
import { deriveCategory, derivePriority } from "../../src/tickets/derive.ts";
import { tickets, type LogType } from "../../src/tickets/tickets.schema.ts";
import { trendWords } from "../../src/tickets/trend-words.ts";

const HOUR_MS = 3_600_000;

type DemoLog = [hoursAgo: number, type: LogType, title: string, description: string];

const logs: DemoLog[] = [
  [2, "support", "Unable to login to account", "I keep getting invalid credentials error"],
  [3, "support", "Login fails on my phone", "The login page says that my password is wrong"],
  [5, "inquiry", "Invoice for November", "When will the invoice be sent?"],
  [7, "support", "Password reset link expired", "The login link in the e-mail was too old"],
  [9, "complaint", "Charged twice", "The invoice was charged twice, I want a refund soon"],
  [12, "feedback", "Great new feature", "The price calculator is a very good feature"],
  [20, "complaint", "Website error", "The website crashes when I open my invoice, please help"],
  [30, "support", "Account locked", "My account is locked since yesterday, this is urgent"],
  [75, "inquiry", "Opening hours at Christmas", "Are you open on December 27?"],
];

/** Logs of the user `demo` from the last days, numbered after the tickets of this year. */
export function demoLogs(userId: string, now: Date): Statement[] {
  return logs.flatMap(([hoursAgo, logType, title, description], i) => {
    const at = new Date(now.getTime() - hoursAgo * HOUR_MS);
    const series = { name: `ticket:${at.getUTCFullYear()}`, first: 1000 };
    const isResolved = hoursAgo > 24;
    const resolvedAt = isResolved ? new Date(at.getTime() + 6 * HOUR_MS).toISOString() : null;
    const text = `${title} ${description}`;
    return [
      nextNumber(series),
      query.insert(tickets).values({
        ticketId: `tkt_demo_log_${i}`,
        number: sql`${`NF-${at.getUTCFullYear()}-`} || ${numberTaken(series)}`,
        title,
        description,
        logType,
        priority: derivePriority(text),
        category: deriveCategory(text),
        words: trendWords(text),
        status: isResolved ? "resolved" : i % 3 === 1 ? "in_progress" : "open",
        createdBy: `user:${userId}`,
        createdAt: at.toISOString(),
        updatedAt: resolvedAt,
        resolvedAt,
      }),
    ];
  });
}
