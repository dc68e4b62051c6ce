import { createRoute } from "@hono/zod-openapi";
import { allow, anyone, widgetVisitor } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { reply } from "../http/reply.ts";
import { userOf } from "../http/user-of.ts";
import { Done } from "../identity/users.schema.ts";
import { admitVisitor } from "./admit-visitor.ts";
import { forgetVisitor } from "./forget-visitor.ts";
import { NewVisitor, VisitorAdmitted, WidgetFacts } from "./visitors.schema.ts";
import { widgetFacts } from "./widget-facts.ts";

const tags = ["Chat widget"];

export const visitors = feature("/api/chat/visitors")
  .openapi(
    createRoute({
      method: "post",
      path: "/",
      operationId: "admitVisitor",
      tags,
      summary: "Let a visitor chat",
      description: "Gives a token for chat rooms, to a stranger or to the user that a page names.",
      ...allow(anyone, { limits: ["public"], writes: true }),
      request: { body: json(NewVisitor) },
      responses: {
        ...gives(200, VisitorAdmitted, "The visitor and an access token."),
        ...fails(...bodyProblems, "unauthenticated", "rate-limited", "limits-unavailable"),
      },
    }),
    async (c) => reply(c, VisitorAdmitted, await admitVisitor(c.get("ctx"), c.req.valid("json"))),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/forget",
      operationId: "forgetVisitor",
      tags,
      summary: "Log a visitor out",
      description: "Ends every token of the visitor, everywhere within a minute.",
      ...allow(widgetVisitor, { limits: ["public"], writes: true }),
      responses: {
        ...gives(200, Done, "The visitor is logged out."),
        ...fails(...accessProblems, "limits-unavailable"),
      },
    }),
    async (c) => {
      await forgetVisitor(c.get("ctx"), userOf(c.get("ctx")));
      return reply(c, Done, { detail: "Logged out." });
    },
  );

export const widget = feature("/api/chat/widget").openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "widgetFacts",
    tags,
    summary: "What the widget says first",
    description: "That an AI answers, and whether people do now.",
    ...allow(anyone, { limits: ["public"], countBehind: true }),
    responses: { ...gives(200, WidgetFacts, "The facts."), ...fails("rate-limited") },
  }),
  (c) => {
    const answer = reply(c, WidgetFacts, widgetFacts(c.get("ctx")));
    answer.headers.set("Cache-Control", "public, max-age=60");
    return answer;
  },
);
