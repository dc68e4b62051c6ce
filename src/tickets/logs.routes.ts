import { createRoute } from "@hono/zod-openapi";
import { administrator, allow, anyUser } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { IdempotencyHeader } from "../http/idempotency.ts";
import { reply } from "../http/reply.ts";
import { userOf } from "../http/user-of.ts";
import { createLog } from "./create-log.ts";
import { findTrends, listLogs, summarizeLogs } from "./list-logs.ts";
import {
  Log,
  LogChange,
  LogId,
  LogList,
  LogQuery,
  LogSummary,
  NewLog,
  SummaryQuery,
  Trends,
  WindowQuery,
} from "./logs.schema.ts";
import { readLog, updateLog } from "./update-log.ts";

const tags = ["Customer logs"];
const readers = { limits: ["assistant"] } as const;
const writers = { limits: ["assistant"], writes: true } as const;

export const customerLogs = feature("/api/v1/logs/logs")
  .openapi(
    createRoute({
      method: "post",
      path: "/",
      operationId: "createLog",
      tags,
      summary: "Open a log",
      description: "Opens a ticket for the user who asks.",
      ...allow(anyUser, writers),
      request: { headers: IdempotencyHeader, body: json(NewLog) },
      responses: {
        ...gives(200, Log, "The stored log."),
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "idempotency-key-reused",
          "limits-unavailable",
          "outcome-unknown",
        ),
      },
    }),
    async (c) => {
      const ctx = c.get("ctx");
      return reply(c, Log, await createLog(ctx, userOf(ctx), c.req.valid("json")));
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "listLogs",
      tags,
      summary: "Read logs",
      description: "One's own logs of the last hours, the newest first.",
      ...allow(anyUser, readers),
      request: { query: LogQuery },
      responses: {
        ...gives(200, LogList, "The logs; with `skip` or `limit` a page of them."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) => reply(c, LogList, await listLogs(c.get("ctx"), c.req.valid("query"))),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/summary",
      operationId: "summarizeLogs",
      tags,
      summary: "Count logs",
      description: "One's own logs of the last hours by status, category and priority.",
      ...allow(anyUser, readers),
      request: { query: SummaryQuery },
      responses: {
        ...gives(200, LogSummary, "The counts."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) => reply(c, LogSummary, await summarizeLogs(c.get("ctx"), c.req.valid("query"))),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/trending",
      operationId: "trendingIssues",
      tags,
      summary: "See what comes up often",
      description: "The words that most logs and tickets of the last hours have, from three on.",
      ...allow(administrator, readers),
      request: { query: WindowQuery },
      responses: {
        ...gives(200, Trends, "At most ten words, the most frequent first."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) => reply(c, Trends, await findTrends(c.get("ctx"), c.req.valid("query").hours)),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{log_id}",
      operationId: "readLog",
      tags,
      summary: "Read a log",
      description: "One log of one's own; as an administrator, anybody's.",
      ...allow(anyUser, readers),
      request: { params: LogId },
      responses: {
        ...gives(200, Log, "The log."),
        ...fails(...accessProblems, "validation-failed", "not-found"),
      },
    }),
    async (c) => reply(c, Log, await readLog(c.get("ctx"), c.req.valid("param").log_id)),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/{log_id}",
      operationId: "updateLog",
      tags,
      summary: "Change a log",
      description: "Changes a log of one's own; as an administrator, anybody's.",
      ...allow(anyUser, writers),
      request: { params: LogId, body: json(LogChange) },
      responses: {
        ...gives(200, Log, "The log as it is now."),
        ...fails(...accessProblems, ...bodyProblems, "not-found", "limits-unavailable"),
      },
    }),
    async (c) => {
      const { log_id: id } = c.req.valid("param");
      return reply(c, Log, await updateLog(c.get("ctx"), id, c.req.valid("json")));
    },
  );
