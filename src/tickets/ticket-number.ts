import type { Ctx } from "../context.ts";
import type { Series } from "../db/numbers.ts";
import { localDay } from "../db/time.ts";

const FIRST_NUMBER = 1000;

/** This year's ticket numbers, NF-<year>-<n>, counted from 1000; `prefix` is what stands before n. */
export function ticketSeries(ctx: Pick<Ctx, "now" | "config">): Series & { prefix: string } {
  const year = localDay(ctx.now, ctx.config.timeZone).slice(0, 4);
  return { name: `ticket:${year}`, first: FIRST_NUMBER, prefix: `NF-${year}-` };
}
