import { and, eq, inArray, lt } from "drizzle-orm";
import { agentCallCustomers, agentCallHours, agentCalls } from "./agents/agent-calls.schema.ts";
import { aiUsage } from "./ai/ai-usage.schema.ts";
import { conversationMessages, conversations } from "./assistant/conversations.schema.ts";
import { oauthCodes, oauthRefreshTokens } from "./oauth/oauth.tables.ts";
import { verificationCodes } from "./verification/verification.tables.ts";
import { dropStrayFiles } from "./claims/drop-stray-files.ts";
import { createContext, type Ctx } from "./context.ts";
import { sweepDeadlines } from "./deadlines/sweep-deadlines.ts";
import { loginPlaces, revokedTokens } from "./identity/users.schema.ts";
import { unansweredQuestions } from "./knowledge/unanswered.schema.ts";
import { query } from "./db/query.ts";
import { finishErasures } from "./privacy/finish-erasures.ts";
import { logFailure } from "./log.ts";
import { bringWaiting } from "./orders/bring-waiting.ts";
import { idempotency } from "./db/system.tables.ts";

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
 * conversations after 30 days, unanswered questions and counts of tokens when nobody looks at them any more.
 */
async function purgeExpired({ db, now }: Pick<Ctx, "db" | "now">): Promise<void> {
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
