import { spawnSync } from "node:child_process";
import type { KeyValue } from "../../src/kv/key-value.ts";
import { Explained } from "./explained.ts";

/** Writes to the KV that the Worker reads: the local one under .data/, or the deployed one. */
export type EdgeKv = Pick<KeyValue, "write" | "delete">;

export function openEdgeKv(isRemote: boolean): EdgeKv {
  const where = isRemote ? ["--remote"] : ["--local", "--persist-to", ".data/edge"];
  function wrangler(...words: string[]): void {
    const run = spawnSync("wrangler", ["kv", "key", ...words, "--binding", "KV", ...where], {
      encoding: "utf8",
      env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
    });
    if (run.status !== 0) throw new Explained(`KV was not changed. wrangler said: ${run.stderr}`);
  }
  return {
    write: async (name, value) => wrangler("put", name, JSON.stringify(value)),
    delete: async (name) => wrangler("delete", name),
  };
}
