import type { Opinion } from "../ai/openai.see.ts";

/** From this confidence on an engine's approval may stand alone. */
const SURE = 0.85;

/**
 * Whether an opinion approves a claim without a person: it must approve, be sure, have seen every file, and
 * the refund must be within the cap and what can still be refunded. It never rejects alone. Amounts are cents.
 */
export function mayApproveAlone(
  opinion: Opinion,
  claim: { refundCents: number; refundableCents: number; capCents: number; sawAll: boolean },
): boolean {
  return (
    opinion.decision === "approved" &&
    opinion.confidence >= SURE &&
    claim.sawAll &&
    claim.refundCents <= claim.capCents &&
    claim.refundCents <= claim.refundableCents
  );
}
