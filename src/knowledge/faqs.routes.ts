import { createRoute } from "@hono/zod-openapi";
import { allow, anyone } from "../http/access.ts";
import { fails, gives } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { reply } from "../http/reply.ts";
import { FaqList, FaqQuery } from "./faqs.schema.ts";
import { listFaqs } from "./list-faqs.ts";

export const faqs = feature("/api/v1/chat/faqs").openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "listFaqs",
    tags: ["Knowledge"],
    summary: "Read the FAQs",
    description: "What people ask most, with answers; those read most come first.",
    ...allow(anyone, { limits: ["ip"] }),
    request: { query: FaqQuery },
    responses: {
      ...gives(200, FaqList, "The FAQs; with `skip` or `limit` a page of them."),
      ...fails("validation-failed", "rate-limited", "database-unavailable"),
    },
  }),
  async (c) => reply(c, FaqList, await listFaqs(c.get("ctx"), c.req.valid("query"))),
);
