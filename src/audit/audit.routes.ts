import { createRoute } from "@hono/zod-openapi";
import { administrator, allow } from "../http/access.ts";
import { accessProblems, fails, gives } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { reply } from "../http/reply.ts";
import { AuditPage, AuditQuery } from "./audit.schema.ts";
import { listChanges } from "./list-changes.ts";

export const audit = feature("/api/admin/audit").openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "listChanges",
    tags: ["Identity"],
    summary: "Who changed what",
    description:
      "One entry for each operation that changed something, the newest first: who, what, to what, and when.",
    ...allow(administrator, { limits: ["ip"] }),
    request: { query: AuditQuery },
    responses: {
      ...gives(200, AuditPage, "A page of the log."),
      ...fails(...accessProblems, "validation-failed"),
    },
  }),
  async (c) => reply(c, AuditPage, await listChanges(c.get("ctx"), c.req.valid("query"))),
);
