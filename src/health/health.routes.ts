import { createRoute } from "@hono/zod-openapi";
import packageFile from "../../package.json" with { type: "json" };
import { allow, anyone } from "../http/access.ts";
import { fails, gives } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { reply } from "../http/reply.ts";
import { checkReadiness } from "./check-readiness.ts";
import { Health, Readiness } from "./health.schema.ts";

export const health = feature("/")
  .openapi(
    createRoute({
      method: "get",
      path: "/health",
      operationId: "health",
      tags: ["Health"],
      summary: "Whether the program runs",
      description: "Answers without asking anything else.",
      ...allow(anyone),
      responses: { ...gives(200, Health, "It runs."), ...fails() },
    }),
    (c) =>
      reply(c, Health, {
        status: "healthy",
        service: "edgedesk",
        version: packageFile.version,
        timestamp: c.get("ctx").now.toISOString(),
      }),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/ready",
      operationId: "ready",
      tags: ["Health"],
      summary: "Whether all that the desk stands on answers",
      description: "Asks the database, KV, the files and the Durable Objects.",
      ...allow(anyone, { limits: ["ip"], countBehind: true }),
      responses: {
        ...gives(200, Readiness, "All of it answers."),
        ...gives(503, Readiness, "Something does not; the checks say what."),
        ...fails("rate-limited"),
      },
    }),
    async (c) => {
      const readiness = await checkReadiness(c.get("ctx"));
      if (readiness.status === "ready") return reply(c, Readiness, readiness);
      return c.json(Readiness.parse(readiness), 503);
    },
  );
