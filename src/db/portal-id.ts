/** The portal's visible ids: `ORD-`, `INV-`, `CLM-` and 12 random hexadecimal digits in upper case. */
export function portalId(prefix: "ORD" | "INV" | "CLM"): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return `${prefix}-${Buffer.from(bytes).toString("hex").toUpperCase()}`;
}
