import { errors, type JWTPayload } from "jose";
import type { Ctx } from "../context.ts";
import { z } from "../http/zod.ts";
import { ProblemError } from "../problems.ts";
import { signToken, verifyToken, type Use } from "../signing.ts";
import { calculatePrice } from "./calculate-price.ts";
import { PriceCalculated, QuotedRequest, type PriceRequest } from "./pricing.schema.ts";
import type { QuoteExplained, QuoteGiven } from "./pricing.schema.ts";

const use: Use = { type: "quote+jwt", audience: "edgedesk:quote" };

const Claims = z.object({
  iat: z.int(),
  exp: z.int(),
  request: QuotedRequest,
  price: PriceCalculated,
});

/** Prices a move and signs the result, so that its price holds until it expires. Nothing is stored. */
export async function giveQuote(ctx: Ctx, request: PriceRequest): Promise<QuoteGiven> {
  const price = calculatePrice(ctx, request);
  const issuedAt = seconds(ctx.now);
  const expiresAt = issuedAt + ctx.config.quoteValidDays * 86_400;
  const token = await signToken(ctx, use, { request, price, iat: issuedAt, exp: expiresAt });
  return { quote_token: token, issued_at: iso(issuedAt), expires_at: iso(expiresAt), price };
}

/**
 * Verifies a quote and says what it holds: what was asked, what was promised, until when, and what the
 * same would cost today. An expired quote is explained as no longer valid; anything that this desk did
 * not sign is `quote-not-found`.
 */
export async function explainQuote(ctx: Ctx, token: string): Promise<QuoteExplained> {
  const { claims, valid } = await verify(ctx, token);
  const today = calculatePrice(ctx, claims.request);
  return {
    valid,
    issued_at: iso(claims.iat),
    expires_at: iso(claims.exp),
    price: claims.price,
    request: claims.request,
    price_today: {
      tariff_version: today.tariff_version,
      total_price: today.pricing_data.total_price,
    },
  };
}

async function verify(ctx: Ctx, token: string) {
  try {
    return { claims: read(await verifyToken(ctx, use, token)), valid: true };
  } catch (error) {
    // An expired token has passed every other check before its expiry is looked at.
    if (error instanceof errors.JWTExpired) return { claims: read(error.payload), valid: false };
    if (error instanceof errors.JOSEError) throw new ProblemError("quote-not-found");
    throw error;
  }
}

function read(payload: JWTPayload) {
  const claims = Claims.safeParse(payload);
  if (!claims.success) throw new ProblemError("quote-not-found");
  return claims.data;
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

function iso(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString();
}
