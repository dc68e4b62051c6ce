import { createHmac, randomBytes } from "node:crypto";
import { decodeJwt } from "jose";

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function signed(header: object, claims: object, key: string, hash = "sha256"): string {
  const input = `${part(header)}.${part(claims)}`;
  return `${input}.${createHmac(hash, key).update(input).digest("base64url")}`;
}

/** Forgeries of a good token, by what is wrong with them: some by others, some by whoever could sign with `secret`. */
export function forgeries(token: string, secret: string): Record<string, string> {
  const claims = decodeJwt(token);
  const [head = "", body = "", signature = ""] = token.split(".");
  const good = { alg: "HS256", typ: "at+jwt" };
  const seconds = Math.floor(Date.now() / 1000);
  const ownKey = "a key of the forger's own, of enough bytes";
  const withHeader = (header: object) => signed({ ...good, ...header }, claims, secret);
  const withClaims = (change: object) => signed(good, { ...claims, ...change }, secret);
  const admin = part({ ...claims, role: "admin" });
  return {
    none: `${part({ alg: "none", typ: "at+jwt" })}.${admin}.`,
    None: `${part({ alg: "None", typ: "at+jwt" })}.${admin}.`,
    "none, signed": `${part({ alg: "none", typ: "at+jwt" })}.${body}.${signature}`,
    "no algorithm": withHeader({ alg: undefined }),
    "an empty algorithm": withHeader({ alg: "" }),
    HS384: signed({ ...good, alg: "HS384" }, claims, secret, "sha384"),
    HS512: signed({ ...good, alg: "HS512" }, claims, secret, "sha512"),
    "lower case": withHeader({ alg: "hs256" }),
    RS256: withHeader({ alg: "RS256" }),
    ES256: withHeader({ alg: "ES256" }),
    EdDSA: withHeader({ alg: "EdDSA" }),
    "a list of algorithms": withHeader({ alg: ["HS256"] }),
    "its own key as kid": signed({ ...good, kid: ownKey }, claims, ownKey),
    "kid as a path": signed({ ...good, kid: "../../../dev/null" }, claims, ""),
    "kid as a statement": signed({ ...good, kid: "' union select 'a" }, claims, "a"),
    jwk: signed({ ...good, jwk: { kty: "oct", k: part(ownKey) } }, claims, ownKey),
    jku: signed({ ...good, jku: "https://evil.example/jwks.json" }, claims, ownKey),
    x5u: signed({ ...good, x5u: "https://evil.example/cert.pem" }, claims, ownKey),
    x5c: signed({ ...good, x5c: [part("cert")] }, claims, ownKey),
    crit: withHeader({ crit: ["exp"], exp: 1 }),
    "crit of something unknown": withHeader({ crit: ["https://a/b"], "https://a/b": true }),
    "an empty crit": withHeader({ crit: [] }),
    b64: withHeader({ b64: false, crit: ["b64"] }),
    "another type": withHeader({ typ: "JWT" }),
    "a quote's type": withHeader({ typ: "quote+jwt" }),
    "a customer's type": withHeader({ typ: "customer+jwt" }),
    "no type": withHeader({ typ: undefined }),
    expired: withClaims({ exp: seconds - 1 }),
    "expired long ago": withClaims({ exp: 0 }),
    "no expiry": withClaims({ exp: undefined }),
    "an expiry that is no number": withClaims({ exp: "never" }),
    "not yet": withClaims({ nbf: seconds + 3600 }),
    "another issuer": withClaims({ iss: "edgedesk.evil.example" }),
    "no issuer": withClaims({ iss: undefined }),
    "another audience": withClaims({ aud: "edgedesk:mcp" }),
    "a customer's audience": withClaims({ aud: "edgedesk:customer" }),
    "no audience": withClaims({ aud: undefined }),
    "nobody's": withClaims({ sub: undefined }),
    "no number": withClaims({ jti: undefined }),
    "no time": withClaims({ iat: undefined }),
    "another role": withClaims({ role: "root" }),
    "a list of roles": withClaims({ role: ["admin"] }),
    "an admin by its body": `${head}.${admin}.${signature}`,
    "no signature": `${head}.${body}.`,
    "half a signature": `${head}.${body}.${signature.slice(0, 20)}`,
    "a signature and more": `${token}AAAA`,
    "another signature": `${head}.${body}.${randomBytes(32).toString("base64url")}`,
    "by another key": signed(good, claims, ownKey),
    "by no key": signed(good, claims, ""),
    "four parts": `${token}.x`,
    "ten dots": "..........",
    "five parts": `${head}..${body}.${signature}.x`,
    "no JSON": `${Buffer.from("{").toString("base64url")}.${body}.${signature}`,
    "no base64url": `${head}.${body}.${signature.replace(/.$/, "+")}`,
    huge: `${head}.${"A".repeat(12_000)}.${signature}`,
  };
}
