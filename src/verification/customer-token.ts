import { errors } from "jose";
import { z } from "zod";
import type { Ctx } from "../context.ts";
import { signToken, verifyToken, type Use } from "../signing.ts";

const use: Use = { type: "customer+jwt", audience: "edgedesk:customer" };
const VALID_SECONDS = 30 * 60;

const Claims = z.object({ sub: z.string(), email: z.string(), exp: z.number() });

export type VerifiedCustomer = { customerId: string; email: string };

/** What an agent hands in with each call to act for a customer who has proved who they are: 30 minutes. */
export async function issueCustomerToken(ctx: Ctx, customer: VerifiedCustomer) {
  const issuedAt = Math.floor(ctx.now.getTime() / 1000);
  const expiresAt = issuedAt + VALID_SECONDS;
  const { customerId: sub, email } = customer;
  const token = await signToken(ctx, use, { sub, email, iat: issuedAt, exp: expiresAt });
  return { token, expiresAt: new Date(expiresAt * 1000).toISOString() };
}

/** Whose token this is; null unless this desk signed it for this use and its time is not over. */
export async function readCustomerToken(ctx: Ctx, token: string): Promise<VerifiedCustomer | null> {
  try {
    const { sub, email } = Claims.parse(await verifyToken(ctx, use, token));
    return { customerId: sub, email };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
    throw error;
  }
}
