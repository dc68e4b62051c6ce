import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { AppEnv } from "./app-env.ts";
import { agentDocument, asYaml, servedAt, wholeDocument } from "./documents.ts";

/**
 * Serves the contract, whole and for agents, as JSON and YAML. It is made from the routes when first
 * asked for; the address in it is PUBLIC_URL, or the one that was asked.
 */
export function serveDocuments(app: OpenAPIHono<AppEnv>): void {
  const whole = once(() => wholeDocument(app));
  const agent = once(() => agentDocument(whole()));

  for (const [path, document] of [
    ["/openapi", whole],
    ["/gpt-rag/openapi", agent],
  ] as const) {
    app.get(`${path}.json`, (c) => c.json(servedAt(originOf(c), document())));
    app.get(`${path}.yaml`, (c) =>
      c.body(asYaml(servedAt(originOf(c), document())), 200, {
        "Content-Type": "application/yaml; charset=utf-8",
      }),
    );
  }
}

function originOf(c: Context<AppEnv>): string {
  return c.var.ctx.config.publicUrl ?? new URL(c.req.url).origin;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
