import { createRoute } from "@hono/zod-openapi";
import { administrator, allow } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { IdempotencyHeader } from "../http/idempotency.ts";
import { PagingQuery } from "../http/paging.ts";
import { reply } from "../http/reply.ts";
import { erasePerson } from "./erase-person.ts";
import { exportPerson } from "./export-person.ts";
import { listErasures } from "./list-erasures.ts";
import { Erasing, Erasure, ErasurePage, Naming, PersonExport } from "./privacy.schema.ts";

const tags = ["Privacy"];

export const privacy = feature("/api/admin/privacy")
  .openapi(
    createRoute({
      method: "post",
      path: "/export",
      operationId: "exportPerson",
      tags,
      summary: "Export what is held about a person",
      description:
        "Everything about whoever has this e-mail address, phone number or account, as JSON (GDPR, articles 15 and 20).",
      ...allow(administrator, { limits: ["ip"] }),
      request: { body: json(Naming) },
      responses: {
        ...gives(200, PersonExport, "What is held; no holdings if it is nothing."),
        ...fails(...accessProblems, ...bodyProblems),
      },
    }),
    async (c) => reply(c, PersonExport, await exportPerson(c.get("ctx"), c.req.valid("json"))),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/erase",
      operationId: "erasePerson",
      tags,
      summary: "Erase a person",
      description:
        "Removes a person from the database, chat rooms, files and caches (GDPR, article 17). Cannot be undone.",
      ...allow(administrator, { limits: ["ip"], writes: true }),
      request: { headers: IdempotencyHeader, body: json(Erasing) },
      responses: {
        ...gives(200, Erasure, "The receipt."),
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "limits-unavailable",
          "idempotency-key-reused",
          "outcome-unknown",
        ),
      },
    }),
    async (c) => reply(c, Erasure, await erasePerson(c.get("ctx"), c.req.valid("json"))),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/erasures",
      operationId: "listErasures",
      tags,
      summary: "List erasures",
      description: "The receipts, the newest first: who, when and how much; nothing about whom.",
      ...allow(administrator, { limits: ["ip"] }),
      request: { query: PagingQuery },
      responses: {
        ...gives(200, ErasurePage, "A page of receipts."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) => reply(c, ErasurePage, await listErasures(c.get("ctx"), c.req.valid("query"))),
  );
