import { createRoute } from "@hono/zod-openapi";
import { agentDesk, allow } from "../http/access.ts";
import { accessProblems, fails, gives } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { reply } from "../http/reply.ts";
import { gptMetrics } from "./gpt-metrics.ts";
import { GptMetrics, GptMetricsQuery } from "./gpt-metrics.schema.ts";

export const gptAnalytics = feature("/api/ai-customer-service/analytics").openapi(
  createRoute({
    method: "get",
    path: "/gpt-metrics",
    operationId: "gptMetrics",
    tags: ["Agent desk"],
    summary: "How the agent operations are used",
    description: "Calls, success, response times and customers, counted from the calls themselves.",
    ...allow(agentDesk, { limits: ["ip"] }),
    request: { query: GptMetricsQuery },
    responses: {
      ...gives(200, GptMetrics, "The figures of the window."),
      ...fails(...accessProblems),
    },
  }),
  async (c) => reply(c, GptMetrics, await gptMetrics(c.get("ctx"), c.req.valid("query").timeRange)),
);
