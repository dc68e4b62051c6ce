import type { z } from "zod";
import type { Ctx } from "../context.ts";

/** At most one look at KV per isolate in this time. */
const INTERVAL_MS = 60_000;

/**
 * A value that comes with the bundle and may be replaced in KV without a deploy. `current` answers at
 * once with what this isolate has and looks at KV behind the answer, so nothing ever waits for it. A
 * record that does not fit the schema is logged as a failure, and what was in force stays.
 */
export function refreshing<T>(name: string, schema: z.ZodType<T>, bundled: T) {
  let value = bundled;
  let checkedAt = -Infinity;

  return {
    current(ctx: Pick<Ctx, "now" | "kv" | "background">): T {
      const now = ctx.now.getTime();
      if (Math.abs(now - checkedAt) >= INTERVAL_MS) {
        checkedAt = now;
        ctx.background(async () => {
          value = (await ctx.kv.read(name, schema)) ?? bundled;
        });
      }
      return value;
    },
  };
}
