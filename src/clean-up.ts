import { lt } from "drizzle-orm";
import { agentCallCustomers, agentCallHours, agentCalls } from "./agents/agent-calls.schema.ts";
import { noCost } from "./cost.ts";
import { readConfig } from "./env.ts";
import { revokedTokens } from "./identity/users.schema.ts";
import { openDatabase } from "./db/database.ts";
import { query } from "./db/query.ts";
import { idempotency } from "./db/system.tables.ts";

const DAY_MS = 86_400_000;
const ANSWERS_KEPT_DAYS = 2;
const CALLS_KEPT_DAYS = 35;

/** The daily clean-up: stored answers after two days, agent calls after five weeks, expired tokens. */
export async function purgeExpired(env: Env, now = Date.now()): Promise<void> {
  const db = openDatabase(readConfig(env).database, noCost());
  const before = (days: number) => new Date(now - days * DAY_MS).toISOString();
  const hour = before(CALLS_KEPT_DAYS).slice(0, 13);
  await db.write(
    [
      query.delete(idempotency).where(lt(idempotency.createdAt, before(ANSWERS_KEPT_DAYS))),
      query.delete(revokedTokens).where(lt(revokedTokens.expiresAt, before(0))),
      query.delete(agentCalls).where(lt(agentCalls.at, before(CALLS_KEPT_DAYS))),
      query.delete(agentCallHours).where(lt(agentCallHours.hour, hour)),
      query.delete(agentCallCustomers).where(lt(agentCallCustomers.hour, hour)),
    ],
    { repeatable: true },
  );
}
