/** Where a lead stands, in the seed's words. */
export const leadStatuses = ["new", "hot", "warm", "cold", "customer", "lost"] as const;
export type LeadStatus = (typeof leadStatuses)[number];
