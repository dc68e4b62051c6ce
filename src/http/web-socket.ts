import type { Context } from "hono";
import type { AppEnv } from "./app-env.ts";

/** How a page names the protocol beside its token: `new WebSocket(url, ["edgedesk", token])`. */
const PROTOCOL = "edgedesk";

const token = /^[\w-]+\.[\w-]+\.[\w-]+$/;

export function isUpgrade(c: Context<AppEnv>): boolean {
  return c.req.header("Upgrade")?.toLowerCase() === "websocket";
}

/** The credential of an upgrade, from its header or subprotocol, and the subprotocol to answer with. */
export function upgradeCredential(c: Context<AppEnv>): {
  credential: string | null;
  protocol: string | null;
} {
  const header = /^Bearer +(\S+) *$/i.exec(c.req.header("Authorization") ?? "")?.[1];
  const offered = (c.req.header("Sec-WebSocket-Protocol") ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const protocol = offered.includes(PROTOCOL) ? PROTOCOL : (offered[0] ?? null);
  return { credential: header ?? offered.find((name) => token.test(name)) ?? null, protocol };
}

/** The answer that opens a socket, with the subprotocol that was chosen. */
export function openedWith(response: Response, protocol: string | null): Response {
  const headers = protocol === null ? {} : { "Sec-WebSocket-Protocol": protocol };
  return new Response(null, { status: 101, webSocket: response.webSocket, headers });
}

/** Opens a socket only to close it with a reason: a page cannot read why an upgrade was refused. */
export function refusedSocket(code: number, reason: string): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.close(code, reason);
  return new Response(null, { status: 101, webSocket: client });
}
