import { isObject, objectAt, type Json } from "./findings.ts";

const MODERN = "2026-07-28";
export const LEGACY = "2025-11-25";
const client = { name: "edgedesk-check", version: "1" };

export type Told = { status: number; headers: Headers; result: Json; error: Json };

/** Speaks the stateless revision: every message says who sends it and in which version. */
export function speak(origin: string, method: string, params: Json = {}): Promise<Told> {
  const about = {
    "io.modelcontextprotocol/protocolVersion": MODERN,
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": client,
  };
  return post(
    origin,
    { method, params: { ...params, _meta: about } },
    {
      "MCP-Protocol-Version": MODERN,
      "Mcp-Method": method,
      ...(typeof params["name"] === "string" ? { "Mcp-Name": params["name"] } : {}),
    },
  );
}

/** Speaks the revisions of 2025. */
export function speakAsBefore(origin: string, method: string, params: Json = {}): Promise<Told> {
  const isFirst = method === "initialize";
  const introduced = { protocolVersion: LEGACY, capabilities: {}, clientInfo: client };
  return post(
    origin,
    { method, params: isFirst ? introduced : params },
    isFirst ? {} : { "MCP-Protocol-Version": LEGACY },
  );
}

async function post(origin: string, message: Json, headers: Record<string, string>): Promise<Told> {
  const response = await fetch(`${origin}/mcp`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json, text/event-stream",
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, ...message }),
  });
  const text = await response.text();
  const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream") ?? false;
  const json = isStream ? (/^data: (.*)$/m.exec(text)?.[1] ?? "") : text;
  const answer: unknown = JSON.parse(json);
  return {
    status: response.status,
    headers: response.headers,
    result: objectAt(answer, "result"),
    error: isObject(answer) ? objectAt(answer, "error") : {},
  };
}
