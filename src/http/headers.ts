import type { Context } from "hono";
import { cors } from "hono/cors";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "./app-env.ts";
import { isAllowedOrigin } from "./origins.ts";

/** Answers of the API are data: nothing in them may run, be framed, or be guessed at. */
const standing = Object.entries({
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "Referrer-Policy": "no-referrer",
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  Vary: "Origin",
});

const readableFromPages = [
  "X-Request-Id",
  "X-RateLimit-Limit",
  "X-RateLimit-Remaining",
  "X-RateLimit-Reset",
  "Retry-After",
  "Idempotency-Key",
  "Idempotency-Replayed",
  "X-Cache",
  "Age",
].join(",");

const answerPreflight = cors({
  origin: (origin, c) => (isAllowed(c, origin) ? origin : null),
  allowMethods: ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
  allowHeaders: ["Content-Type", "Authorization", "Idempotency-Key"],
  maxAge: 600,
});

/**
 * The headers of every answer, in one place because the price route is counted in microseconds. Answers
 * are private unless their route has said otherwise; pages of the configured origins may read them, in
 * development any page on this machine; never with cookies.
 */
export const answerHeaders = createMiddleware<AppEnv>(async (c, next) => {
  const origin = c.req.header("Origin");
  if (origin !== undefined && c.req.method === "OPTIONS") {
    const preflight = await answerPreflight(c, next);
    if (preflight) c.res = preflight;
  } else {
    await next();
  }
  // An upgraded socket's answer has no headers to set, and a page cannot read them.
  if (c.res.status === 101) return;
  const { headers } = c.res;
  const ownPolicy = headers.get("Content-Security-Policy");
  for (const [name, value] of standing) headers.set(name, value);
  if (ownPolicy !== null) headers.set("Content-Security-Policy", ownPolicy);
  headers.set("X-Request-Id", c.get("requestId"));
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
  if (origin === undefined || !isAllowed(c, origin)) return;
  headers.set("Access-Control-Allow-Origin", origin);
  headers.set("Access-Control-Expose-Headers", readableFromPages);
});

function isAllowed(c: Context<AppEnv>, origin: string): boolean {
  return isAllowedOrigin(c.get("ctx").config, origin);
}
