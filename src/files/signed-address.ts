import { createHmac } from "node:crypto";
import type { Ctx } from "../context.ts";
import { isMadeHere } from "../signing.ts";

const VALID_SECONDS = 600;

type Signing = Pick<Ctx, "now" | "config">;

/** A path that whoever has it may open for ten minutes, without logging in. */
export function signPath(ctx: Signing, path: string): string {
  const expires = String(Math.floor(ctx.now.getTime() / 1000) + VALID_SECONDS);
  return `${path}?expires=${expires}&signature=${signatureOf(ctx.config.authSecret, path, expires)}`;
}

/** Whether the desk signed this path and its time is not over. */
export async function isSigned(
  ctx: Signing,
  path: string,
  { expires, signature }: { expires: string; signature: string },
): Promise<boolean> {
  const isOurs = await isMadeHere(ctx, signature, (secret) => signatureOf(secret, path, expires));
  return isOurs && Number(expires) * 1000 > ctx.now.getTime();
}

function signatureOf(secret: string, path: string, expires: string): string {
  const key = createHmac("sha256", secret).update("signed addresses").digest();
  return createHmac("sha256", key).update(`${path}\n${expires}`).digest("base64url");
}
