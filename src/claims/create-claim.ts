import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import type { Upload } from "../files/read-form.ts";
import { portalId } from "../db/portal-id.ts";
import { query } from "../db/query.ts";
import { dropFiles, type StoredFile } from "../files/store-file.ts";
import { fileTypes } from "../files/file-types.ts";
import { customerOf } from "../identity/customer-of.ts";
import { orderLines, orders } from "../orders/orders.tables.ts";
import { tell } from "../orders/messages.ts";
import { ProblemError } from "../problems.ts";
import { writeOnce } from "../write-once.ts";
import type { ClaimDetail, NewClaim } from "./claims.schema.ts";
import { claimAttachments, claimLines, claims } from "./claims.tables.ts";
import { examineClaim } from "./examine-claim.ts";
import { OPINION_WITHIN_MS } from "./give-up-waiting.ts";
import { proposedRefund } from "./proposed-refund.ts";
import { readClaimForm } from "./read-claim-form.ts";
import { findClaim } from "./read-claims.ts";

type ClientClaim = NewClaim & { client_ref?: string | undefined };

/**
 * Makes a claim about a delivered order of one's own, with up to ten files. With pictures and an engine that can see,
 * the engine looks first; else a person does at once. `not-found`, `claim-open` if there is one of its kind for the
 * order already, `file-refused`, `validation-failed`: then nothing is stored, no file either.
 */
export async function createClaim(ctx: Ctx, upload: Upload): Promise<ClaimDetail> {
  const { claim, files } = await readClaimForm(ctx, upload);
  return makeClaim(ctx, claim, files);
}

/** The same with files that are stored already; they are dropped again if no claim is made of them. */
export async function makeClaim(
  ctx: Ctx,
  claim: ClientClaim,
  files: StoredFile[],
): Promise<ClaimDetail> {
  try {
    const { id, isOurs } = await writeClaim(ctx, claim, files);
    if (!isOurs) await dropFiles(ctx, files);
    return await findClaim(ctx, id);
  } catch (error) {
    const mayBeStored = error instanceof ProblemError && error.code === "outcome-unknown";
    if (!mayBeStored) await dropUnused(ctx, files);
    throw error;
  }
}

/**
 * The claim that there is now, and whether these files are its own: they are not if it was made by an earlier request. A
 * batch that the database was asked for twice, because its answer was lost, is still ours.
 */
async function writeClaim(ctx: Ctx, claim: ClientClaim, files: StoredFile[]) {
  const lines = await loadClaimable(ctx, claim);
  const id = portalId("CLM");
  const now = ctx.now.toISOString();
  const hasPicture = files.some(({ type }) => fileTypes[type].kind === "IMAGE");
  const isExamined = ctx.config.openai !== null && hasPicture;
  const byId = new Map(lines.map((line) => [line.id, line]));
  const stored = await writeOnce(ctx, {
    operation: "createClaim",
    input: asSent(claim, files),
    made: id,
    statements: [
      query.insert(claims).values({
        id,
        orderId: claim.order_id,
        customerId: customerOf(ctx),
        type: claim.claim_type,
        status: isExamined ? "ai_processing" : "manual_review",
        description: claim.description,
        proposedCents: proposedRefund(lines, claim.lines),
        createdAt: now,
        updatedAt: now,
      }),
      query.insert(claimLines).values(
        claim.lines?.map((line) => ({
          claimId: id,
          lineId: line.line_id,
          productCode: byId.get(line.line_id)?.productCode ?? null,
          quantity: line.quantity,
          description: line.description ?? claim.description,
        })) ?? [{ claimId: id, description: claim.description }],
      ),
      ...files.map((file) =>
        query.insert(claimAttachments).values({
          claimId: id,
          fileKey: file.key,
          type: fileTypes[file.type].kind,
          mediaType: file.type,
          bytes: file.bytes,
          createdAt: now,
        }),
      ),
      ...(isExamined
        ? []
        : [tell(ctx, { claimId: id }, "ai", "A member of our staff looks at your claim.")]),
    ],
    answer: { claim_id: id },
  });
  const isOurs = stored.claim_id === id;
  ctx.replayed = !isOurs;
  if (isExamined && isOurs) {
    const until = new Date(ctx.now.getTime() + OPINION_WITHIN_MS);
    ctx.background(() => ctx.deadlines.set({ kind: "claim", id }, until));
    ctx.background(() => examineClaim({ ...ctx, actor: { kind: "system" } }, id));
  }
  return { id: stored.claim_id, isOurs };
}

/** What tells one claim from another that is sent with the same key; the names of files are random. */
function asSent(claim: ClientClaim, files: StoredFile[]) {
  return { ...claim, files: files.map(({ type, bytes }) => ({ type, bytes })) };
}

/** The lines of a delivered order of the customer's; claimed lines must be among them, and delivered. */
async function loadClaimable(ctx: Ctx, claim: NewClaim) {
  const [lines] = await ctx.db.read([
    query
      .select({
        id: orderLines.id,
        productCode: orderLines.productCode,
        orderedQty: orderLines.orderedQty,
        deliveredQty: orderLines.deliveredQty,
        priceCents: orderLines.priceCents,
        vatBasisPoints: orderLines.vatBasisPoints,
      })
      .from(orderLines)
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
      .where(
        and(
          eq(orders.id, claim.order_id),
          eq(orders.customerId, customerOf(ctx)),
          eq(orders.status, "delivered"),
        ),
      ),
  ]);
  if (lines.length === 0) {
    throw new ProblemError("not-found", { detail: "You have no such order that was delivered." });
  }
  const ids = new Set(claim.lines?.map((line) => line.line_id));
  if (ids.size < (claim.lines?.length ?? 0)) refuse("lines names a line twice");
  for (const { line_id, quantity } of claim.lines ?? []) {
    const line = lines.find(({ id }) => id === line_id);
    if (!line) refuse("lines names a line that the order does not have");
    if (quantity > line.deliveredQty) refuse("lines claims more than was delivered");
  }
  return lines;
}

function refuse(sentence: string): never {
  throw new ProblemError("validation-failed", {
    detail: `${sentence}.`,
    errors: [{ loc: ["body", "lines"], msg: sentence, type: "custom" }],
  });
}

/** After a failure: files that no claim refers to. */
async function dropUnused(ctx: Ctx, files: StoredFile[]): Promise<void> {
  const keys = files.map(({ key }) => key);
  if (keys.length === 0) return;
  const [used] = await ctx.db.read([
    query
      .select({ key: claimAttachments.fileKey })
      .from(claimAttachments)
      .where(inArray(claimAttachments.fileKey, keys)),
  ]);
  if (used.length === 0) await dropFiles(ctx, files);
}
