import { createHmac, randomBytes } from "node:crypto";
import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import { DEVELOPMENT_SECRET } from "../../src/env.ts";
import { control, newAddress, newKey, newUser, send } from "../support/desk.ts";

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function signed(header: object, claims: object, key: string, hash = "sha256"): string {
  const input = `${part(header)}.${part(claims)}`;
  return `${input}.${createHmac(hash, key).update(input).digest("base64url")}`;
}

test("S-06: fifty forged tokens open nothing, however they are made", async () => {
  const user = await newUser();
  const claims = decodeJwt(user.token);
  const [head = "", body = "", signature = ""] = user.token.split(".");
  const good = { alg: "HS256", typ: "at+jwt" };
  const seconds = Math.floor(Date.now() / 1000);
  const ownKey = "a key of the forger's own, of enough bytes";
  const withHeader = (header: object) => signed({ ...good, ...header }, claims, DEVELOPMENT_SECRET);
  const withClaims = (change: object) => signed(good, { ...claims, ...change }, DEVELOPMENT_SECRET);
  const admin = part({ ...claims, role: "admin" });
  const forged: Record<string, string> = {
    none: `${part({ alg: "none", typ: "at+jwt" })}.${admin}.`,
    None: `${part({ alg: "None", typ: "at+jwt" })}.${admin}.`,
    "none, signed": `${part({ alg: "none", typ: "at+jwt" })}.${body}.${signature}`,
    "no algorithm": withHeader({ alg: undefined }),
    "an empty algorithm": withHeader({ alg: "" }),
    HS384: signed({ ...good, alg: "HS384" }, claims, DEVELOPMENT_SECRET, "sha384"),
    HS512: signed({ ...good, alg: "HS512" }, claims, DEVELOPMENT_SECRET, "sha512"),
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
    "a signature and more": `${user.token}AAAA`,
    "another signature": `${head}.${body}.${randomBytes(32).toString("base64url")}`,
    "by another key": signed(good, claims, ownKey),
    "by no key": signed(good, claims, ""),
    "four parts": `${user.token}.x`,
    "ten dots": "..........",
    "five parts": `${head}..${body}.${signature}.x`,
    "no JSON": `${Buffer.from("{").toString("base64url")}.${body}.${signature}`,
    "no base64url": `${head}.${body}.${signature.replace(/.$/, "+")}`,
    huge: `${head}.${"A".repeat(12_000)}.${signature}`,
  };
  expect(Object.keys(forged).length).toBeGreaterThanOrEqual(50);
  for (const [what, token] of Object.entries(forged)) {
    for (const path of ["/api/auth/me", "/admin/orders", "/mcp"]) {
      const { status } = await send(path, {
        ...(path === "/mcp" ? { body: { jsonrpc: "2.0", id: 1, method: "tools/list" } } : {}),
        headers: { Authorization: `Bearer ${token}` },
      });
      expect([what, path, status]).toEqual([what, path, 401]);
    }
  }
  for (const scheme of ["Basic", "Token", "JWT", "Bearer:", "BearerX", ""]) {
    const headers = { Authorization: `${scheme} ${user.token}` };
    expect([scheme, (await send("/api/auth/me", { headers })).status]).toEqual([scheme, 401]);
  }
  for (const path of [`?access_token=${user.token}`, `?token=${user.token}`]) {
    expect((await send(`/api/auth/me${path}`)).status).toBe(401);
  }
  const cookie = await send("/api/auth/me", { headers: { Cookie: `access_token=${user.token}` } });
  expect(cookie.status).toBe(401);
  expect((await user.send("/api/auth/me")).status).toBe(200);
});

test("S-06: the last letter of a signature has bits to spare; a logged-out token stays out in any spelling", async () => {
  const user = await newUser();
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = letters.indexOf(user.token.at(-1) ?? "A");
  const twins = [0, 1, 2, 3].map((spare) => user.token.slice(0, -1) + letters[(last & ~3) + spare]);
  await user.send("/api/auth/logout", { method: "POST" });
  for (const twin of twins) {
    const { status } = await send("/api/auth/me", { headers: { Authorization: `Bearer ${twin}` } });
    expect([twin, status]).toEqual([twin, 401]);
  }
});

test("S-13: an address is what the edge says; no header that a caller can send makes another", async () => {
  const name = `nobody${Date.now()}`;
  const address = newAddress();
  const tries = [];
  for (let i = 0; i < 12; i += 1) {
    const spoofed = `203.0.113.${i}`;
    const { status } = await send("/api/auth/login", {
      body: { username: name, password: "wrong" },
      headers: {
        "CF-Connecting-IP": address,
        "X-Forwarded-For": spoofed,
        "X-Real-IP": spoofed,
        "True-Client-IP": spoofed,
        Forwarded: `for=${spoofed}`,
        "CF-Connecting-IPv6": spoofed,
        "CF-Pseudo-IPv4": spoofed,
      },
    });
    tries.push(status);
  }
  expect(tries).toEqual([...Array(10).fill(401), 429, 429]);
});

test("S-08: a key that is nearly right, stretched or in another place is no key, and is in no store", async () => {
  const key = await newKey("gpt");
  const body = { email: "anna.svensson@gmail.com" };
  const last = key.secret.at(-1) === "A" ? "B" : "A";
  for (const wrong of [
    key.secret.slice(0, -1),
    key.secret.slice(0, -1) + last,
    `${key.secret}x`,
    key.secret.toUpperCase(),
    key.secret.slice(4),
    `${key.secret},${key.secret}`,
    "x".repeat(201),
  ]) {
    const headers = { Authorization: `Bearer ${wrong}` };
    const { status } = await send("/gpt-rag/customer-lookup", { body, headers });
    expect([wrong, status]).toEqual([wrong, 401]);
  }
  for (const path of [`?api_key=${key.secret}`, `?key=${key.secret}`]) {
    expect((await send(`/gpt-rag/customer-lookup${path}`, { body })).status).toBe(401);
  }
  const headers = { "X-API-Key": key.secret };
  expect((await send("/gpt-rag/customer-lookup", { body, headers })).status).toBe(401);
  expect((await key.send("/gpt-rag/customer-lookup", { body })).status).toBe(200);
  const names = await control.kvNames("");
  expect(names.join("\n")).not.toContain(key.secret.slice(4));
});
