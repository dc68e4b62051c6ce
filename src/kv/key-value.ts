import type { z } from "zod";
import type { Cost } from "../cost.ts";

/** KV as the desk uses it: JSON that is checked when read. Names never contain customer data. */
export type KeyValue = {
  /** Null if there is nothing under the name, or something that does not fit the schema. */
  read<T>(name: string, schema: z.ZodType<T>): Promise<T | null>;
  /** Kept for `seconds` (at least 60), or until deleted. */
  write(name: string, value: unknown, seconds?: number): Promise<void>;
  delete(name: string): Promise<void>;
};

export function openKeyValue(kv: KVNamespace, cost: Cost): KeyValue {
  return {
    async read(name, schema) {
      cost.kvReads += 1;
      const stored = schema.safeParse(await kv.get(name, "json"));
      return stored.success ? stored.data : null;
    },
    async write(name, value, seconds) {
      cost.kvWrites += 1;
      const expiry = seconds === undefined ? {} : { expirationTtl: Math.max(60, seconds) };
      await kv.put(name, JSON.stringify(value), expiry);
    },
    async delete(name) {
      cost.kvWrites += 1;
      await kv.delete(name);
    },
  };
}
