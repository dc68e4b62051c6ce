import type { Actor } from "../identity/actor.ts";
import { principalOf } from "../identity/actor.ts";
import { ProblemError } from "../problems.ts";

type FirstApproval = { firstApprovedBy: string | null; firstApprovedCents: number | null };

/**
 * Whether an approval decides, or is the first of the two that a refund above the limit takes. The second is another
 * administrator's, of the same amount; another amount begins anew. `second-person-required` for whoever gave the first, and
 * for machine keys, which are nobody. Amounts are cents.
 */
export function approvalStep(
  claim: FirstApproval,
  actor: Actor,
  refundCents: number,
  limitCents: number,
): "decides" | "first" {
  if (refundCents <= limitCents) return "decides";
  if (actor.kind !== "user") {
    const detail = "Two administrators have to approve a refund this large; a machine key is none.";
    throw new ProblemError("second-person-required", { detail });
  }
  if (claim.firstApprovedBy === null || claim.firstApprovedCents !== refundCents) return "first";
  if (claim.firstApprovedBy === principalOf(actor)) {
    throw new ProblemError("second-person-required");
  }
  return "decides";
}
