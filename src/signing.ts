import { timingSafeEqual } from "node:crypto";
import { errors, jwtVerify, SignJWT, type JWTPayload } from "jose";
import type { Ctx } from "./context.ts";

const ISSUER = "edgedesk";
const ALGORITHM = "HS256";

type Signing = Pick<Ctx, "now" | "config">;

/** What a token is for. One that was signed for anything else is none. */
export type Use = { type: string; audience: string };

/** A JWT of the desk's own, by the secret of now. The claims say when it expires. */
export function signToken(
  { config }: Signing,
  { type, audience }: Use,
  claims: JWTPayload & { exp: number },
): Promise<string> {
  return new SignJWT({ ...claims, iss: ISSUER, aud: audience })
    .setProtectedHeader({ alg: ALGORITHM, typ: type })
    .sign(keyOf(config.authSecret));
}

/** The claims of a JWT that this desk signed for this use; a JOSEError if it did not, or it has expired. */
export async function verifyToken(
  { now, config }: Signing,
  { type, audience }: Use,
  token: string,
): Promise<JWTPayload> {
  for (const secret of config.acceptedSecrets) {
    try {
      const { payload } = await jwtVerify(token, keyOf(secret), {
        algorithms: [ALGORITHM],
        typ: type,
        issuer: ISSUER,
        audience,
        requiredClaims: ["exp"],
        currentDate: now,
      });
      return payload;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    }
  }
  throw new errors.JWSSignatureVerificationFailed();
}

/** Whether a text is what `make` makes of one of the accepted secrets. */
export async function isMadeHere(
  { config }: Pick<Ctx, "config">,
  given: string,
  make: (secret: string) => string | Promise<string>,
): Promise<boolean> {
  const made = await Promise.all(config.acceptedSecrets.map(make));
  return made.some((text) => isSame(text, given));
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function keyOf(secret: string): Uint8Array {
  return new TextEncoder().encode(secret);
}
