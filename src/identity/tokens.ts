import { errors } from "jose";
import { z } from "zod";
import type { Ctx } from "../context.ts";
import { newId } from "../db/ids.ts";
import { signToken, verifyToken } from "../signing.ts";
import type { UserActor } from "./actor.ts";
import type { Role } from "./users.tables.ts";

const AUDIENCE = "edgedesk";
const TYPE = "at+jwt";

const Claims = z.object({
  sub: z.string(),
  jti: z.string(),
  iat: z.number(),
  exp: z.number(),
  username: z.string(),
  role: z.enum(["admin", "customer"]),
  customer_id: z.string().nullable(),
  guest: z.boolean().optional(),
});

/** For whom a token is meant besides the desk itself, and for how long it is good. */
export type Meant = { audience: string; seconds: number };

type Subject = { id: string; username: string; role: Role; customerId: string | null };

/** An access token for a user, good for the configured hours from now unless it is meant otherwise. */
export function issueToken(
  ctx: Pick<Ctx, "now" | "config">,
  user: Subject,
  meant: Meant = { audience: AUDIENCE, seconds: ctx.config.tokenHours * 3600 },
) {
  return sign(ctx, user, meant, {});
}

/** An access token for a visitor of the chat widget, good for `seconds` from now. */
export function issueGuestToken(
  ctx: Pick<Ctx, "now" | "config">,
  guest: Pick<Subject, "id" | "username">,
  seconds: number,
) {
  const subject: Subject = { ...guest, role: "customer", customerId: null };
  return sign(ctx, subject, { audience: AUDIENCE, seconds }, { guest: true });
}

async function sign(
  ctx: Pick<Ctx, "now" | "config">,
  user: Subject,
  meant: Meant,
  claims: { guest?: true },
) {
  const issuedAt = ctx.now.getTime() / 1000;
  const accessToken = await signToken(
    ctx,
    { type: TYPE, audience: meant.audience },
    {
      sub: user.id,
      jti: newId("tok", ctx.now),
      iat: issuedAt,
      exp: issuedAt + meant.seconds,
      username: user.username,
      role: user.role,
      customer_id: user.customerId,
      ...claims,
    },
  );
  return { access_token: accessToken, token_type: "bearer" as const, expires_in: meant.seconds };
}

/** Whose token this is; null unless this desk signed it, for this use, and it has not expired. */
export async function readToken(
  ctx: Pick<Ctx, "now" | "config">,
  token: string,
  audience = AUDIENCE,
): Promise<UserActor | null> {
  try {
    const claims = Claims.parse(await verifyToken(ctx, { type: TYPE, audience }, token));
    return {
      kind: "user",
      id: claims.sub,
      username: claims.username,
      role: claims.role,
      customerId: claims.customer_id,
      isGuest: claims.guest ?? false,
      token: {
        id: claims.jti,
        issuedAt: new Date(Math.round(claims.iat * 1000)),
        expiresAt: new Date(Math.round(claims.exp * 1000)),
      },
    };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
    throw error;
  }
}
