import { createRoute } from "@hono/zod-openapi";
import { administrator, allow } from "../http/access.ts";
import { accessProblems, fails, gives } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { reply } from "../http/reply.ts";
import { z } from "../http/zod.ts";
import {
  CustomerBehavior,
  CustomersQuery,
  CustomerStatistics,
  Dashboard,
  IntentCount,
  MonthQuery,
  Overview,
  WeekQuery,
} from "./chat-analytics.schema.ts";
import { chatDashboard, customerStatistics, intentStatistics } from "./chat-dashboard.ts";
import { chatOverview, customerBehavior } from "./chat-overview.ts";

const tags = ["Support desk"];
const access = allow(administrator, { limits: ["ip", "user"] });

export const chatAdministration = feature("/api/admin")
  .openapi(
    createRoute({
      method: "get",
      path: "/dashboard",
      operationId: "chatDashboard",
      tags,
      summary: "The support desk at a glance",
      description: "Customers, open and waiting chats, messages, the AI's share, response time.",
      ...access,
      responses: { ...gives(200, Dashboard, "The figures."), ...fails(...accessProblems) },
    }),
    async (c) => reply(c, Dashboard, await chatDashboard(c.get("ctx"))),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/customers",
      operationId: "customerStatistics",
      tags,
      summary: "Customers and their chats",
      description: "Every customer who has a room, the one who wrote last first.",
      ...access,
      request: { query: CustomersQuery },
      responses: {
        ...gives(200, z.array(CustomerStatistics), "The customers."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) => {
      const customers = await customerStatistics(c.get("ctx"), c.req.valid("query"));
      return reply(c, z.array(CustomerStatistics), customers);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/intent-statistics",
      operationId: "intentStatistics",
      tags,
      summary: "What customers write about",
      description: "The intents of the customers' messages in the last days.",
      ...access,
      request: { query: WeekQuery },
      responses: {
        ...gives(200, z.array(IntentCount), "The most frequent first."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) => {
      const { days } = c.req.valid("query");
      return reply(c, z.array(IntentCount), await intentStatistics(c.get("ctx"), days));
    },
  );

export const chatAnalytics = feature("/api/analytics")
  .openapi(
    createRoute({
      method: "get",
      path: "/overview",
      operationId: "chatOverview",
      tags,
      summary: "The chats of the last days",
      description: "Messages, rooms, intents and every day of the period.",
      ...access,
      request: { query: MonthQuery },
      responses: {
        ...gives(200, Overview, "The figures."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) => reply(c, Overview, await chatOverview(c.get("ctx"), c.req.valid("query").days)),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/customer-behavior",
      operationId: "customerBehavior",
      tags,
      summary: "How customers use the chat",
      description: "Engagement, response times and each customer's activity in the last days.",
      ...access,
      request: { query: MonthQuery },
      responses: {
        ...gives(200, CustomerBehavior, "The figures."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) =>
      reply(c, CustomerBehavior, await customerBehavior(c.get("ctx"), c.req.valid("query").days)),
  );
