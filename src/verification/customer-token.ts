import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { Ctx } from "../context.ts";

const ISSUER = "edgedesk";
const AUDIENCE = "edgedesk:customer";
const TYPE = "customer+jwt";
const ALGORITHM = "HS256";
const VALID_SECONDS = 30 * 60;

const Claims = z.object({ sub: z.string(), email: z.string(), exp: z.number() });

export type VerifiedCustomer = { customerId: string; email: string };

/** What an agent hands in with each call to act for a customer who has proved who they are: 30 minutes. */
export async function issueCustomerToken(ctx: Ctx, customer: VerifiedCustomer) {
  const issuedAt = Math.floor(ctx.now.getTime() / 1000);
  const expiresAt = issuedAt + VALID_SECONDS;
  const token = await new SignJWT({ email: customer.email })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(customer.customerId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(secretOf(ctx));
  return { token, expiresAt: new Date(expiresAt * 1000).toISOString() };
}

/** Whose token this is; null unless this desk signed it for this use and its time is not over. */
export async function readCustomerToken(ctx: Ctx, token: string): Promise<VerifiedCustomer | null> {
  try {
    const { payload } = await jwtVerify(token, secretOf(ctx), {
      algorithms: [ALGORITHM],
      typ: TYPE,
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ["exp", "sub"],
      currentDate: ctx.now,
    });
    const { sub, email } = Claims.parse(payload);
    return { customerId: sub, email };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
    throw error;
  }
}

function secretOf({ config }: Ctx): Uint8Array {
  return new TextEncoder().encode(config.authSecret);
}
