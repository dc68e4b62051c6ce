import { vatOn } from "../db/money.ts";

const SHARE_PERCENT = 10;
const LEAST_CENTS = 100;

type DeliveredLine = {
  id: number;
  deliveredQty: number;
  orderedQty: number;
  priceCents: number;
  vatBasisPoints: number;
};

/**
 * What a claim would be refunded unless somebody says otherwise, in cents: the claimed lines with VAT; or, for a claim
 * about the whole order, a tenth of its net value, €1.00 at least.
 */
export function proposedRefund(
  lines: DeliveredLine[],
  claimed: { line_id: number; quantity: number }[] | undefined,
): number {
  if (claimed === undefined) {
    const net = lines.reduce((sum, line) => sum + line.deliveredQty * line.priceCents, 0);
    return Math.max(LEAST_CENTS, Math.round((net * SHARE_PERCENT) / 100));
  }
  const quantities = new Map(claimed.map((one) => [one.line_id, one.quantity]));
  const gross = lines.reduce((sum, line) => {
    const net = (quantities.get(line.id) ?? 0) * line.priceCents;
    return sum + net + vatOn(net, line.vatBasisPoints);
  }, 0);
  return Math.max(LEAST_CENTS, gross);
}
