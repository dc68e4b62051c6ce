import { keyedDigest } from "../../src/db/digest.ts";
import { DEVELOPMENT_SECRET } from "../../src/env.ts";

/** What counts as a call of the key that asks. */
export const path = "/gpt-rag/calculate-price";

/** The name of the object, and the end of the KV mark, that count one key. */
export async function counterOf(keyId: string): Promise<string> {
  return `gpt:${await keyedDigest(DEVELOPMENT_SECRET, `limit:key:${keyId}`)}`;
}
