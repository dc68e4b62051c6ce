import { buildApp, type App } from "./build-app.ts";
import { serveSocketIo } from "./chat/socketio.routes.ts";
import { serveDocuments } from "./http/serve-documents.ts";
import { agentDesk } from "./surfaces/agent-desk.ts";
import { agents } from "./surfaces/agents.ts";
import { assistant } from "./surfaces/assistant.ts";
import { identity } from "./surfaces/identity.ts";
import { portal } from "./surfaces/portal.ts";
import { sales } from "./surfaces/sales.ts";
import { supportDesk } from "./surfaces/support-desk.ts";

/** All features, in the order in which the document shows them. */
export const features = [
  ...agentDesk,
  ...agents,
  ...identity,
  ...supportDesk,
  ...assistant,
  ...sales,
  ...portal,
] as const;

/** The whole desk in one app: what the documents are made from. */
export function createApp(): App {
  return buildApp(features, serveDocuments, serveSocketIo);
}

export const app = createApp();
