import { noCost } from "../cost.ts";
import { openDatabase } from "../db/database.ts";
import type { Config } from "../env.ts";
import { logFailure } from "../log.ts";
import { defaultSystemConfig, type SystemConfig } from "./system-config.schema.ts";
import { readSystemConfig } from "./system-config.ts";

const FRESH_MS = 5_000;
const WITHOUT_DATABASE_MS = 30_000;

/**
 * The config as a room sees it: at most five seconds old, and the last one known while the database is
 * away, so that a conversation never waits for it twice.
 */
export function recentSystemConfig(config: Config): () => Promise<SystemConfig> {
  let known = defaultSystemConfig;
  let goodUntil = -Infinity;
  return async () => {
    const now = Date.now();
    if (now < goodUntil) return known;
    try {
      known = await readSystemConfig({ db: openDatabase(config.database, noCost()) });
      goodUntil = now + FRESH_MS;
    } catch (error) {
      logFailure("room", "system-config", error);
      goodUntil = now + WITHOUT_DATABASE_MS;
    }
    return known;
  };
}
