import { createRoute } from "@hono/zod-openapi";
import { administrator, allow } from "../http/access.ts";
import {
  accessProblems,
  bodyProblems,
  fails,
  gives,
  inputProblems,
  json,
  optionalJson,
} from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { IdempotencyHeader } from "../http/idempotency.ts";
import { reply } from "../http/reply.ts";
import { NewPortalMessage, PortalMessage, PortalMessages } from "../orders/orders.schema.ts";
import { paging } from "../http/paging.ts";
import { z } from "../http/zod.ts";
import { approveClaim } from "./approve-claim.ts";
import { listClaimMessages, postClaimMessage } from "./claim-messages.ts";
import {
  Approval,
  ApprovalQuery,
  ClaimDetail,
  ClaimPath,
  ClaimQuery,
  Claims,
  Rejection,
  RejectionQuery,
} from "./claims.schema.ts";
import { findClaim, listClaims } from "./read-claims.ts";
import { rejectClaim } from "./reject-claim.ts";
import { settleClaim } from "./settle-claim.ts";

const tags = ["Portal administration"];
const reading = allow(administrator, { limits: ["portal"] });
const writing = allow(administrator, { limits: ["portal"], writes: true });
const deciding = allow(administrator, { limits: ["portal"], writes: true, isBodyOptional: true });

export const claimAdministration = feature("/admin/claims")
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "listAllClaims",
      tags,
      summary: "List all claims",
      description: "The claims of all customers, the newest first.",
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
      path: "/manual-review",
      operationId: "claimsToReview",
      tags,
      summary: "List the claims to decide",
      description: "The claims that a person has to decide, the newest first.",
      ...reading,
      request: { query: z.object(paging(100, 500)) },
      responses: {
        ...gives(200, Claims, "The claims."),
        ...fails(...accessProblems, ...inputProblems),
      },
    }),
    async (c) => {
      const waiting = { ...c.req.valid("query"), status: "manual_review" as const };
      return reply(c, Claims, await listClaims(c.get("ctx"), waiting));
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{claim_id}",
      operationId: "findAnyClaim",
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
      operationId: "listMessagesOfAnyClaim",
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
      operationId: "postMessageToAnyClaim",
      tags,
      summary: "Write about a claim",
      description: "Writes to the customer about a claim.",
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
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/{claim_id}/approve",
      operationId: "approveClaim",
      tags,
      summary: "Approve a claim",
      description:
        "Approves a claim, in whole or with another refund, once. A refund above `CLAIM_SECOND_PERSON_EUROS` takes two administrators.",
      ...deciding,
      request: { params: ClaimPath, query: ApprovalQuery, body: optionalJson(Approval) },
      responses: {
        ...gives(200, ClaimDetail, "The claim, approved."),
        ...gives(202, ClaimDetail, "The claim, which another administrator has to approve too."),
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "not-found",
          "claim-decided",
          "claim-changed",
          "second-person-required",
          "refund-over-limit",
          "limits-unavailable",
        ),
      },
    }),
    async (c) => {
      const { claim_id } = c.req.valid("param");
      const [body, parameters] = [c.req.valid("json"), c.req.valid("query")];
      const { claim, isDecided } = await approveClaim(c.get("ctx"), claim_id, body, parameters);
      return isDecided ? reply(c, ClaimDetail, claim) : c.json(ClaimDetail.parse(claim), 202);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/{claim_id}/reject",
      operationId: "rejectClaim",
      tags,
      summary: "Reject a claim",
      description: "Rejects a claim; the customer reads the reason.",
      ...deciding,
      request: { params: ClaimPath, query: RejectionQuery, body: optionalJson(Rejection) },
      responses: {
        ...gives(200, ClaimDetail, "The claim."),
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "not-found",
          "reason-required",
          "claim-decided",
          "limits-unavailable",
        ),
      },
    }),
    async (c) => {
      const { claim_id } = c.req.valid("param");
      const [body, parameters] = [c.req.valid("json"), c.req.valid("query")];
      return reply(c, ClaimDetail, await rejectClaim(c.get("ctx"), claim_id, body, parameters));
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/{claim_id}/settle",
      operationId: "settleClaim",
      tags,
      summary: "Settle a claim",
      description: "Notes that the refund has been paid out; the claim is resolved.",
      ...writing,
      request: { params: ClaimPath },
      responses: {
        ...gives(200, ClaimDetail, "The claim."),
        ...fails(
          ...accessProblems,
          ...inputProblems,
          "not-found",
          "claim-not-approved",
          "limits-unavailable",
        ),
      },
    }),
    async (c) => {
      const { claim_id } = c.req.valid("param");
      return reply(c, ClaimDetail, await settleClaim(c.get("ctx"), claim_id));
    },
  );
