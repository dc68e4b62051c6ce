import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { z } from "../http/zod.ts";
import { inTime, late } from "../in-time.ts";
import { logFailure } from "../log.ts";
import type { Readiness } from "./health.schema.ts";

const PROBE = "readiness-probe";
const PATIENCE_MS = 3_000;

/** Asks everything that the desk stands on, at once and for at most three seconds. */
export async function checkReadiness(ctx: Ctx): Promise<Readiness> {
  const [database, kv, files, room] = await Promise.all([
    check(ctx, "database", ctx.db.read([query.run(sql`select 1`)])),
    check(ctx, "kv", ctx.kv.read(PROBE, z.null())),
    check(ctx, "files", ctx.files.head(PROBE)),
    check(ctx, "room", ctx.rooms.ping()),
  ]);
  const checks = { database, kv, files, room };
  const isReady = Object.values(checks).every(({ ok }) => ok);
  return { status: isReady ? "ready" : "not ready", checks };
}

async function check(
  ctx: Ctx,
  name: string,
  probe: Promise<unknown>,
): Promise<Readiness["checks"]["database"]> {
  try {
    const answer = await inTime(probe, PATIENCE_MS);
    return answer === late ? { ok: false, reason: "no answer in time" } : { ok: true };
  } catch (error) {
    logFailure(ctx.requestId, `readiness of ${name}`, error);
    return { ok: false, reason: "cannot be reached" };
  }
}
