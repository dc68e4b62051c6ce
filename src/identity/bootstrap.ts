import { createHash, timingSafeEqual } from "node:crypto";
import type { Config } from "../env.ts";

/** Whether somebody knows the secret that makes the first admin. Without one configured nobody does. */
export function isBootstrapSecret(config: Config, given: string | undefined): boolean {
  if (config.bootstrapSecret === null || given === undefined) return false;
  return timingSafeEqual(digest(config.bootstrapSecret), digest(given));
}

/** Digests are of one length, so that comparing them tells nothing of the secret's. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
