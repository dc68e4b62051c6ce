import type { OpenAPIHono } from "@hono/zod-openapi";
import packageFile from "../../package.json" with { type: "json" };
import type { AppEnv } from "./app-env.ts";

type App = OpenAPIHono<AppEnv>;
export type Document = ReturnType<App["getOpenAPI31Document"]>;
type PathItem = NonNullable<Document["paths"]>[string];

/** How agents and other machines identify themselves. */
const machineKey = {
  type: "http",
  scheme: "bearer",
  description: "A machine key with the scope that the operation names.",
} as const;

/** What logging in gives. */
const userToken = {
  type: "http",
  scheme: "bearer",
  bearerFormat: "JWT",
  description: "The access_token of a login.",
} as const;

/** The whole contract, without servers: those depend on where it is served. */
export function wholeDocument(app: App): Document {
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Edgedesk",
      version: packageFile.version,
      description: "A business's whole customer desk: AI agents, prices, tickets, chat.",
    },
  });
  return {
    ...document,
    components: { ...document.components, securitySchemes: { machineKey, userToken } },
  };
}

/** The agent operations alone, as a Custom GPT imports them: JSON bodies only, one server. */
export function agentDocument(whole: Document): Document {
  const paths = Object.entries(whole.paths ?? {}).flatMap(([path, item]) => {
    const { post } = item;
    if (!post || !("x-openai-isConsequential" in post)) return [];
    const { parameters: _headers, ...operation } = post;
    const entry: [string, PathItem] = [path, { post: operation }];
    return [entry];
  });
  return {
    ...whole,
    info: { ...whole.info, title: "Edgedesk agent desk" },
    components: { ...whole.components, schemas: schemasUsedBy(paths, whole.components?.schemas) },
    paths: Object.fromEntries(paths),
  };
}

/** The component schemas that a part of a document refers to, directly or through one another. */
function schemasUsedBy<Schema>(part: unknown, all: Record<string, Schema> = {}) {
  const used = new Map<string, Schema>();
  const queue: unknown[] = [part];
  while (queue.length > 0) {
    const text = JSON.stringify(queue.pop());
    for (const [, name = ""] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      const schema = all[name];
      if (schema === undefined || used.has(name)) continue;
      used.set(name, schema);
      queue.push(schema);
    }
  }
  return Object.fromEntries(used);
}

/** A document for one deployment: its own address as the only server. */
export function servedAt(origin: string, document: Document): Document {
  const { openapi, info, ...rest } = document;
  return { openapi, info, servers: [{ url: origin }], ...rest };
}
