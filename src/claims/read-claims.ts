import { and, asc, desc, eq, inArray, ne, type SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { kronor } from "../db/money.ts";
import { query } from "../db/query.ts";
import { signPath } from "../files/signed-address.ts";
import { customerIdOf } from "../identity/actor.ts";
import { ProblemError } from "../problems.ts";
import { bringBehind } from "../orders/bring-to-room.ts";
import { oldestFirst, presentMessage } from "../orders/messages.ts";
import { portalMessages } from "../orders/orders.tables.ts";
import type { Claim, ClaimDetail, ClaimQuery } from "./claims.schema.ts";
import { claimAttachments, claimLines, claims } from "./claims.tables.ts";

type Page = { skip: number; limit: number };
type Row = typeof claims.$inferSelect;

/** The statements that read a page of claims with lines and files; for any batch. */
export function selectClaims(where: SQL | undefined, page: Page) {
  const ids = query
    .select({ id: claims.id })
    .from(claims)
    .where(where)
    .orderBy(desc(claims.createdAt), desc(claims.id))
    .limit(page.limit)
    .offset(page.skip);
  return [
    query
      .select()
      .from(claims)
      .where(inArray(claims.id, ids))
      .orderBy(desc(claims.createdAt), desc(claims.id)),
    query
      .select()
      .from(claimLines)
      .where(inArray(claimLines.claimId, ids))
      .orderBy(asc(claimLines.id)),
    query
      .select()
      .from(claimAttachments)
      .where(inArray(claimAttachments.claimId, ids))
      .orderBy(asc(claimAttachments.id)),
  ] as const;
}

/** What selectClaims() has read, as it is shown; the addresses of files are signed anew. */
export function presentClaims(
  ctx: Ctx,
  rows: Row[],
  lines: (typeof claimLines.$inferSelect)[],
  files: (typeof claimAttachments.$inferSelect)[],
): Claim[] {
  const linesOf = Map.groupBy(lines, (line) => line.claimId);
  const filesOf = Map.groupBy(files, (file) => file.claimId);
  return rows.map((row) => ({
    claim_id: row.id,
    order_id: row.orderId,
    customer_id: row.customerId,
    claim_type: row.type,
    status: row.status,
    channel: row.channel,
    description: row.description,
    model_confidence_score: row.opinionConfidence,
    resolution_type: row.resolutionType,
    credit_amount: row.creditCents === null ? null : kronor(row.creditCents),
    re_delivery_date: row.reDeliveryDate,
    handled_by: row.handledBy,
    rejection_reason: row.rejectionReason,
    room_id: row.roomId,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    claim_lines: (linesOf.get(row.id) ?? []).map((line) => ({
      claim_line_id: line.id,
      line_id: line.lineId,
      product_code: line.productCode,
      quantity: line.quantity,
      description: line.description,
    })),
    claim_attachments: (filesOf.get(row.id) ?? []).map((file) => ({
      attachment_id: file.id,
      file_type: file.type,
      file_path: signPath(ctx, `/files/${file.fileKey}`),
      media_type: file.mediaType,
      size: file.bytes,
      created_at: file.createdAt,
    })),
  }));
}

/** Claims, the newest first: the customer's own, or all of them for staff. One round trip. */
export async function listClaims(ctx: Ctx, input: ClaimQuery): Promise<Claim[]> {
  const { status, requires_manual_review: manual } = input;
  const wanted = and(
    ownClaims(ctx),
    status === undefined ? undefined : eq(claims.status, status),
    manual === undefined
      ? undefined
      : manual === "true"
        ? eq(claims.status, "manual_review")
        : ne(claims.status, "manual_review"),
  );
  const [rows, lines, files] = await ctx.db.read([...selectClaims(wanted, input)]);
  return presentClaims(ctx, rows, lines, files);
}

/** One claim with its messages and how it is decided; `not-found` for those of others. One round trip. */
export async function findClaim(ctx: Ctx, id: string): Promise<ClaimDetail> {
  const [rows, lines, files, messages] = await ctx.db.read([
    ...selectClaims(and(eq(claims.id, id), ownClaims(ctx)), { skip: 0, limit: 1 }),
    query
      .select()
      .from(portalMessages)
      .where(eq(portalMessages.claimId, id))
      .orderBy(...oldestFirst),
  ]);
  const [claim] = presentClaims(ctx, rows, lines, files);
  const [row] = rows;
  if (!claim || !row) throw new ProblemError("not-found");
  bringBehind(ctx, { claimId: id }, messages);
  return { ...claim, messages: messages.map(presentMessage), processing: processingOf(ctx, row) };
}

function processingOf(ctx: Ctx, row: Row): ClaimDetail["processing"] {
  const opinion = row.opinion && {
    decision: row.opinion,
    summary: row.opinionReason,
    confidence: row.opinionConfidence,
    engine: row.opinionEngine,
  };
  return {
    ai_processed: row.opinion !== null,
    ai_confidence: row.opinionConfidence,
    ai_result: opinion && JSON.stringify(opinion),
    requires_manual_review: row.status === "manual_review",
    proposed_refund: kronor(row.proposedCents),
    reviewed_by: row.reviewedBy,
    reviewed_at: row.reviewedAt,
    ...(customerIdOf(ctx.actor) === null ? firstApprovalOf(row) : {}),
  };
}

function firstApprovalOf({ firstApprovedBy, firstApprovedAt, firstApprovedCents }: Row) {
  if (firstApprovedBy === null || firstApprovedAt === null || firstApprovedCents === null)
    return {};
  const refund_amount = kronor(firstApprovedCents);
  return {
    first_approval: { approved_by: firstApprovedBy, approved_at: firstApprovedAt, refund_amount },
  };
}

/** The condition that a claim is one the caller may see. */
export function ownClaims(ctx: Ctx): SQL | undefined {
  const customerId = customerIdOf(ctx.actor);
  return customerId === null ? undefined : eq(claims.customerId, customerId);
}
