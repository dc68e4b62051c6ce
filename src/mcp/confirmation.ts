import type { Confirmable } from "../agents/operations.ts";
import type { Ctx } from "../context.ts";
import { keyedDigest } from "../db/digest.ts";
import { principalOf } from "../identity/actor.ts";
import { isMadeHere } from "../signing.ts";

const VALID_SECONDS = 600;

type Signing = Pick<Ctx, "now" | "config" | "actor">;

/**
 * Signs that a caller was asked about exactly this. Good for ten minutes, the same caller and the same
 * input; it says nothing to whoever reads it, and nothing is stored.
 */
export async function signQuestion(ctx: Signing, operation: string, asked: Confirmable) {
  const until = Math.floor(ctx.now.getTime() / 1000) + VALID_SECONDS;
  return answerTo(ctx, operation, asked, until)(ctx.config.authSecret);
}

/** Whether this is what signQuestion() gave for the same, and its time is not over. */
export async function wasAsked(ctx: Signing, operation: string, asked: Confirmable, token: string) {
  const until = Number(token.split(".")[0]);
  const isOurs = await isMadeHere(ctx, token, answerTo(ctx, operation, asked, until));
  return isOurs && until * 1000 > ctx.now.getTime();
}

/** What the answer to this question must be, by a secret. */
function answerTo({ actor }: Signing, operation: string, { about }: Confirmable, until: number) {
  const what = JSON.stringify([until, principalOf(actor), operation, about]);
  return async (secret: string) => `${until}.${await keyedDigest(secret, `confirmation:${what}`)}`;
}
