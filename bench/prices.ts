import type { Counts } from "./measure.ts";

/**
 * What the platform charges for beyond the monthly allowances of a plan, in US dollars. Prices change: those in force
 * are published where `publishedAt` says. Storage is charged too, and is no matter of operations.
 */
export type UnitPrice = {
  service: Service;
  unit: string;
  dollarsPerMillion: number;
  /** How many of these units an operation uses. */
  used(usage: Usage): number;
};

export type Service = "Workers" | "KV" | "R2" | "Durable Objects" | "libSQL (Turso)";

/** What an operation spends; `cpuMilliseconds` is what workerd used for all of it. */
export type Usage = Counts & { cpuMilliseconds: number };

/** When somebody last looked whether these are the published prices. */
export const PRICES_OF = "mid-2026";

/** What a Durable Object is charged for as memory, whatever it uses. */
const OBJECT_GIGABYTES = 0.128;
/** So many WebSocket messages that an object receives are charged as one request. */
const MESSAGES_PER_REQUEST = 20;

export const unitPrices: readonly UnitPrice[] = [
  { service: "Workers", unit: "requests", dollarsPerMillion: 0.3, used: (u) => u.requests },
  {
    service: "Workers",
    unit: "milliseconds of CPU",
    dollarsPerMillion: 0.02,
    used: (u) => u.cpuMilliseconds,
  },
  { service: "KV", unit: "keys read", dollarsPerMillion: 0.5, used: (u) => u.kvReads },
  {
    service: "KV",
    unit: "keys written, deleted or listed",
    dollarsPerMillion: 5,
    used: (u) => u.kvWrites,
  },
  {
    service: "R2",
    unit: "class A operations (writes, lists)",
    dollarsPerMillion: 4.5,
    used: (u) => u.r2Writes,
  },
  {
    service: "R2",
    unit: "class B operations (reads)",
    dollarsPerMillion: 0.36,
    used: (u) => u.r2Reads,
  },
  {
    service: "Durable Objects",
    unit: "requests: calls, alarms, every 20 messages received",
    dollarsPerMillion: 0.15,
    used: (u) => u.objectRequests + u.objectMessages / MESSAGES_PER_REQUEST,
  },
  {
    service: "Durable Objects",
    unit: "GB-seconds of duration",
    dollarsPerMillion: 12.5,
    used: (u) => (u.objectMilliseconds / 1000) * OBJECT_GIGABYTES,
  },
  {
    service: "Durable Objects",
    unit: "rows read",
    dollarsPerMillion: 0.001,
    used: (u) => u.objectRowsRead,
  },
  {
    service: "Durable Objects",
    unit: "rows written, alarms set among them",
    dollarsPerMillion: 1,
    used: (u) => u.objectRowsWritten,
  },
  {
    service: "libSQL (Turso)",
    unit: "rows read",
    dollarsPerMillion: 0.001,
    used: (u) => u.rowsRead,
  },
  {
    service: "libSQL (Turso)",
    unit: "rows written",
    dollarsPerMillion: 1,
    used: (u) => u.rowsWritten,
  },
];

export const publishedAt: Record<Service, string> = {
  Workers: "https://developers.cloudflare.com/workers/platform/pricing/",
  KV: "https://developers.cloudflare.com/kv/platform/pricing/",
  R2: "https://developers.cloudflare.com/r2/pricing/",
  "Durable Objects": "https://developers.cloudflare.com/durable-objects/platform/pricing/",
  "libSQL (Turso)": "https://turso.tech/pricing",
};

/** What a million operations cost in dollars, by service. */
export function priceOfAMillion(usage: Usage): Map<Service, number> {
  const bill = new Map<Service, number>();
  for (const { service, dollarsPerMillion, used } of unitPrices) {
    bill.set(service, (bill.get(service) ?? 0) + used(usage) * dollarsPerMillion);
  }
  return bill;
}
