import {
  CLIENT_CAPABILITIES_META_KEY,
  createMcpHandler,
  isLegacyRequest,
  ProtocolError,
  Server,
  WebStandardStreamableHTTPServerTransport,
  type Tool,
} from "@modelcontextprotocol/server";
import type { Context } from "hono";
import packageFile from "../../package.json" with { type: "json" };
import type { App } from "../build-app.ts";
import type { Ctx } from "../context.ts";
import { allow, anyone } from "../http/access.ts";
import type { AppEnv } from "../http/app-env.ts";
import { readBuilt } from "../http/built.ts";
import { isOwnOrAllowedOrigin, originOf } from "../http/origins.ts";
import { z } from "../http/zod.ts";
import { visitor, type Actor } from "../identity/actor.ts";
import { authenticateUser } from "../identity/authenticate.ts";
import { findMachineKey } from "../identity/find-machine-key.ts";
import { logFailure } from "../log.ts";
import { ProblemError } from "../problems.ts";
import { BuiltTools } from "./tool.schema.ts";
import { callTool, findOperation, lackingFor } from "./call-tool.ts";

const INVALID_PARAMS = -32_602;
const METHOD_NOT_FOUND = -32_601;
const TOOLS_GOOD_FOR_MS = 300_000;

const instructions =
  "A business's customer desk. Prices, quotes, products and FAQs are open. To tell a customer their own data, " +
  "verify them first: sendVerificationCode and verifyCustomer give a customer_token for the other tools; a " +
  "logged-in customer needs none. Say the `say` sentence in the customer's language. Writes take client_ref: " +
  "send the same one again and it happens once.";

const ToolCall = z.object({
  method: z.literal("tools/call"),
  params: z.object({ name: z.string(), arguments: z.unknown() }),
});

const Listening = z.object({
  id: z.union([z.string(), z.number()]),
  method: z.literal("subscriptions/listen"),
});

/** Whoever can be asked; declaring nothing in particular means by forms, which were there before addresses. */
const Elicits = z.object({
  [CLIENT_CAPABILITIES_META_KEY]: z.object({
    elicitation: z.looseObject({}).refine((kinds) => "form" in kinds || !("url" in kinds)),
  }),
});

/** The agent operations as MCP tools: stateless, the revision of 2026-07-28 and those of 2025. */
export function serveMcp(app: App): void {
  let tools: Tool[] | null = null;
  app.use("/mcp", ...allow(anyone, { limits: ["public"], countBehind: true }).middleware);
  app.post("/mcp", async (c) => {
    const ctx = c.get("ctx");
    if (!isOwnOrAllowedOrigin(ctx.config, c.req.raw)) throw new ProblemError("forbidden");
    ctx.actor = await whoCalls(c, ctx);
    const body = await c.req.text();
    const messages = messagesIn(body);
    const listening = messages.map((message) => Listening.safeParse(message).data).find(Boolean);
    if (listening) return c.json(unknownMethod(listening.id), 404);
    requireAccess(c, ctx, messages);
    const known = (tools ??= await readTools(c));
    const { url, headers, signal } = c.req.raw;
    const request = () => new Request(url, { method: "POST", headers, body, signal });
    const answer = await answerTo(
      request,
      () => serverFor(ctx, known),
      (error) => logFailure(ctx.requestId, "mcp", error),
    );
    return new Response(answer.body, answer);
  });
}

/** The tools as the build listed them from the operations. */
async function readTools(c: Context<AppEnv>): Promise<Tool[]> {
  return BuiltTools.parse(
    JSON.parse(await readBuilt(c.env.ASSETS, "/mcp-tools.json", originOf(c))),
  );
}

/** Either era, in one JSON body: no tool says anything before its result, so that nothing needs a stream. */
async function answerTo(
  request: () => Request,
  make: () => Server,
  onerror: (error: Error) => void,
) {
  if (!(await isLegacyRequest(request()))) {
    return createMcpHandler(make, { legacy: "reject", responseMode: "json", onerror }).fetch(
      request(),
    );
  }
  const server = make();
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a server has no addEventListener()
  server.onerror = onerror;
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  return transport.handleRequest(request());
}

function serverFor(ctx: Ctx, tools: Tool[]): Server {
  const server = new Server(
    { name: "edgedesk", title: "Edgedesk", version: packageFile.version },
    {
      capabilities: { tools: {} },
      instructions,
      cacheHints: { "tools/list": { ttlMs: TOOLS_GOOD_FOR_MS, cacheScope: "public" } },
    },
  );
  server.setRequestHandler("tools/list", () => ({ tools }));
  server.setRequestHandler("tools/call", async ({ params }, { mcpReq }) => {
    const operation = findOperation(params.name);
    if (!operation) throw new ProtocolError(INVALID_PARAMS, "There is no tool of this name.");
    return callTool(ctx, operation, params.arguments ?? {}, {
      canElicit: Elicits.safeParse(mcpReq.envelope).success,
      requestState: mcpReq.requestState(),
      responses: mcpReq.inputResponses,
    });
  });
  return server;
}

/** A key of the desk, or a token that was given for this very server; whoever sends nothing is a visitor. */
async function whoCalls(c: Context<AppEnv>, ctx: Ctx): Promise<Actor> {
  const header = c.req.header("Authorization");
  if (header === undefined) return visitor;
  const credential = /^Bearer +(\S+) *$/i.exec(header)?.[1] ?? "";
  const isToken = credential.split(".").length === 3;
  const actor = isToken
    ? await authenticateUser(ctx, credential, `${originOf(c)}/mcp`)
    : await findMachineKey(ctx, credential);
  if (actor) return actor;
  throw new ProblemError("unauthenticated", {
    headers: { "WWW-Authenticate": challenge(c, "customer", 'error="invalid_token", ') },
  });
}

/** The desk's tools never change, so a stream of their changes would stay open for nothing. */
function unknownMethod(id: string | number) {
  return { jsonrpc: "2.0", id, error: { code: METHOD_NOT_FOUND, message: "Method not found" } };
}

/** Refuses a call that needs a login in the way that makes clients offer one. The tools check again. */
function requireAccess(c: Context<AppEnv>, ctx: Ctx, messages: unknown[]): void {
  for (const message of messages) {
    const call = ToolCall.safeParse(message);
    const operation = call.success ? findOperation(call.data.params.name) : undefined;
    const lacking = operation && lackingFor(ctx, operation, call.data?.params.arguments);
    if (lacking === "login") {
      const headers = { "WWW-Authenticate": challenge(c, "customer", "") };
      throw new ProblemError("unauthenticated", { headers });
    }
    if (lacking === "scope") {
      const headers = {
        "WWW-Authenticate": challenge(c, "gpt", 'error="insufficient_scope", '),
      };
      throw new ProblemError("forbidden", { headers });
    }
  }
}

function messagesIn(body: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(body);
    return Array.isArray(parsed) ? parsed : [parsed];
  } catch {
    // What is no JSON is answered by the protocol.
    return [];
  }
}

function challenge(c: Context<AppEnv>, scope: string, error: string): string {
  const metadata = `${originOf(c)}/.well-known/oauth-protected-resource/mcp`;
  return `Bearer ${error}resource_metadata="${metadata}", scope="${scope}"`;
}
