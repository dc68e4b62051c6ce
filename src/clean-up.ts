import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { agentCallCustomers, agentCallHours, agentCalls } from "./agents/agent-calls.schema.ts";
import { aiUsage } from "./ai/ai-usage.schema.ts";
import { conversationMessages, conversations } from "./assistant/conversations.schema.ts";
import { oauthCodes, oauthRefreshTokens } from "./oauth/oauth.tables.ts";
import { verificationCodes } from "./verification/verification.tables.ts";
import { dropStrayFiles } from "./claims/drop-stray-files.ts";
import { createContext, type Ctx } from "./context.ts";
import { sweepDeadlines } from "./deadlines/sweep-deadlines.ts";
import { loginPlaces, revokedTokens } from "./identity/users.tables.ts";
import { unansweredQuestions } from "./knowledge/unanswered.schema.ts";
import { query } from "./db/query.ts";
import { finishErasures } from "./privacy/finish-erasures.ts";
import { logFailure, logLine } from "./log.ts";
import { bringWaiting } from "./orders/bring-waiting.ts";
import { auditLog, idempotency } from "./db/system.tables.ts";

const DAY_MS = 86_400_000;
const ANSWERS_KEPT_DAYS = 2;
const CALLS_KEPT_DAYS = 35;
const DELETED_CONVERSATIONS_KEPT_DAYS = 30;
const UNANSWERED_KEPT_DAYS = 180;
const USAGE_KEPT_DAYS = 60;

/**
 * What is done every night: what is kept too long goes, and what got lost by day is made good. Each part is done even
 * if another fails.
 */
export async function cleanUp(env: Env): Promise<void> {
  const requestId = crypto.randomUUID();
  const facts = { requestId, now: new Date(), address: "unknown", idempotencyKey: null };
  const ctx = createContext(env, facts, () => {});
  const parts = [
    () => purgeExpired(ctx),
    () => countChanges(ctx),
    () => sweepDeadlines(env, ctx),
    () => bringWaiting(ctx),
    () => dropStrayFiles(ctx),
    () => finishErasures(ctx),
  ];
  const failures: unknown[] = [];
  for (const part of parts) {
    try {
      await part();
    } catch (error) {
      logFailure(requestId, "clean-up", error);
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "The clean-up has failed in part.");
}

/**
 * Stored answers after two days, agent calls after five weeks, expired tokens and places, deleted
 * conversations after 30 days, unanswered questions and counts of tokens when nobody looks at them any more, the log of
 * changes after what is configured.
 */
async function purgeExpired({ db, now, config }: Ctx): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString();
  const hour = before(CALLS_KEPT_DAYS).slice(0, 13);
  const deleted = before(DELETED_CONVERSATIONS_KEPT_DAYS);
  await db.write(
    [
      query.delete(idempotency).where(lt(idempotency.createdAt, before(ANSWERS_KEPT_DAYS))),
      query.delete(verificationCodes).where(lt(verificationCodes.expiresAt, before(0))),
      query.delete(oauthCodes).where(lt(oauthCodes.expiresAt, before(0))),
      query.delete(oauthRefreshTokens).where(lt(oauthRefreshTokens.expiresAt, before(0))),
      query.delete(loginPlaces).where(lt(loginPlaces.expiresAt, before(0))),
      query.delete(revokedTokens).where(lt(revokedTokens.expiresAt, before(0))),
      query.delete(agentCalls).where(lt(agentCalls.at, before(CALLS_KEPT_DAYS))),
      query.delete(agentCallHours).where(lt(agentCallHours.hour, hour)),
      query
        .delete(conversationMessages)
        .where(inArray(conversationMessages.conversationId, deletedBefore(deleted))),
      query.delete(conversations).where(inArray(conversations.id, deletedBefore(deleted))),
      query
        .delete(unansweredQuestions)
        .where(lt(unansweredQuestions.lastAt, before(UNANSWERED_KEPT_DAYS))),
      query.delete(aiUsage).where(lt(aiUsage.day, before(USAGE_KEPT_DAYS).slice(0, 10))),
      query.delete(agentCallCustomers).where(lt(agentCallCustomers.hour, hour)),
      query.delete(auditLog).where(lt(auditLog.seq, firstKept(before(config.auditDays)))),
    ],
    { repeatable: true },
  );
}

function deletedBefore(at: string) {
  return query
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(eq(conversations.isActive, false), lt(conversations.updatedAt, at)));
}

/** The number from which on changes are kept; the newest one is always, so that no number is given twice. */
function firstKept(since: string) {
  const { seq, at } = auditLog;
  return sql`coalesce(
    (select ${seq} from ${auditLog} where ${at} >= ${since} order by ${seq} limit 1),
    (select max(${seq}) from ${auditLog}))`;
}

/** A number that is missing in the log of changes is a row that somebody has taken out past the desk: an alarm. */
async function countChanges({ db }: Ctx): Promise<void> {
  const missing = sql<number>`max(${auditLog.seq}) - min(${auditLog.seq}) + 1 - count(*)`;
  const [[counted]] = await db.read([query.select({ missing }).from(auditLog)]);
  if (counted?.missing) logLine("error", "audit-log-incomplete", { missing: counted.missing });
}
