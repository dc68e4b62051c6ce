import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { routePath } from "hono/route";
import type { AppEnv } from "./app-env.ts";

/** Finds the id in the contract of the operation that a request has been routed to; undefined outside it. */
export function operationIdsOf(app: OpenAPIHono<AppEnv>) {
  let known: Map<string, string | undefined> | null = null;
  return (c: Context<AppEnv>): string | undefined => {
    known ??= new Map(
      app.openAPIRegistry.definitions.flatMap((one) => {
        if (one.type !== "route") return [];
        const { method, path, operationId } = one.route;
        return [[`${method.toUpperCase()} ${path.replaceAll(/{(\w+)}/g, ":$1")}`, operationId]];
      }),
    );
    return known.get(`${c.req.method} ${routePath(c, -1)}`);
  };
}
