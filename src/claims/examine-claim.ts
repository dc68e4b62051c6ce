import { and, eq, sql } from "drizzle-orm";
import { see, type Opinion } from "../ai/openai.see.ts";
import { changeBy } from "../changes.ts";
import type { Ctx } from "../context.ts";
import { moneyText } from "../db/money.ts";
import { query } from "../db/query.ts";
import { logFailure } from "../log.ts";
import { bringToRoom } from "../orders/bring-to-room.ts";
import { ProblemError } from "../problems.ts";
import { approve, refundableSql } from "./approve.ts";
import { claimAttachments, claims } from "./claims.tables.ts";
import { handOver } from "./give-up-waiting.ts";
import { mayApproveAlone } from "./judge.ts";

const MOST_IMAGES = 4;
/** All pictures that are shown at once; they are in memory while they are. */
const MOST_BYTES = 8 * 1024 * 1024;

/**
 * Has an engine look at a claim's pictures, stores what it thinks, and approves if that may be done without a person;
 * else, and whenever the engine fails, a person decides.
 */
export async function examineClaim(ctx: Ctx, claimId: string): Promise<void> {
  const [[claim], files] = await ctx.db.read([
    query
      .select({ row: claims, refundable: refundableSql(sqlOrderOf(claimId)) })
      .from(claims)
      .where(and(eq(claims.id, claimId), eq(claims.status, "ai_processing"))),
    query.select().from(claimAttachments).where(eq(claimAttachments.claimId, claimId)),
  ]);
  if (!claim || ctx.config.openai === null) return;
  const { row, refundable } = claim;
  const shown = pickShown(files);
  const opinion = await askEngine(ctx, row, shown);
  if (!opinion) return handOver(ctx, claimId);
  await remember(ctx, claimId, opinion);
  const isEnough = mayApproveAlone(opinion, {
    refundCents: row.proposedCents,
    refundableCents: refundable,
    capCents: ctx.config.portal.autoApprovalCents,
    sawAll: shown.length === files.length,
  });
  if (!isEnough) return handOver(ctx, claimId);
  await approveAlone(ctx, row);
}

async function approveAlone(ctx: Ctx, row: typeof claims.$inferSelect): Promise<void> {
  try {
    await ctx.db.recording(changeBy(ctx, "approveClaim", row.id)).write(
      approve(ctx, {
        claimId: row.id,
        orderId: row.orderId,
        customerId: row.customerId,
        refundCents: row.proposedCents,
        resolution: {},
        handledBy: "AI_AGENT",
        sender: "ai",
      }),
    );
    ctx.background(() => bringToRoom(ctx, { claimId: row.id }));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.code === "refund-over-limit") await handOver(ctx, row.id);
    else if (error.code !== "claim-decided") throw error;
  }
}

type File = typeof claimAttachments.$inferSelect;

function pickShown(files: File[]): File[] {
  let bytes = 0;
  return files
    .filter(({ type }) => type === "IMAGE")
    .slice(0, MOST_IMAGES)
    .filter((file) => {
      bytes += file.bytes;
      return bytes <= MOST_BYTES;
    });
}

async function askEngine(
  ctx: Ctx,
  row: typeof claims.$inferSelect,
  files: File[],
): Promise<Opinion | null> {
  const { openai } = ctx.config;
  if (openai === null) return null;
  try {
    const images = [];
    for (const file of files) {
      const stored = await ctx.files.get(file.fileKey);
      if (!stored) throw new Error("A file of a claim is missing.");
      const base64 = Buffer.from(await stored.arrayBuffer()).toString("base64");
      images.push(`data:${file.mediaType};base64,${base64}`);
    }
    const facts = `Kind of claim: ${row.type}. Refund if approved: € ${moneyText(row.proposedCents)}.`;
    return await see(openai, { description: row.description, facts, images });
  } catch (error) {
    logFailure(ctx.requestId, "claim-opinion", error);
    return null;
  }
}

async function remember(ctx: Ctx, claimId: string, opinion: Opinion): Promise<void> {
  await ctx.db.write([
    query
      .update(claims)
      .set({
        opinion: opinion.decision,
        opinionConfidence: opinion.confidence,
        opinionReason: opinion.summary,
        opinionEngine: "openai",
        opinionAt: ctx.now.toISOString(),
      })
      .where(eq(claims.id, claimId)),
  ]);
}

function sqlOrderOf(claimId: string) {
  return sql`(select ${claims.orderId} from ${claims} where ${claims.id} = ${claimId})`;
}
