import type { Context } from "hono";
import type { Config } from "../env.ts";
import type { AppEnv } from "./app-env.ts";

const localhost = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Whether pages of an origin may use the desk: the configured ones, and in development this machine's. */
export function isAllowedOrigin(config: Config, origin: string): boolean {
  const isLocal = config.environment !== "production" && localhost.test(origin);
  return isLocal || config.allowedOrigins.includes(origin);
}

/**
 * Whether a request comes from no page at all, from our own, or from an allowed one. The address that was asked
 * is only a deployment's own: on a laptop any name can be made to lead here (DNS rebinding).
 */
export function isOwnOrAllowedOrigin(config: Config, request: Request): boolean {
  const origin = request.headers.get("Origin");
  if (origin === null || isAllowedOrigin(config, origin)) return true;
  const asked = config.environment === "production" ? new URL(request.url).origin : null;
  return origin === (config.publicUrl ?? asked);
}

/** The address that the desk is reached at: PUBLIC_URL, or the one that was asked. */
export function originOf(c: Context<AppEnv>): string {
  return c.get("ctx").config.publicUrl ?? new URL(c.req.url).origin;
}
