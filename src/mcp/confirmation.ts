import { timingSafeEqual } from "node:crypto";
import type { Confirmable } from "../agents/operations.ts";
import type { Ctx } from "../context.ts";
import { keyedDigest } from "../db/digest.ts";
import { principalOf } from "../identity/actor.ts";

const VALID_SECONDS = 600;

/**
 * Signs that a caller was asked about exactly this. Good for ten minutes, the same caller and the same
 * input; it says nothing to whoever reads it, and nothing is stored.
 */
export async function signQuestion(ctx: Ctx, operation: string, asked: Confirmable) {
  const until = Math.floor(ctx.now.getTime() / 1000) + VALID_SECONDS;
  return `${until}.${await digestOf(ctx, operation, asked, until)}`;
}

/** Whether this is what signQuestion() gave for the same, and its time is not over. */
export async function wasAsked(ctx: Ctx, operation: string, asked: Confirmable, token: string) {
  const until = Number(token.split(".")[0]);
  const given = Buffer.from(token);
  const right = Buffer.from(`${until}.${await digestOf(ctx, operation, asked, until)}`);
  const isInTime = until * 1000 > ctx.now.getTime();
  return given.length === right.length && timingSafeEqual(given, right) && isInTime;
}

function digestOf(ctx: Ctx, operation: string, { about }: Confirmable, until: number) {
  const what = JSON.stringify([until, principalOf(ctx.actor), operation, about]);
  return keyedDigest(ctx.config.authSecret, `confirmation:${what}`);
}
