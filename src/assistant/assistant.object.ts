import { DurableObject } from "cloudflare:workers";
import { createContext, type Ctx, type RequestFacts } from "../context.ts";
import { z } from "../http/zod.ts";
import { principalOf, type UserActor } from "../identity/actor.ts";
import { authenticate } from "../identity/authenticate.ts";
import { admit } from "../limits/admit.ts";
import { logFailure } from "../log.ts";
import { ProblemError } from "../problems.ts";
import { ClientFrame, encodeFrames, SOCKET_FACTS, type ServerFrame } from "./chat.protocol.ts";
import type { ChatMessage } from "./chat.schema.ts";
import type { TurnRunner } from "./turn-runner.ts";

/** Seconds within which a socket must have said whose it is. */
const AUTH_WITHIN_MS = 30_000;
const LONGEST_FRAME = 64 * 1024;
const UNAUTHENTICATED = 4401;

/** What a socket is known by while the object sleeps. The token is checked again with every frame. */
const Attachment = z.object({ token: z.string().nullable(), address: z.string() });
type Attachment = z.infer<typeof Attachment>;

/**
 * The assistant's object, under two kinds of names. Under a user's id it answers that user's turns, also when
 * their connection is gone; under a name of its own it holds one socket of /ws/chat and sleeps between frames.
 */
export class Assistant extends DurableObject<Env> {
  #turns: Promise<TurnRunner> | null = null;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** Begins a turn, or joins it; its frames as encodeFrames() writes them. */
  async ask(facts: RequestFacts, actor: UserActor, input: ChatMessage) {
    const turns = await this.#openTurns();
    return encodeFrames(await turns.ask(facts, actor, input));
  }

  /** The rest of a turn's frames from an offset on. */
  async resume(facts: RequestFacts, actor: UserActor, turn: string, offset: number) {
    const turns = await this.#openTurns();
    return encodeFrames(await turns.resume(facts, actor, turn, offset));
  }

  /** What answers is loaded when something is asked: a Worker that only starts does without. */
  #openTurns(): Promise<TurnRunner> {
    this.#turns ??= import("./turn-runner.ts").then((module) => new module.TurnRunner(this.env));
    return this.#turns;
  }

  override async fetch(request: Request): Promise<Response> {
    const attachment = Attachment.parse(JSON.parse(request.headers.get(SOCKET_FACTS) ?? "{}"));
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment(attachment);
    if (attachment.token === null) {
      await this.ctx.storage.setAlarm(Date.now() + AUTH_WITHIN_MS);
    } else {
      await this.#answer(server, async (ctx) => this.#identify(server, ctx, attachment.token));
    }
    return new Response(null, { status: 101, webSocket: client });
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    const frame = readFrame(data);
    await this.#answer(socket, async (ctx) => this.#receive(socket, ctx, frame), refOf(frame));
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  /** Closes a socket that has not said whose it is. */
  override alarm(): void {
    for (const socket of this.ctx.getWebSockets()) {
      if (attachmentOf(socket).token === null) socket.close(UNAUTHENTICATED, "no token");
    }
  }

  async #receive(socket: WebSocket, ctx: Ctx, frame: ClientFrame | ProblemError): Promise<void> {
    if (frame instanceof ProblemError) throw frame;
    const isNew = attachmentOf(socket).token === null || frame.type === "auth";
    const token = frame.token ?? attachmentOf(socket).token;
    const actor = isNew ? await this.#identify(socket, ctx, token) : await userOfToken(ctx, token);
    if (frame.type === "auth") return;
    await admit(ctx, "assistant", principalOf(actor), true);
    const frames =
      frame.type === "resume"
        ? await ctx.assistant.resume(actor, frame.turn_id, frame.offset)
        : await ctx.assistant.ask(actor, {
            message: frame.content,
            conversation_id: frame.conversation_id,
            client_ref: frame.client_ref,
          });
    for await (const each of frames) {
      if (socket.readyState !== WebSocket.OPEN) return;
      send(socket, { ...each, client_ref: refOf(frame) });
    }
  }

  /** Whose the socket is from now on. */
  async #identify(socket: WebSocket, ctx: Ctx, token: string | null): Promise<UserActor> {
    const actor = await userOfToken(ctx, token);
    socket.serializeAttachment({ ...attachmentOf(socket), token } satisfies Attachment);
    send(socket, { type: "ready", user_id: actor.id });
    return actor;
  }

  /** Does something for a socket; a problem is a frame, and one with the token also the end. */
  async #answer(
    socket: WebSocket,
    act: (ctx: Ctx) => Promise<unknown>,
    ref?: string,
  ): Promise<void> {
    const requestId = crypto.randomUUID();
    const { address } = attachmentOf(socket);
    const facts = { requestId, now: new Date(), address, idempotencyKey: null };
    const ctx = createContext(this.env, facts, (task) =>
      this.ctx.waitUntil(
        task().catch((error: unknown) => logFailure(requestId, "background", error)),
      ),
    );
    try {
      await act(ctx);
    } catch (error) {
      if (!(error instanceof ProblemError)) logFailure(requestId, "socket", error);
      const problem = error instanceof ProblemError ? error : new ProblemError("internal-error");
      const { code, message: detail } = problem;
      send(socket, { type: "error", code, detail, client_ref: ref });
      if (problem.code === "unauthenticated") socket.close(UNAUTHENTICATED, "unauthenticated");
    }
  }
}

async function userOfToken(ctx: Ctx, token: string | null): Promise<UserActor> {
  const actor = token === null ? null : await authenticate(ctx, token);
  if (!actor) throw new ProblemError("unauthenticated");
  if (actor.kind !== "user" || actor.isGuest) throw new ProblemError("forbidden");
  ctx.actor = actor;
  return actor;
}

function attachmentOf(socket: WebSocket): Attachment {
  return Attachment.parse(socket.deserializeAttachment());
}

/** The client's own name of a message, by which it knows what an answer is to. */
function refOf(frame: ClientFrame | ProblemError): string | undefined {
  return "type" in frame && frame.type === "message" ? frame.client_ref : undefined;
}

function readFrame(data: string | ArrayBuffer): ClientFrame | ProblemError {
  const text = typeof data === "string" && data.length <= LONGEST_FRAME ? data : "";
  const parsed = ClientFrame.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const detail = `${issue?.path.join(".") || "The frame"}: ${issue?.message ?? "is not usable"}.`;
  return new ProblemError("validation-failed", { detail });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function send(socket: WebSocket, frame: ServerFrame): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
}
