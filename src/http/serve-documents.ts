import type { OpenAPIHono } from "@hono/zod-openapi";
import { allow, anyone } from "./access.ts";
import type { AppEnv } from "./app-env.ts";
import { readBuilt } from "./built.ts";
import { originOf } from "./origins.ts";

const MAX_AGE_SECONDS = 300;

/**
 * Serves the contract, whole and for agents, as JSON and YAML. The address in them is PUBLIC_URL, or the
 * one that was asked.
 */
export function serveDocuments(app: OpenAPIHono<AppEnv>): void {
  for (const path of ["/openapi", "/gpt-rag/openapi"]) {
    serve(app, `${path}.json`, "application/json");
    serve(app, `${path}.yaml`, "application/yaml; charset=utf-8");
  }
}

function serve(app: OpenAPIHono<AppEnv>, path: string, type: string): void {
  const { middleware } = allow(anyone, { limits: ["public"], countBehind: true });
  app.use(path, ...middleware);
  app.get(path, async (c) =>
    c.body(await readBuilt(c.env.ASSETS, path, originOf(c)), 200, {
      "Content-Type": type,
      "Cache-Control": `public, max-age=${MAX_AGE_SECONDS}`,
    }),
  );
}
