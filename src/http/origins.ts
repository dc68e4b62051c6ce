import type { Context } from "hono";
import type { Config } from "../env.ts";
import type { AppEnv } from "./app-env.ts";

const localhost = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Whether pages of an origin may use the desk: the configured ones, and in development this machine's. */
export function isAllowedOrigin(config: Config, origin: string): boolean {
  const isLocal = config.environment !== "production" && localhost.test(origin);
  return isLocal || config.allowedOrigins.includes(origin);
}

/** Whether a socket may be opened from where it is asked: no page at all, our own, or an allowed one. */
export function isOwnOrAllowedOrigin(config: Config, request: Request): boolean {
  const origin = request.headers.get("Origin");
  const own = config.publicUrl ?? new URL(request.url).origin;
  return origin === null || origin === own || isAllowedOrigin(config, origin);
}

/** The address that the desk is reached at: PUBLIC_URL, or the one that was asked. */
export function originOf(c: Context<AppEnv>): string {
  return c.get("ctx").config.publicUrl ?? new URL(c.req.url).origin;
}
