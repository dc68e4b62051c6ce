import { createRoute } from "@hono/zod-openapi";
import { administrator, allow } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { IdempotencyHeader } from "../http/idempotency.ts";
import { PagingQuery } from "../http/paging.ts";
import { reply } from "../http/reply.ts";
import { Done } from "../identity/users.schema.ts";
import { importKnowledge } from "./import-knowledge.ts";
import { KnowledgeImport, KnowledgeImported } from "./import.schema.ts";
import {
  Entry,
  EntryId,
  EntryPage,
  EntryQuery,
  FoundPassages,
  NewEntry,
  SearchQuery,
} from "./knowledge.schema.ts";
import { listEntries, readEntry } from "./list-entries.ts";
import { addEntry, removeEntry, replaceEntry } from "./save-entry.ts";
import { searchForEditors } from "./search-knowledge.ts";
import { listUnanswered, settleUnanswered } from "./unanswered.ts";
import { UnansweredId, UnansweredPage } from "./unanswered.schema.ts";

const tags = ["Knowledge"];
const readers = { limits: ["assistant"] } as const;
const writers = { limits: ["assistant"], writes: true } as const;

export const knowledgeBase = feature("/api/v1/chat/knowledge")
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "listKnowledge",
      tags,
      summary: "Read what the desk knows",
      description: "FAQs and texts in all their languages, inactive ones too.",
      ...allow(administrator, readers),
      request: { query: EntryQuery },
      responses: {
        ...gives(200, EntryPage, "A page of entries."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) => reply(c, EntryPage, await listEntries(c.get("ctx"), c.req.valid("query"))),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/",
      operationId: "addKnowledge",
      tags,
      summary: "Add an FAQ or a text",
      description: "Adds an entry in one to four languages; it is used from the next question on.",
      ...allow(administrator, writers),
      request: { headers: IdempotencyHeader, body: json(NewEntry) },
      responses: {
        ...gives(200, Entry, "The stored entry."),
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "idempotency-key-reused",
          "limits-unavailable",
          "outcome-unknown",
        ),
      },
    }),
    async (c) => reply(c, Entry, await addEntry(c.get("ctx"), c.req.valid("json"))),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/import",
      operationId: "importKnowledge",
      tags,
      summary: "Import knowledge",
      description: "Takes in up to 200 entries as Markdown or JSON, all of them or none.",
      ...allow(administrator, writers),
      request: { body: json(KnowledgeImport) },
      responses: {
        ...gives(200, KnowledgeImported, "How many texts were added and replaced."),
        ...fails(...accessProblems, ...bodyProblems, "limits-unavailable"),
      },
    }),
    async (c) => {
      const input = c.req.valid("json");
      return reply(c, KnowledgeImported, await importKnowledge(c.get("ctx"), input));
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/search",
      operationId: "searchKnowledge",
      tags,
      summary: "See what a question finds",
      description: "The passages that the assistant would be given for a question.",
      ...allow(administrator, readers),
      request: { query: SearchQuery },
      responses: {
        ...gives(200, FoundPassages, "The passages, the best first."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) => {
      const { q, limit } = c.req.valid("query");
      return reply(c, FoundPassages, await searchForEditors(c.get("ctx"), q, limit));
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/unanswered",
      operationId: "listUnanswered",
      tags,
      summary: "Read the unanswered questions",
      description: "What the assistant had no answer to, the most asked first.",
      ...allow(administrator, readers),
      request: { query: PagingQuery },
      responses: {
        ...gives(200, UnansweredPage, "A page of questions."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) => reply(c, UnansweredPage, await listUnanswered(c.get("ctx"), c.req.valid("query"))),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/unanswered/{question_id}",
      operationId: "settleUnanswered",
      tags,
      summary: "Take a question off the list",
      description: "Removes a question that has been dealt with.",
      ...allow(administrator, writers),
      request: { params: UnansweredId },
      responses: {
        ...gives(200, Done, "It is off the list."),
        ...fails(...accessProblems, "validation-failed", "not-found", "limits-unavailable"),
      },
    }),
    async (c) => {
      await settleUnanswered(c.get("ctx"), c.req.valid("param").question_id);
      return reply(c, Done, { detail: "The question is off the list." });
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{entry_id}",
      operationId: "readKnowledge",
      tags,
      summary: "Read an entry",
      description: "One FAQ or text in all its languages.",
      ...allow(administrator, readers),
      request: { params: EntryId },
      responses: {
        ...gives(200, Entry, "The entry."),
        ...fails(...accessProblems, "validation-failed", "not-found"),
      },
    }),
    async (c) => reply(c, Entry, await readEntry(c.get("ctx"), c.req.valid("param").entry_id)),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/{entry_id}",
      operationId: "replaceKnowledge",
      tags,
      summary: "Replace an entry",
      description: "Replaces an entry with all its texts; its id and count of views stay.",
      ...allow(administrator, writers),
      request: { params: EntryId, body: json(NewEntry) },
      responses: {
        ...gives(200, Entry, "The stored entry."),
        ...fails(...accessProblems, ...bodyProblems, "not-found", "limits-unavailable"),
      },
    }),
    async (c) => {
      const { entry_id: id } = c.req.valid("param");
      return reply(c, Entry, await replaceEntry(c.get("ctx"), id, c.req.valid("json")));
    },
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/{entry_id}",
      operationId: "removeKnowledge",
      tags,
      summary: "Remove an entry",
      description: "Removes an FAQ or text with all its languages.",
      ...allow(administrator, writers),
      request: { params: EntryId },
      responses: {
        ...gives(200, Done, "It is gone."),
        ...fails(...accessProblems, "validation-failed", "not-found", "limits-unavailable"),
      },
    }),
    async (c) => {
      await removeEntry(c.get("ctx"), c.req.valid("param").entry_id);
      return reply(c, Done, { detail: "The entry is gone." });
    },
  );
