import { createRoute } from "@hono/zod-openapi";
import { administrator, allow, anyUser } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { reply } from "../http/reply.ts";
import { analyzeMessage } from "./analyze-message.ts";
import { Analysis, MessageToAnalyze } from "./analyze.schema.ts";
import { changeSystemConfig, readSystemConfig } from "./system-config.ts";
import { NewSystemConfig, SystemConfig } from "./system-config.schema.ts";

export const analysis = feature("/api/chat").openapi(
  createRoute({
    method: "post",
    path: "/analyze",
    operationId: "analyzeMessage",
    tags: ["Support desk"],
    summary: "Read a customer's message",
    description: "Names the intent of a message and suggests answers in its language.",
    ...allow(anyUser, { limits: ["ip", "user"] }),
    request: { body: json(MessageToAnalyze) },
    responses: {
      ...gives(200, Analysis, "Intent, confidence and suggestions."),
      ...fails(...accessProblems, ...bodyProblems),
    },
  }),
  async (c) => {
    const { message } = c.req.valid("json");
    return reply(c, Analysis, await analyzeMessage(c.get("ctx"), message));
  },
);

export const systemConfig = feature("/api/admin/system-config")
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "readSystemConfig",
      tags: ["Support desk"],
      summary: "How the support desk behaves",
      description: "The config in force.",
      ...allow(administrator, { limits: ["ip", "user"] }),
      responses: {
        ...gives(200, SystemConfig, "The config and its version."),
        ...fails(...accessProblems),
      },
    }),
    async (c) => reply(c, SystemConfig, await readSystemConfig(c.get("ctx"))),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/",
      operationId: "changeSystemConfig",
      tags: ["Support desk"],
      summary: "Change how the support desk behaves",
      description: "Puts a config in force at once, as a new version.",
      ...allow(administrator, { limits: ["ip", "user"], writes: true }),
      request: { body: json(NewSystemConfig) },
      responses: {
        ...gives(200, SystemConfig, "The config now in force."),
        ...fails(...accessProblems, ...bodyProblems, "config-changed", "limits-unavailable"),
      },
    }),
    async (c) =>
      reply(c, SystemConfig, await changeSystemConfig(c.get("ctx"), c.req.valid("json"))),
  );
