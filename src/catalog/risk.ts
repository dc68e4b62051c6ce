/** What is known about a product when somebody wants some of it. Quantities are sales units. */
export type RiskFacts = {
  /** On hand and not promised. */
  available: number;
  quantity: number;
  /** Mean units ordered per day over the last four weeks. */
  dailyDemand: number;
  leadTimeDays: number;
  shelfLifeDays: number | null;
  /** Days until the delivery; new stock that comes before it counts. */
  daysUntilDelivery: number;
};

export const riskLevels = ["safe", "low", "medium", "high", "very_high"] as const;
export type RiskLevel = (typeof riskLevels)[number];

export type Risk = { score: number; level: RiskLevel; reasons: string[] };

const SHORT_LIFE_DAYS = 7;

/**
 * How likely a shortage is, 0 to 1 in hundredths, and why. Most of it is how far the stock covers the quantity;
 * then how many days of demand remain until new stock can be here, and how soon the goods perish. The same
 * facts always give the same score.
 */
export function assessRisk(facts: RiskFacts): Risk {
  const reasons: string[] = [];
  const short = shortShare(facts, reasons);
  const thin = thinness(facts, reasons);
  const perishing = perishability(facts, reasons);
  const score = Math.min(1, Math.max(short, 0.6 * short + 0.45 * thin + 0.1 * perishing));
  const rounded = Math.round(score * 100) / 100;
  if (reasons.length === 0) reasons.push("Stock covers the quantity and the demand.");
  return { score: rounded, level: levelOf(rounded), reasons };
}

/** Bands of 0.2. */
export function levelOf(score: number): RiskLevel {
  return riskLevels[Math.min(4, Math.floor(score * 5 + 1e-9))] ?? "very_high";
}

/** Nothing in stock is 1; half of the quantity is 0.8; all of it is 0. */
function shortShare({ available, quantity }: RiskFacts, reasons: string[]): number {
  if (available >= quantity) return 0;
  if (available <= 0) {
    reasons.push("Nothing is in stock.");
    return 1;
  }
  reasons.push(`Only ${available} of ${quantity} are in stock.`);
  return 0.6 + 0.4 * (1 - available / quantity);
}

/** How far what remains falls short of the demand until new stock can be here. */
function thinness(facts: RiskFacts, reasons: string[]): number {
  const { available, quantity, dailyDemand, leadTimeDays, daysUntilDelivery } = facts;
  const days = Math.max(leadTimeDays, daysUntilDelivery);
  const needed = dailyDemand * days;
  if (needed <= 0) return 0;
  const left = Math.max(0, available - quantity);
  if (left >= needed) return 0;
  const cover = Math.floor((left / dailyDemand) * 10) / 10;
  reasons.push(`What remains lasts ${cover} days; new stock takes ${leadTimeDays}.`);
  return 1 - left / needed;
}

function perishability({ shelfLifeDays }: RiskFacts, reasons: string[]): number {
  if (shelfLifeDays === null || shelfLifeDays > SHORT_LIFE_DAYS) return 0;
  reasons.push(`It keeps for ${shelfLifeDays} days only, so little is held.`);
  return 1;
}
