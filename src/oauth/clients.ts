import { z } from "zod";
import type { Ctx } from "../context.ts";
import { sha256 } from "../db/digest.ts";
import { shortened } from "../short-body.ts";
import { logFailure } from "../log.ts";

const FETCH_WITHIN_MS = 5_000;
const LONGEST_DOCUMENT = 20_000;
const KEPT_SECONDS = 3600;

const Document = z.object({
  client_id: z.string(),
  client_name: z.string().max(200).optional(),
  redirect_uris: z
    .array(z.url({ protocol: /^(https?|[a-z][a-z0-9+-]*\.[a-z0-9+.-]+)$/ }))
    .min(1)
    .max(20),
});

export type Client = { id: string; name: string; redirectUris: string[] };

/**
 * A program that asks users to log in: one that is named in OAUTH_CLIENTS, or one whose id is the https address
 * of its own description (a client id metadata document). Null if it is neither.
 */
export async function findClient(ctx: Ctx, id: string): Promise<Client | null> {
  const named = ctx.config.agents.oauthClients.filter((client) => client.id === id);
  if (named.length > 0) {
    return { id, name: id, redirectUris: named.map(({ redirectUri }) => redirectUri) };
  }
  if (!mayDescribeItself(ctx, id)) return null;
  const name = `oauth-client:${await sha256(id)}`;
  const document = (await ctx.kv.readCached(name, Document)) ?? (await fetchDocument(ctx, id));
  if (document?.client_id !== id) return null;
  ctx.background(() => ctx.kv.write(name, document, KEPT_SECONDS));
  return { id, name: document.client_name ?? id, redirectUris: document.redirect_uris };
}

/** Whether a program may be sent back to an address; of this machine's own any port will do (RFC 8252). */
export function mayReturnTo(client: Client, redirectUri: string): boolean {
  return (
    URL.canParse(redirectUri) &&
    client.redirectUris.some((uri) => uri === redirectUri || isSameLoopback(uri, redirectUri))
  );
}

function isSameLoopback(registered: string, given: string): boolean {
  const [one, other] = [new URL(registered), new URL(given)];
  const isLoopback = one.protocol === "http:" && ["127.0.0.1", "[::1]"].includes(one.hostname);
  const withoutPort = (url: URL) => `${url.hostname}${url.pathname}${url.search}${url.hash}`;
  return isLoopback && other.protocol === "http:" && withoutPort(one) === withoutPort(other);
}

function mayDescribeItself({ config }: Ctx, id: string): boolean {
  if (!URL.canParse(id) || id.length > 500) return false;
  const { protocol, hostname, port, pathname, hash, username, password } = new URL(id);
  const isHere = config.environment !== "production" && hostname === "127.0.0.1";
  const isSafe = isHere ? protocol === "http:" : protocol === "https:" && port === "";
  return isSafe && pathname !== "/" && hash === "" && username === "" && password === "";
}

async function fetchDocument(ctx: Ctx, url: string): Promise<z.infer<typeof Document> | null> {
  try {
    const response = await fetch(url, {
      headers: { Accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(FETCH_WITHIN_MS),
    });
    if (!response.ok) return null;
    return Document.parse(await shortened(response, LONGEST_DOCUMENT).json());
  } catch (error) {
    logFailure(ctx.requestId, "oauth-client", error);
    return null;
  }
}
