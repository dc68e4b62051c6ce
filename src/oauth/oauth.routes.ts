import type { Context } from "hono";
import type { App } from "../build-app.ts";
import { allow, anyone } from "../http/access.ts";
import type { AppEnv } from "../http/app-env.ts";
import { originOf } from "../http/origins.ts";
import { z } from "../http/zod.ts";
import { logIn } from "../identity/log-in.ts";
import { ProblemError } from "../problems.ts";
import { findClient, mayReturnTo, type Client } from "./clients.ts";
import { giveCode, redeemCode, refresh } from "./grants.ts";
import { loginPage } from "./login-page.ts";
import { OAuthError } from "./oauth-error.ts";

const opaque = z.string().min(1).max(500);

const Asked = z.object({
  response_type: z.literal("code"),
  client_id: opaque,
  redirect_uri: opaque,
  code_challenge: z.string().regex(/^[\w-]{43}$/),
  code_challenge_method: z.literal("S256"),
  resource: opaque.optional(),
  state: z.string().max(2000).optional(),
  scope: z.string().max(500).optional(),
});

const Redeeming = z.object({
  grant_type: z.literal("authorization_code"),
  code: opaque,
  client_id: opaque,
  redirect_uri: opaque,
  code_verifier: z.string().regex(/^[\w.~-]{43,128}$/),
  resource: opaque.optional(),
});

const Refreshing = z.object({
  grant_type: z.literal("refresh_token"),
  refresh_token: opaque,
  client_id: opaque,
  resource: opaque.optional(),
});

/** Who the MCP server trusts, and OAuth 2.1 on the desk's own users: PKCE always, no registering. */
export function serveOAuth(app: App): void {
  const reads = allow(anyone, { limits: ["public"] });
  const writes = allow(anyone, { limits: ["login-address"], writes: true, bodyBytes: 20_000 });
  app.use("/.well-known/*", ...reads.middleware);
  app.use("/oauth/*", ...writes.middleware);
  for (const path of ["", "/mcp"]) {
    app.get(`/.well-known/oauth-protected-resource${path}`, (c) =>
      c.json({
        resource: `${originOf(c)}/mcp`,
        authorization_servers: [originOf(c)],
        scopes_supported: ["customer"],
        bearer_methods_supported: ["header"],
        resource_name: "Edgedesk",
        resource_policy_uri: `${originOf(c)}/privacy`,
      }),
    );
  }
  app.get("/.well-known/oauth-authorization-server", (c) => c.json(describe(originOf(c))));
  app.get("/oauth/authorize", (c) => showLogin(c));
  app.post("/oauth/authorize", (c) => acceptLogin(c));
  app.post("/oauth/token", (c) => giveTokens(c));
}

function describe(origin: string) {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/oauth/authorize`,
    token_endpoint: `${origin}/oauth/token`,
    response_types_supported: ["code"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["none"],
    scopes_supported: ["customer"],
    client_id_metadata_document_supported: true,
    authorization_response_iss_parameter_supported: true,
  };
}

async function showLogin(c: Context<AppEnv>): Promise<Response> {
  const { asked, client } = await readRequest(c, c.req.query());
  return page(c, asked, client, false);
}

async function acceptLogin(c: Context<AppEnv>): Promise<Response> {
  const form = await formOf(c);
  const { asked, client } = await readRequest(c, form);
  const ctx = c.get("ctx");
  const login = z.object({ username: opaque, password: opaque }).safeParse(form);
  if (!login.success) return page(c, asked, client, true);
  const user = await logIn(ctx, login.data).catch((error: unknown) => {
    const isWrong = error instanceof ProblemError && error.code === "wrong-credentials";
    if (isWrong) return null;
    throw error;
  });
  if (!user) return page(c, asked, client, true);
  const code = await giveCode(ctx, {
    clientId: client.id,
    redirectUri: asked.redirect_uri,
    challenge: asked.code_challenge,
    resource: resourceOf(c),
    userId: user.user_id,
  });
  const back = new URL(asked.redirect_uri);
  back.searchParams.set("code", code);
  if (asked.state !== undefined) back.searchParams.set("state", asked.state);
  back.searchParams.set("iss", originOf(c));
  return c.redirect(back.href, 303);
}

/** What a program asks for. Until it is known who asks, nobody is sent anywhere. */
async function readRequest(c: Context<AppEnv>, given: Record<string, string>) {
  const result = Asked.safeParse(given);
  const client = result.success ? await findClient(c.get("ctx"), result.data.client_id) : null;
  if (!result.success || !client || !mayReturnTo(client, result.data.redirect_uri)) {
    const detail =
      "This login was not asked for in a way that can be trusted; go back and try again.";
    throw new ProblemError("validation-failed", { detail });
  }
  const asked = result.data;
  if (asked.resource !== undefined && asked.resource !== resourceOf(c)) {
    const detail = `resource: tokens are for ${resourceOf(c)} only.`;
    throw new ProblemError("validation-failed", { detail });
  }
  return { asked, client };
}

function page(
  c: Context<AppEnv>,
  asked: z.infer<typeof Asked>,
  client: Client,
  isWrong: boolean,
): Response {
  const target = new URL(asked.redirect_uri);
  const returnsTo = target.protocol.startsWith("http") ? target.origin : target.protocol;
  const fields = Object.fromEntries(
    Object.entries(asked).filter((field): field is [string, string] => field[1] !== undefined),
  );
  c.header(
    "Content-Security-Policy",
    `default-src 'none'; style-src 'self'; form-action 'self' ${returnsTo}; base-uri 'none'; frame-ancestors 'none'`,
  );
  const accepted = c.req.header("Accept-Language");
  const html = loginPage({ clientName: client.name, returnsTo, fields, isWrong, accepted });
  return c.html(html, isWrong ? 401 : 200);
}

async function giveTokens(c: Context<AppEnv>): Promise<Response> {
  c.header("Cache-Control", "no-store");
  try {
    return c.json(await exchange(c));
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return c.json({ error: error.code, error_description: error.message }, 400);
  }
}

async function exchange(c: Context<AppEnv>) {
  const ctx = c.get("ctx");
  const form = await formOf(c);
  const kind = form["grant_type"];
  if (kind === "authorization_code") {
    const given = read(Redeeming, form);
    return redeemCode(ctx, {
      code: given.code,
      clientId: given.client_id,
      redirectUri: given.redirect_uri,
      verifier: given.code_verifier,
      resource: given.resource,
    });
  }
  if (kind !== "refresh_token") {
    throw new OAuthError("unsupported_grant_type", "Only codes and refresh tokens are taken.");
  }
  const given = read(Refreshing, form);
  const { refresh_token: token, client_id: clientId, resource } = given;
  return refresh(ctx, { token, clientId, resource });
}

function read<Schema extends z.ZodType>(schema: Schema, form: object): z.output<Schema> {
  const result = schema.safeParse(form);
  if (result.success) return result.data;
  const field = result.error.issues[0]?.path.join(".");
  throw new OAuthError("invalid_request", `${field ?? "The request"} is missing or not right.`);
}

async function formOf(c: Context<AppEnv>): Promise<Record<string, string>> {
  const type = c.req.header("Content-Type") ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) {
    throw new ProblemError("unsupported-media-type");
  }
  return Object.fromEntries(new URLSearchParams(await c.req.text()));
}

/** The one resource that tokens are given for. */
function resourceOf(c: Context<AppEnv>): string {
  return `${originOf(c)}/mcp`;
}
