import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { allow, anyone } from "./access.ts";
import type { AppEnv } from "./app-env.ts";
import { agentDocument, servedAt, wholeDocument, type Document } from "./documents.ts";

const MAX_AGE_SECONDS = 300;

/** The address that the YAML documents have as they are built; the one they are served at replaces it. */
export const BUILT_AT = "https://desk.invalid";

/**
 * Serves the contract, whole and for agents, as JSON and YAML. The JSON is made from the routes when first
 * asked for, and its text kept; the YAML is made by the build, because writing it takes a large library.
 * The address in them is PUBLIC_URL, or the one that was asked.
 */
export function serveDocuments(app: OpenAPIHono<AppEnv>): void {
  const whole = once(() => wholeDocument(app));
  const agent = once(() => agentDocument(whole()));

  serve(app, "/openapi", whole);
  serve(app, "/gpt-rag/openapi", agent);
}

function serve(app: OpenAPIHono<AppEnv>, path: string, document: () => Document): void {
  const { middleware } = allow(anyone, { limits: ["public"], countBehind: true });
  const json = textFor((origin) => JSON.stringify(servedAt(origin, document())));
  app.use(`${path}.json`, ...middleware);
  app.use(`${path}.yaml`, ...middleware);
  app.get(`${path}.json`, (c) => send(c, json(originOf(c)), "application/json"));
  app.get(`${path}.yaml`, async (c) => {
    const built = await c.env.ASSETS.fetch(new URL(`/documents${path}.txt`, BUILT_AT));
    if (!built.ok) throw new Error("The build has left out the YAML documents.");
    const text = (await built.text()).replace(BUILT_AT, originOf(c));
    return send(c, text, "application/yaml; charset=utf-8");
  });
}

function send(c: Context<AppEnv>, text: string, type: string): Response {
  return c.body(text, 200, {
    "Content-Type": type,
    "Cache-Control": `public, max-age=${MAX_AGE_SECONDS}`,
  });
}

function originOf(c: Context<AppEnv>): string {
  return c.get("ctx").config.publicUrl ?? new URL(c.req.url).origin;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** Keeps the text made for the last origin; a deployment has one, rarely two. */
function textFor(make: (origin: string) => string): (origin: string) => string {
  let made: { origin: string; text: string } | null = null;
  return (origin) => {
    if (made?.origin !== origin) made = { origin, text: make(origin) };
    return made.text;
  };
}
