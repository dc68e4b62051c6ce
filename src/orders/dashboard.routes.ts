import { createRoute } from "@hono/zod-openapi";
import { allow, portalCustomer } from "../http/access.ts";
import { accessProblems, fails, gives } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { reply } from "../http/reply.ts";
import { Dashboard } from "./dashboard.schema.ts";
import { actionsNeeded, loadDashboard } from "./load-dashboard.ts";
import { Orders } from "./orders.schema.ts";

const tags = ["Portal"];
const access = allow(portalCustomer, { limits: ["portal"] });

export const dashboard = feature("/customer/dashboard")
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "loadDashboard",
      tags,
      summary: "See everything at a glance",
      description: "The newest orders, the open claims, and figures.",
      ...access,
      responses: {
        ...gives(200, Dashboard, "The dashboard."),
        ...fails(...accessProblems, "not-found"),
      },
    }),
    async (c) => reply(c, Dashboard, await loadDashboard(c.get("ctx"))),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/actions-needed",
      operationId: "actionsNeeded",
      tags,
      summary: "See what waits for an answer",
      description: "The customer's orders that wait for their answer, the newest first.",
      ...access,
      responses: {
        ...gives(200, Orders, "The orders."),
        ...fails(...accessProblems),
      },
    }),
    async (c) => reply(c, Orders, await actionsNeeded(c.get("ctx"))),
  );
