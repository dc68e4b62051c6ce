import type { App } from "./build-app.ts";
import { app as agentDesk } from "./surfaces/agent-desk.ts";

/**
 * The surfaces that are made when first asked for: a Worker that made all contracts at once would take
 * several times as long to start. A path belongs to the first surface that it begins with; what belongs to
 * none is the agent desk's, which is always there.
 */
const surfaces: { beginnings: RegExp; load: () => Promise<{ app: App }> }[] = [
  {
    beginnings:
      /^\/(mcp|oauth\/.*|\.well-known\/oauth-.*|llms\.txt|privacy|dev\/mail|gpt-rag\/(quote|find-products|search-faqs|send-code|verify-customer|order-status|create-claim|my-bookings|my-tickets))\/?$/,
    load: () => import("./surfaces/agents.ts"),
  },
  { beginnings: /^\/(gpt-rag\/)?openapi\./, load: () => import("./app.ts") },
  {
    beginnings: /^\/(api\/|api\/v1\/)?auth(\/|$)|^\/api\/admin\/(users|keys|privacy|audit)(\/|$)/,
    load: () => import("./surfaces/identity.ts"),
  },
  {
    beginnings: /^\/(api\/(chat|admin|analytics)|socket\.io)(\/|$)/,
    load: () => import("./surfaces/support-desk.ts"),
  },
  {
    beginnings: /^\/(api\/v1|ws)(\/|$)/,
    load: () => import("./surfaces/assistant.ts"),
  },
  {
    beginnings: /^\/(ai|imports?|leads)(\/|$)/,
    load: () => import("./surfaces/sales.ts"),
  },
  {
    beginnings: /^\/(admin|customer|files|invoices)(\/|$)/,
    load: () => import("./surfaces/portal.ts"),
  },
];

/** The app that answers a path. */
export async function appFor(path: string): Promise<App> {
  const surface = surfaces.find(({ beginnings }) => beginnings.test(path));
  return surface ? (await surface.load()).app : agentDesk;
}
