import { createRoute } from "@hono/zod-openapi";
import { allow, salesDesk } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { IdempotencyHeader } from "../http/idempotency.ts";
import { reply } from "../http/reply.ts";
import { z } from "../http/zod.ts";
import { cancelImport } from "./cancel-import.ts";
import { watchImport } from "./import-events.ts";
import { importLeads } from "./import-leads.ts";
import { listMappings, saveMapping } from "./import-mappings.ts";
import {
  importBodies,
  ImportId,
  ImportMapping,
  ImportMappings,
  ImportQuery,
  ImportUndone,
  LeadImport,
  MappingColumns,
  MappingName,
} from "./imports.schema.ts";
import { readImport } from "./read-import.ts";
import { undoImport } from "./undo-import.ts";

const FILE_BYTES = 5 * 1024 * 1024;

const PreferHeader = IdempotencyHeader.extend({
  prefer: z.string().max(200).optional().openapi({
    description: "`respond-async`: answer at once and import behind the answer.",
    example: "respond-async",
  }),
});

export const leadImport = feature("/import").openapi(
  createRoute({
    method: "post",
    path: "/leads",
    operationId: "importLeads",
    tags: ["Sales desk"],
    summary: "Import a file of contacts",
    description:
      "Reads CSV or JSON as sales people have it, finds known leads by e-mail or phone, judges where they stand, " +
      "and writes everything in one transaction. Over 500 rows it answers 202 and goes on behind the answer.",
    ...allow(salesDesk, { limits: ["sales"], writes: true, bodyBytes: FILE_BYTES }),
    request: {
      query: ImportQuery,
      headers: PreferHeader,
      body: { required: true, content: importBodies },
    },
    responses: {
      ...gives(200, LeadImport, "What was imported, and every row that was not."),
      ...gives(202, LeadImport, "The import goes on; ask for it at its address."),
      ...fails(
        ...accessProblems,
        "malformed-json",
        "body-too-large",
        "validation-failed",
        "empty-import",
        "import-without-header",
        "import-without-contacts",
        "wrong-import-shape",
        "unknown-mapping",
        "too-many-rows",
        "leads-changed",
        "lead-email-taken",
        "idempotency-key-reused",
        "limits-unavailable",
        "imports-unavailable",
        "outcome-unknown",
      ),
    },
  }),
  async (c) => {
    const { dry_run: dryRun, mapping = null } = c.req.valid("query");
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    const done = await importLeads(c.get("ctx"), {
      upload: { bytes, contentType: c.req.header("Content-Type") ?? "" },
      dryRun,
      respondAsync: /\brespond-async\b/i.test(c.req.valid("header").prefer ?? ""),
      mapping,
    });
    if (done.finished_at !== null) return reply(c, LeadImport, done);
    c.header("Location", `/imports/${done.id}`);
    c.header("Preference-Applied", "respond-async");
    return c.json(LeadImport.parse(done), 202);
  },
);

const access = allow(salesDesk, { limits: ["sales"] });
const changing = allow(salesDesk, { limits: ["sales"], writes: true });

export const leadImports = feature("/imports")
  .openapi(
    createRoute({
      method: "get",
      path: "/mappings",
      operationId: "listImportMappings",
      tags: ["Sales desk"],
      summary: "The saved mappings",
      description: "Which headers mean which fields, by the name to import with.",
      ...access,
      responses: {
        ...gives(200, ImportMappings, "The mappings by name."),
        ...fails(...accessProblems),
      },
    }),
    async (c) => reply(c, ImportMappings, await listMappings(c.get("ctx"))),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/mappings/{name}",
      operationId: "saveImportMapping",
      tags: ["Sales desk"],
      summary: "Save a mapping",
      description: "Keeps which headers mean which fields, for imports with `mapping=<name>`.",
      ...changing,
      request: { params: MappingName, body: json(MappingColumns) },
      responses: {
        ...gives(200, ImportMapping, "The mapping as it is saved."),
        ...fails(...accessProblems, ...bodyProblems, "limits-unavailable"),
      },
    }),
    async (c) => {
      const { name } = c.req.valid("param");
      return reply(c, ImportMapping, await saveMapping(c.get("ctx"), name, c.req.valid("json")));
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{id}",
      operationId: "readImport",
      tags: ["Sales desk"],
      summary: "How far an import is",
      description: "The counts so far, and the errors of the rows that are done.",
      ...access,
      request: { params: ImportId },
      responses: {
        ...gives(200, LeadImport, "The import."),
        ...fails(...accessProblems, "not-found", "validation-failed"),
      },
    }),
    async (c) => reply(c, LeadImport, await readImport(c.get("ctx"), c.req.valid("param").id)),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{id}/events",
      operationId: "watchImport",
      tags: ["Sales desk"],
      summary: "Watch an import",
      description:
        "Server-sent events: `progress` now and after each part, then `done`, `failed` or `cancelled`.",
      ...access,
      request: { params: ImportId },
      responses: {
        200: {
          description: "Each event's data is the import with `error_count` in place of `errors`.",
          content: { "text/event-stream": { schema: z.string() } },
        },
        ...fails(...accessProblems, "not-found", "validation-failed"),
      },
    }),
    async (c) =>
      c.body(await watchImport(c.get("ctx"), c.req.valid("param").id), 200, {
        "Content-Type": "text/event-stream; charset=utf-8",
        "Content-Encoding": "identity",
      }),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/{id}/cancel",
      operationId: "cancelImport",
      tags: ["Sales desk"],
      summary: "Cancel an import",
      description: "Ends it at once. What is imported stays, and DELETE undoes it.",
      ...changing,
      request: { params: ImportId },
      responses: {
        ...gives(200, LeadImport, "The import, cancelled."),
        ...fails(
          ...accessProblems,
          "not-found",
          "body-too-large",
          "validation-failed",
          "import-finished",
          "limits-unavailable",
        ),
      },
    }),
    async (c) => reply(c, LeadImport, await cancelImport(c.get("ctx"), c.req.valid("param").id)),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/{id}",
      operationId: "undoImport",
      tags: ["Sales desk"],
      summary: "Undo an import",
      description:
        "Deletes the leads that it made and gives those that it changed their former values. Leads changed since are kept.",
      ...changing,
      request: { params: ImportId },
      responses: {
        ...gives(200, ImportUndone, "What was undone."),
        ...fails(
          ...accessProblems,
          "not-found",
          "body-too-large",
          "validation-failed",
          "import-running",
          "limits-unavailable",
        ),
      },
    }),
    async (c) => reply(c, ImportUndone, await undoImport(c.get("ctx"), c.req.valid("param").id)),
  );
