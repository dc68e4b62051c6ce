import { z } from "../http/zod.ts";

/** What KV tells every location of one user's tokens, under revocationsName(). */
export const Revocations = z.object({
  valid_from: z.iso.datetime(),
  tokens: z.array(z.string()),
});

export function revocationsName(userId: string): string {
  return `revocations:${userId}`;
}
