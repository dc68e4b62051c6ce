/** Keys that exist only in the demo. Their text is public, so the demo never loads in production. */
export const demoKeys = [
  { key: "nordflytt_gpt_api_key_2025", name: "Demo agent", scopes: ["gpt"] },
  { key: "edgedesk_demo_sales_key", name: "Demo sales", scopes: ["sales"] },
] as const;

/** The key that the documentation page fills in during development. */
export const demoAgentKey = demoKeys[0].key;
