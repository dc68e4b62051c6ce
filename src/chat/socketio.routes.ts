import type { OpenAPIHono } from "@hono/zod-openapi";
import { every } from "hono/combine";
import { allow, anyoneUntilClosed } from "../http/access.ts";
import type { AppEnv } from "../http/app-env.ts";
import { isOwnOrAllowedOrigin } from "../http/origins.ts";
import { connectSocketIo } from "./connect-socketio.ts";
import { engine } from "./socketio.wire.ts";

/** Socket.IO where its clients look for it. Only the beginning of a session counts against a limit. */
export function serveSocketIo(app: OpenAPIHono<AppEnv>): void {
  const options = { bodyBytes: engine.maxPayload };
  const first = every(...allow(anyoneUntilClosed, { ...options, limits: ["ip"] }).middleware);
  const later = every(...allow(anyoneUntilClosed, options).middleware);
  app.use("/socket.io", (c, next) => (c.req.query("sid") === undefined ? first : later)(c, next));
  app.on(["GET", "POST"], "/socket.io", (c) => {
    const ctx = c.get("ctx");
    return connectSocketIo(
      ctx,
      c.env.SOCKETIO,
      c.req.raw,
      isOwnOrAllowedOrigin(ctx.config, c.req.raw),
    );
  });
}
