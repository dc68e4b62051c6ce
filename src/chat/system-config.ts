import { desc, getTableColumns, sql } from "drizzle-orm";
import type { ReadingRules } from "../ai/model.ts";
import type { Ctx } from "../context.ts";
import { guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { principalOf } from "../identity/actor.ts";
import {
  defaultSystemConfig,
  systemConfigs,
  type NewSystemConfig,
  type SystemConfig,
} from "./system-config.schema.ts";

/** The config in force; the default until somebody has changed it. */
export async function readSystemConfig(ctx: Pick<Ctx, "db">): Promise<SystemConfig> {
  const [[newest]] = await ctx.db.read([newestConfig()]);
  return newest ?? defaultSystemConfig;
}

/**
 * Puts a config in force, at once and as a version of its own. `config-changed` if the sender had read
 * another version than the one in force.
 */
export async function changeSystemConfig(ctx: Ctx, input: NewSystemConfig): Promise<SystemConfig> {
  const inForce = sql`(select coalesce(max(${systemConfigs.version}), 0) from ${systemConfigs})`;
  const { version, ...values } = input;
  const [, , [changed]] = await ctx.db.write([
    guard("config-changed", version === undefined ? sql`1` : sql`${inForce} = ${version}`),
    query.insert(systemConfigs).values({
      ...values,
      version: sql`${inForce} + 1`,
      changedBy: principalOf(ctx.actor),
      changedAt: ctx.now.toISOString(),
    }),
    newestConfig(),
  ]);
  return changed ?? defaultSystemConfig;
}

/** How messages are read under a config. */
export function readingRules(config: SystemConfig): ReadingRules {
  return {
    style: config.response_style_default,
    maxLength: config.max_response_length,
    threshold: config.ai_confidence_threshold,
  };
}

function newestConfig() {
  const { changedBy: _who, changedAt: _when, ...shown } = getTableColumns(systemConfigs);
  return query.select(shown).from(systemConfigs).orderBy(desc(systemConfigs.version)).limit(1);
}
