import { createRoute } from "@hono/zod-openapi";
import { allow, salesDesk } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { reply } from "../http/reply.ts";
import { z } from "../http/zod.ts";
import { changeLead } from "./change-lead.ts";
import { dailyCommand } from "./daily-command.ts";
import { exportLeads } from "./export-leads.ts";
import {
  DailyCommand,
  DailyCommandQuery,
  ExportQuery,
  LeadChange,
  LeadId,
  LeadPage,
  LeadQuery,
  LeadsNeedingAction,
  NeedsActionQuery,
} from "./lead-lists.schema.ts";
import { leadsNeedingAction } from "./leads-needing-action.ts";
import { Lead } from "./leads.schema.ts";
import { listLeads, readLead } from "./list-leads.ts";

const access = allow(salesDesk, { limits: ["sales"] });

export const leadLists = feature("/leads")
  .openapi(
    createRoute({
      method: "get",
      path: "/needs-action",
      operationId: "leadsNeedingAction",
      tags: ["Sales desk"],
      summary: "Who needs somebody now",
      description:
        "Leads without a next date first, then those due by tomorrow, each with the reason.",
      ...access,
      request: { query: NeedsActionQuery },
      responses: {
        ...gives(200, LeadsNeedingAction, "The leads, the most urgent first."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) => {
      const { limit } = c.req.valid("query");
      return reply(c, LeadsNeedingAction, await leadsNeedingAction(c.get("ctx"), limit));
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/daily-command",
      operationId: "dailyCommand",
      tags: ["Sales desk"],
      summary: "What to do today",
      description: "The leads that most need somebody today: by status, then by value.",
      ...access,
      request: { query: DailyCommandQuery },
      responses: {
        ...gives(200, DailyCommand, "Today's leads."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) =>
      reply(c, DailyCommand, await dailyCommand(c.get("ctx"), c.req.valid("query").limit)),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/export.csv",
      operationId: "exportLeads",
      tags: ["Sales desk"],
      summary: "Leads as CSV",
      description:
        "The leads that fit, at most 10,000. Cells that a spreadsheet would compute are text.",
      ...access,
      request: { query: ExportQuery },
      responses: {
        200: {
          description: "A header and a line for each lead.",
          content: { "text/csv": { schema: z.string() } },
        },
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) =>
      c.body(await exportLeads(c.get("ctx"), c.req.valid("query")), 200, {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": 'attachment; filename="leads.csv"',
      }),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "listLeads",
      tags: ["Sales desk"],
      summary: "Leads",
      description: "Leads that fit the filters, the newest first, a page at a time.",
      ...access,
      request: { query: LeadQuery },
      responses: {
        ...gives(200, LeadPage, "A page of leads."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) => reply(c, LeadPage, await listLeads(c.get("ctx"), c.req.valid("query"))),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{id}",
      operationId: "readLead",
      tags: ["Sales desk"],
      summary: "One lead",
      description: "Everything that is known of a lead.",
      ...access,
      request: { params: LeadId },
      responses: {
        ...gives(200, Lead, "The lead."),
        ...fails(...accessProblems, "not-found", "validation-failed"),
      },
    }),
    async (c) => reply(c, Lead, await readLead(c.get("ctx"), c.req.valid("param").id)),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/{id}",
      operationId: "changeLead",
      tags: ["Sales desk"],
      summary: "Change a lead",
      description:
        "Changes what is given. A status given here is kept until an import brings another word.",
      ...allow(salesDesk, { limits: ["sales"], writes: true }),
      request: { params: LeadId, body: json(LeadChange) },
      responses: {
        ...gives(200, Lead, "The lead as it is now."),
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "not-found",
          "lead-changed",
          "lead-email-taken",
          "lead-without-contact",
          "limits-unavailable",
        ),
      },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      return reply(c, Lead, await changeLead(c.get("ctx"), id, c.req.valid("json")));
    },
  );
