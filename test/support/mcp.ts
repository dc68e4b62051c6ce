import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { send } from "./desk.ts";
import { lane } from "./lane.ts";

export const modern = "2026-07-28";
export const anyHeaders = { Accept: "application/json, text/event-stream" };
export const meta = {
  "io.modelcontextprotocol/protocolVersion": modern,
  "io.modelcontextprotocol/clientCapabilities": {},
  "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
};

/** Sends a message of the stateless revision, with the headers that belong to it unless they are given. */
export function say(method: string, params: object = {}, headers: Record<string, string> = {}) {
  const name = "name" in params ? { "Mcp-Name": String(params.name) } : {};
  return send("/mcp", {
    body: { jsonrpc: "2.0", id: 1, method, params: { _meta: meta, ...params } },
    headers: {
      ...anyHeaders,
      "MCP-Protocol-Version": modern,
      "Mcp-Method": method,
      ...name,
      ...headers,
    },
  });
}

/** Calls a tool in the stateless revision. */
export function call(name: string, args: object, headers: Record<string, string> = {}) {
  return say("tools/call", { name, arguments: args }, headers);
}

/** The official client, connected. */
export async function connected(mode: "legacy" | "auto", token?: string) {
  const client = new Client({ name: "test", version: "1" }, { versionNegotiation: { mode } });
  const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
  const url = new URL(`${lane.deskUrl}/mcp`);
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }));
  return client;
}
