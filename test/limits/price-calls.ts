import { keyedDigest } from "../../src/db/digest.ts";
import { DEVELOPMENT_SECRET } from "../../src/env.ts";

/** A price that agents may ask for, within the limit of their key. */
export const priceMove = {
  volume_m3: 10,
  floors_from: 2,
  floors_to: 3,
  elevator_from: "yes",
  elevator_to: "none",
  distance_km: 15,
};
export const path = "/gpt-rag/calculate-price";
/** The name of the object, and the end of the KV mark, that count one key. */
export async function counterOf(keyId: string): Promise<string> {
  return `gpt:${await keyedDigest(DEVELOPMENT_SECRET, `limit:key:${keyId}`)}`;
}
