import { createRoute } from "@hono/zod-openapi";
import { portalCustomer, allow } from "../http/access.ts";
import {
  accessProblems,
  bodyProblems,
  fails,
  gives,
  inputProblems,
  json,
  raw,
} from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { IdempotencyHeader } from "../http/idempotency.ts";
import { reply } from "../http/reply.ts";
import { NewPortalMessage, PortalMessage, PortalMessages } from "../orders/orders.schema.ts";
import { listClaimMessages, postClaimMessage } from "./claim-messages.ts";
import { claimForm, ClaimDetail, ClaimPath, ClaimQuery, Claims } from "./claims.schema.ts";
import { createClaim } from "./create-claim.ts";
import { findClaim, listClaims } from "./read-claims.ts";

const tags = ["Portal"];
const reading = allow(portalCustomer, { limits: ["portal"] });
const writing = allow(portalCustomer, { limits: ["portal"], writes: true });

export const claims = feature("/customer/claims")
  .openapi(
    createRoute({
      method: "post",
      path: "/",
      operationId: "createClaim",
      tags,
      summary: "Make a claim",
      description: "Makes a claim about a delivered order, with up to ten pictures and videos.",
      ...allow(portalCustomer, { limits: ["portal"], writes: true, isStreamed: true }),
      request: { headers: IdempotencyHeader, body: raw("multipart/form-data", claimForm) },
      responses: {
        ...gives(200, ClaimDetail, "The claim."),
        ...fails(
          ...accessProblems,
          "unsupported-media-type",
          "validation-failed",
          "file-refused",
          "files-unavailable",
          "not-found",
          "claim-open",
          "idempotency-key-reused",
          "limits-unavailable",
          "outcome-unknown",
        ),
      },
    }),
    async (c) => {
      const upload = { contentType: c.req.header("Content-Type"), body: c.req.raw.body };
      return reply(c, ClaimDetail, await createClaim(c.get("ctx"), upload));
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "listClaims",
      tags,
      summary: "List claims",
      description: "The customer's claims, the newest first.",
      ...reading,
      request: { query: ClaimQuery },
      responses: {
        ...gives(200, Claims, "The claims."),
        ...fails(...accessProblems, ...inputProblems),
      },
    }),
    async (c) => reply(c, Claims, await listClaims(c.get("ctx"), c.req.valid("query"))),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{claim_id}",
      operationId: "findClaim",
      tags,
      summary: "Look at a claim",
      description: "A claim with its files, its messages, and how it is decided.",
      ...reading,
      request: { params: ClaimPath },
      responses: {
        ...gives(200, ClaimDetail, "The claim."),
        ...fails(...accessProblems, ...inputProblems, "not-found"),
      },
    }),
    async (c) =>
      reply(c, ClaimDetail, await findClaim(c.get("ctx"), c.req.valid("param").claim_id)),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{claim_id}/messages",
      operationId: "listClaimMessages",
      tags,
      summary: "Read the messages of a claim",
      description: "What was written about a claim, the oldest first.",
      ...reading,
      request: { params: ClaimPath },
      responses: {
        ...gives(200, PortalMessages, "The messages."),
        ...fails(...accessProblems, ...inputProblems, "not-found"),
      },
    }),
    async (c) =>
      reply(
        c,
        PortalMessages,
        await listClaimMessages(c.get("ctx"), c.req.valid("param").claim_id),
      ),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/{claim_id}/messages",
      operationId: "postClaimMessage",
      tags,
      summary: "Write about a claim",
      description: "Writes to the staff about a claim.",
      ...writing,
      request: {
        params: ClaimPath,
        headers: IdempotencyHeader,
        body: json(NewPortalMessage),
      },
      responses: {
        ...gives(200, PortalMessage, "The message."),
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "not-found",
          "idempotency-key-reused",
          "limits-unavailable",
          "outcome-unknown",
        ),
      },
    }),
    async (c) => {
      const { claim_id } = c.req.valid("param");
      const message = await postClaimMessage(c.get("ctx"), claim_id, c.req.valid("json"));
      return reply(c, PortalMessage, message);
    },
  );
