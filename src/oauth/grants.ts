import { and, eq, gt, isNull, lte, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { sha256 } from "../db/digest.ts";
import { query, type Statement } from "../db/query.ts";
import { issueToken } from "../identity/tokens.ts";
import { users } from "../identity/users.tables.ts";
import { OAuthError } from "./oauth-error.ts";
import { oauthCodes, oauthRefreshTokens } from "./oauth.tables.ts";

const CODE_MS = 60_000;
const ACCESS_SECONDS = 3600;
const REFRESH_MS = 30 * 86_400_000;

export type Grant = {
  clientId: string;
  redirectUri: string;
  challenge: string;
  resource: string;
  userId: string;
};

/** A code for what a user has just allowed, good for a minute and once. */
export async function giveCode(ctx: Ctx, grant: Grant): Promise<string> {
  const code = secret("edc");
  const expiresAt = new Date(ctx.now.getTime() + CODE_MS).toISOString();
  const hash = await sha256(code);
  await ctx.db.write([query.insert(oauthCodes).values({ hash, ...grant, expiresAt })]);
  return code;
}

type Redeeming = {
  code: string;
  clientId: string;
  redirectUri: string;
  verifier: string;
  resource: string | undefined;
};

/** Tokens for a code. One that comes twice also ends what came of it the first time. `invalid_grant`. */
export async function redeemCode(ctx: Ctx, given: Redeeming) {
  const family = await sha256(given.code);
  const [[grant]] = await ctx.db.write([
    query.delete(oauthCodes).where(eq(oauthCodes.hash, family)).returning(),
    query.delete(oauthRefreshTokens).where(eq(oauthRefreshTokens.family, family)),
  ]);
  const isGood =
    grant !== undefined &&
    grant.expiresAt > ctx.now.toISOString() &&
    grant.clientId === given.clientId &&
    grant.redirectUri === given.redirectUri &&
    grant.challenge === (await challengeOf(given.verifier));
  if (!isGood) throw new OAuthError("invalid_grant", "The code is not good, or no longer.");
  requireResource(given.resource, grant.resource);
  return issue(ctx, { ...grant, family, grantedAt: ctx.now.toISOString() });
}

type Refreshing = { token: string; clientId: string; resource: string | undefined };

/** New tokens for a refresh token, which is then used up; used again, its whole family ends. `invalid_grant`. */
export async function refresh(ctx: Ctx, given: Refreshing) {
  const hash = await sha256(given.token);
  const isThis = eq(oauthRefreshTokens.hash, hash);
  const now = ctx.now.toISOString();
  const isGood = and(
    isThis,
    isNull(oauthRefreshTokens.usedAt),
    eq(oauthRefreshTokens.clientId, given.clientId),
    gt(oauthRefreshTokens.expiresAt, now),
  );
  const [[grant]] = await ctx.db.write([
    query.update(oauthRefreshTokens).set({ usedAt: now }).where(isGood).returning(),
  ]);
  if (!grant) {
    await ctx.db.write([endFamilyOf(hash)]);
    throw new OAuthError("invalid_grant", "The refresh token is not good, or no longer.");
  }
  requireResource(given.resource, grant.resource);
  return issue(ctx, grant);
}

function endFamilyOf(hash: string): Statement {
  const family = query
    .select({ family: oauthRefreshTokens.family })
    .from(oauthRefreshTokens)
    .where(eq(oauthRefreshTokens.hash, hash));
  return query.delete(oauthRefreshTokens).where(sql`${oauthRefreshTokens.family} in (${family})`);
}

type Session = Pick<Grant, "clientId" | "resource" | "userId"> & {
  family: string;
  grantedAt: string;
};

async function issue(ctx: Ctx, { clientId, resource, userId, family, grantedAt }: Session) {
  const [[user]] = await ctx.db.read([
    query
      .select()
      .from(users)
      .where(
        and(eq(users.id, userId), eq(users.isActive, true), lte(users.tokensValidFrom, grantedAt)),
      ),
  ]);
  if (!user) throw new OAuthError("invalid_grant", "The user has been logged out.");
  const token = secret("edr");
  const hash = await sha256(token);
  const expiresAt = new Date(ctx.now.getTime() + REFRESH_MS).toISOString();
  const row = { hash, family, clientId, resource, userId, grantedAt, expiresAt };
  await ctx.db.write([query.insert(oauthRefreshTokens).values(row)]);
  const access = await issueToken(ctx, user, { audience: resource, seconds: ACCESS_SECONDS });
  return { ...access, token_type: "Bearer" as const, refresh_token: token, scope: "customer" };
}

function requireResource(given: string | undefined, granted: string): void {
  if (given === undefined || given === granted) return;
  throw new OAuthError("invalid_target", "The tokens are for another resource.");
}

/** PKCE's S256. */
async function challengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return Buffer.from(digest).toString("base64url");
}

function secret(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return `${prefix}_${Buffer.from(bytes).toString("base64url")}`;
}
