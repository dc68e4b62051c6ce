import type { z } from "zod";
import type { Cost } from "../cost.ts";
import { answered } from "../in-time.ts";
import { logLine } from "../log.ts";

/** A request reads KV up to three times, one after the other. */
const READS_WITHIN_MS = 2_000;
const WRITES_WITHIN_MS = 5_000;

/**
 * KV as the desk uses it: JSON that is checked when read. Names never contain customer data. A KV that does not answer
 * in time is one that fails.
 */
export type KeyValue = {
  /** Null if there is nothing under the name. Throws if KV fails or the record does not fit. */
  read<T>(name: string, schema: z.ZodType<T>): Promise<T | null>;
  /** For what can be found elsewhere: a KV that fails, or a record that does not fit, is a miss. */
  readCached<T>(name: string, schema: z.ZodType<T>): Promise<T | null>;
  /** Kept for `seconds` (at least 60), or until deleted. */
  write(name: string, value: unknown, seconds?: number): Promise<void>;
  delete(name: string): Promise<void>;
};

export function openKeyValue(kv: KVNamespace, cost: Cost): KeyValue {
  async function read<T>(name: string, schema: z.ZodType<T>): Promise<T | null> {
    cost.kvReads += 1;
    const text = await answered("KV", kv.get(name, "text"), READS_WITHIN_MS);
    return text === null ? null : schema.parse(JSON.parse(text));
  }
  return {
    read,
    async readCached(name, schema) {
      try {
        return await read(name, schema);
      } catch {
        logLine("error", "kv-miss", { kind: name.split(":")[0] });
        return null;
      }
    },
    async write(name, value, seconds) {
      cost.kvWrites += 1;
      const expiry = seconds === undefined ? {} : { expirationTtl: Math.max(60, seconds) };
      await answered("KV", kv.put(name, JSON.stringify(value), expiry), WRITES_WITHIN_MS);
    },
    async delete(name) {
      cost.kvWrites += 1;
      await answered("KV", kv.delete(name), WRITES_WITHIN_MS);
    },
  };
}
