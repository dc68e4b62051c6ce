import type { OpenAPIHono } from "@hono/zod-openapi";
import packageFile from "../../package.json" with { type: "json" };
import type { AppEnv } from "./app-env.ts";
import { flattened, plain } from "./plain-schema.ts";

type App = OpenAPIHono<AppEnv>;
export type Document = ReturnType<App["getOpenAPI31Document"]>;
type SchemaObject = NonNullable<NonNullable<Document["components"]>["schemas"]>[string];
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

/** What any agent operation answers if it does not do what it was asked; the registry has the codes. */
const refused = {
  description: "Why it was not done; `detail` says it in a sentence.",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
} as const;

/** The agent operations alone, as a Custom GPT imports them: JSON bodies only, one server, one kind of key. */
export function agentDocument(whole: Document): Document {
  const all = whole.components?.schemas ?? {};
  const paths = Object.entries(whole.paths ?? {}).flatMap(([path, item]) => {
    const { post } = item;
    if (!post || !("x-openai-isConsequential" in post)) return [];
    const { parameters: _headers, tags: _tags, responses = {}, ...operation } = post;
    const given = { 200: responses["200"], default: refused };
    const entry: [string, PathItem] = [
      path,
      { post: plainly({ ...operation, responses: given }, all) },
    ];
    return [entry];
  });
  const { Problem: _whole, ...schemas } = schemasUsedBy(paths, plainly(all, all));
  return {
    openapi: whole.openapi,
    info: {
      ...whole.info,
      title: "Edgedesk agent desk",
      description:
        "Customers, bookings, orders, prices, tickets, claims and FAQs for AI agents. Privacy: /privacy",
      termsOfService: "/privacy",
    },
    paths: Object.fromEntries(paths),
    components: {
      schemas: { ...schemas, Problem: agentProblem },
      securitySchemes: { machineKey },
    },
  };
}

function plainly<T>(part: T, components: Record<string, unknown>): T {
  return JSON.parse(JSON.stringify(plain(flattened(part, components))));
}

/** The members of a problem that an agent reads; the codes are as many as the rest of the document. */
const agentProblem = {
  type: "object" as const,
  required: ["detail"],
  properties: {
    detail: { type: "string" as const, description: "What went wrong, in one sentence." },
    code: {
      type: "string" as const,
      description: "The problem, for programs; /problems/ has all.",
    },
    status: { type: "integer" as const, description: "The HTTP status." },
    request_id: { type: "string" as const, description: "Quote it when you report the problem." },
  },
} satisfies SchemaObject;

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
  const { termsOfService: terms } = info;
  const about = terms?.startsWith("/") ? { ...info, termsOfService: origin + terms } : info;
  return { openapi, info: about, servers: [{ url: origin }], ...rest };
}
