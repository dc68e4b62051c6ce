import { createHmac, timingSafeEqual } from "node:crypto";
import type { Ctx } from "../context.ts";

const VALID_SECONDS = 600;

type Signing = Pick<Ctx, "now" | "config">;

/** A path that whoever has it may open for ten minutes, without logging in. */
export function signPath(ctx: Signing, path: string): string {
  const expires = String(Math.floor(ctx.now.getTime() / 1000) + VALID_SECONDS);
  return `${path}?expires=${expires}&signature=${signatureOf(ctx, path, expires)}`;
}

/** Whether the desk signed this path and its time is not over. */
export function isSigned(
  ctx: Signing,
  path: string,
  given: { expires: string; signature: string },
): boolean {
  const isInTime = Number(given.expires) * 1000 > ctx.now.getTime();
  const expected = Buffer.from(signatureOf(ctx, path, given.expires));
  const actual = Buffer.from(given.signature);
  return expected.length === actual.length && timingSafeEqual(expected, actual) && isInTime;
}

function signatureOf({ config }: Signing, path: string, expires: string): string {
  const key = createHmac("sha256", config.authSecret).update("signed addresses").digest();
  return createHmac("sha256", key).update(`${path}\n${expires}`).digest("base64url");
}
