import { createRoute } from "@hono/zod-openapi";
import { allow, anyone, anyUser } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, json } from "../http/contract.ts";
import { eventStream, wantsEvents } from "../http/event-stream.ts";
import { feature } from "../http/feature.ts";
import { isOwnOrAllowedOrigin } from "../http/origins.ts";
import { IdempotencyHeader } from "../http/idempotency.ts";
import { queryNumber } from "../http/query.ts";
import { reply } from "../http/reply.ts";
import { userOf } from "../http/user-of.ts";
import { isUpgrade, openedWith, refusedSocket, upgradeCredential } from "../http/web-socket.ts";
import { z } from "../http/zod.ts";
import { ProblemError } from "../problems.ts";
import { offsetAfter, turnEvents } from "./chat-events.ts";
import { chat } from "./chat.ts";
import { ChatAnswer, ChatMessage, TurnId } from "./chat.schema.ts";

const tags = ["Assistant"];
const EVENTS = "text/event-stream";

const Events = z.string().openapi({
  description:
    "Events `start` {turn_id, conversation_id}, `delta` {turn_id, offset, content}, then `done` (the " +
    "answer, its text as `content`) or `error` {code, detail}.",
});

const answers = {
  200: {
    description: "The answer; as it is written, if `Accept` asks for events.",
    content: { "application/json": { schema: ChatAnswer }, [EVENTS]: { schema: Events } },
  },
};

export const assistantChat = feature("/api/v1/chat")
  .openapi(
    createRoute({
      method: "post",
      path: "/chat",
      operationId: "chat",
      tags,
      summary: "Ask the assistant",
      description:
        "Answers from the FAQs, the knowledge texts and the user's own data, and says so if it cannot. " +
        "With `Accept: text/event-stream` the answer is streamed.",
      ...allow(anyUser, { limits: ["assistant"], writes: true }),
      request: { headers: IdempotencyHeader, body: json(ChatMessage) },
      responses: {
        ...answers,
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "not-found",
          "idempotency-key-reused",
          "ai-unavailable",
          "limits-unavailable",
        ),
      },
    }),
    async (c) => {
      const ctx = c.get("ctx");
      const input = c.req.valid("json");
      if (!wantsEvents(c.req.header("Accept"))) {
        return reply(c, ChatAnswer, await chat(ctx, userOf(ctx), input));
      }
      const events = await turnEvents(await ctx.assistant.ask(userOf(ctx), input));
      return c.body(eventStream(events), 200, { "Content-Type": EVENTS });
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/turns/{turn_id}",
      operationId: "resumeTurn",
      tags,
      summary: "Go on reading an answer",
      description:
        "The events of a turn from an offset of its text on, live or as it was stored; by `offset`, " +
        "or by the `Last-Event-ID` of a stream that broke off.",
      ...allow(anyUser, { limits: ["assistant"] }),
      request: {
        params: TurnId,
        query: z.object({
          offset: queryNumber(z.int().min(0).max(1_000_000)).optional().openapi({
            type: "integer",
            minimum: 0,
            description: "The length of the text that is there already, in UTF-16 units.",
          }),
        }),
        headers: z.object({
          "last-event-id": z
            .string()
            .max(200)
            .optional()
            .openapi({ description: "The id of the last event that was read." }),
        }),
      },
      responses: {
        200: { description: "The rest of the answer.", content: { [EVENTS]: { schema: Events } } },
        ...fails(...accessProblems, "validation-failed", "not-found", "ai-unavailable"),
      },
    }),
    async (c) => {
      const ctx = c.get("ctx");
      const { turn_id: turn } = c.req.valid("param");
      const offset =
        c.req.valid("query").offset ?? offsetAfter(turn, c.req.valid("header")["last-event-id"]);
      const events = await turnEvents(await ctx.assistant.resume(userOf(ctx), turn, offset));
      return c.body(eventStream(events), 200, { "Content-Type": EVENTS });
    },
  );

const FORBIDDEN_ORIGIN = 4403;
const UNAUTHENTICATED = 4401;
const FRAMES = "text/x-frames";

export const assistantSocket = feature("/ws/chat").openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "chatSocket",
    tags,
    summary: "Talk to the assistant over a WebSocket",
    description:
      'The token comes as a subprotocol (`edgedesk, <token>`) or in the first frame. Send `{type: "message", ' +
      "content, conversation_id?, client_ref?}` and read `start`, `delta`, `done` or `error`; after a dropped " +
      'socket send `{type: "resume", turn_id, offset}`.',
    ...allow(anyone, { limits: ["ip"] }),
    responses: {
      101: {
        description: "The socket is open; a refusal closes it with a code and a reason.",
        content: { [FRAMES]: { schema: z.string().openapi({ description: "Frames of JSON." }) } },
      },
      ...fails("upgrade-required", "rate-limited"),
    },
  }),
  async (c) => {
    if (!isUpgrade(c)) {
      throw new ProblemError("upgrade-required");
    }
    const ctx = c.get("ctx");
    const { credential, protocol } = upgradeCredential(c);
    if (!isOwnOrAllowedOrigin(ctx.config, c.req.raw)) {
      return openedWith(refusedSocket(FORBIDDEN_ORIGIN, "origin not allowed"), protocol);
    }
    const actor = credential === null ? null : await c.get("authenticate")(ctx, credential);
    if (credential !== null && (actor?.kind !== "user" || actor.isGuest)) {
      return openedWith(refusedSocket(UNAUTHENTICATED, "unauthenticated"), protocol);
    }
    return openedWith(await ctx.assistant.openSocket(credential), protocol);
  },
);
