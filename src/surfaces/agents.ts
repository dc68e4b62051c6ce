import { agentOperations } from "../agents/agents.routes.ts";
import { serveAgentPages } from "../agents/agent-pages.routes.ts";
import { buildApp } from "../build-app.ts";
import { serveMcp } from "../mcp/mcp.routes.ts";
import { serveOAuth } from "../oauth/oauth.routes.ts";

export const agents = [agentOperations] as const;

/** The agents' doors besides the four operations that are there from the start. */
export const app = buildApp(agents, serveMcp, serveOAuth, serveAgentPages);
