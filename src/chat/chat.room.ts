import { DurableObject } from "cloudflare:workers";
import type { Reading } from "../ai/model.ts";
import { openModel } from "../ai/open-model.ts";
import { noCost } from "../cost.ts";
import { readConfig } from "../env.ts";
import { mayStay } from "../identity/authenticate.ts";
import { inTime, late } from "../in-time.ts";
import { openKeyValue } from "../kv/key-value.ts";
import {
  openConversation,
  type Conversation,
  type RoomView,
  type Sending,
  type Sent,
} from "./chat.conversation.ts";
import { openCrowd, Seat, type Crowd } from "./chat.crowd.ts";
import { openFrames } from "./chat.frames.ts";
import { openMemory, type Memory } from "./chat.memory.ts";
import { openOutbox, type Outbox } from "./chat.outbox.ts";
import { limits, PING, PONG, readFrame } from "./chat.protocol.ts";
import { openReader, type Reader } from "./chat.reader.ts";
import {
  awaitsReading,
  maySee,
  takeFrame,
  type Budget,
  type Member,
  type RoomFacts,
  type StoredMessage,
} from "./chat.turn.ts";
import type { Outcome } from "./outcome.ts";
import { answerClose, refuseSocket, upgraded } from "./socket-answers.ts";
import { recentSystemConfig } from "./recent-system-config.ts";
import type { MessagesQuery } from "./rooms.schema.ts";

const CHECK_TOKENS_MS = 60_000;
const READING_DEADLINE_MS = 10_000;

/** The answer to a message that was posted. `analysis` is null if there is none, or none yet. */
export type Posted = Sent & { analysis: Reading | null; rowsWritten: number };

/**
 * One conversation, and only the wiring of it. A message is stored and told in one synchronous turn, so
 * the output gate makes it durable before anyone sees it; copying to libSQL and reading by the AI come
 * behind. What lives in fields can be made again from the log, so the object sleeps between frames with
 * its sockets open.
 */
export class ChatRoom extends DurableObject<Env> {
  readonly #memory: Memory;
  readonly #crowd: Crowd;
  readonly #outbox: Outbox;
  readonly #conversation: Conversation;
  readonly #frames: ReturnType<typeof openFrames>;
  readonly #reader: Reader;
  readonly #budgets = new WeakMap<WebSocket, Budget>();

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    const config = readConfig(env);
    const memory = openMemory(state.storage);
    const crowd = openCrowd(state, memory, env.SOCKETIO);
    const outbox = openOutbox(state.storage, memory, config);
    const conversation = openConversation(memory, crowd, outbox);
    const [ai, systemConfig] = [openModel(config), recentSystemConfig(config)];
    this.#memory = memory;
    this.#crowd = crowd;
    this.#outbox = outbox;
    this.#conversation = conversation;
    this.#frames = openFrames(memory, crowd, conversation);
    this.#reader = openReader({ ai, systemConfig, memory, crowd, conversation, outbox });
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
  }

  // Calls.

  /** Makes the room. Made already for the same customer, it is the same room. */
  open(facts: RoomFacts): Outcome<{ view: RoomView; isRepeat: boolean }> {
    const known = this.#memory.facts();
    if (known) {
      const { customerId, customerName } = known;
      const isSame = customerId === facts.customerId && customerName === facts.customerName;
      if (!isSame) return { problem: "idempotency-key-reused" };
      return { ok: { view: this.#conversation.view(known), isRepeat: true } };
    }
    this.#memory.makeTables();
    this.#memory.changeFacts(facts);
    this.#outbox.schedule();
    return { ok: { view: this.#conversation.view(facts), isRepeat: false } };
  }

  /** Fills a room that has no log of its own from its copy, oldest first; the last part brings the facts. */
  restore(messages: StoredMessage[], facts: RoomFacts | null): void {
    if (this.#memory.facts()) return;
    this.#memory.makeTables();
    this.#memory.refill(messages);
    if (!facts) return;
    this.#memory.setCopied({ seq: this.#memory.head()?.seq ?? 0, version: facts.version });
    this.#memory.changeFacts(facts);
  }

  look(member: Member): Outcome<RoomView> {
    return this.#conversation.within(member, (facts) => ({ ok: this.#conversation.view(facts) }));
  }

  /** Messages oldest first: after or before a sequence number, or counted back from the newest. */
  read(member: Member, page: MessagesQuery): Outcome<StoredMessage[]> {
    return this.#conversation.within(member, () => {
      const { limit, skip, after, before = Number.MAX_SAFE_INTEGER } = page;
      if (after !== undefined) return { ok: this.#memory.after(after, limit) };
      const end = Math.min(before, (this.#memory.head()?.seq ?? 0) + 1);
      return { ok: this.#memory.before(end - skip, limit) };
    });
  }

  /** Sends a message; the answer waits until the AI has read it, but not for ever. */
  async post(member: Member, sending: Sending, now: Date): Promise<Outcome<Posted>> {
    this.#memory.takeWritten();
    const outcome = this.#conversation.within(member, (facts) =>
      this.#conversation.accept(facts, member, sending, now),
    );
    if (!("ok" in outcome)) return outcome;
    const { message, isDuplicate } = outcome.ok;
    const isUnread = awaitsReading(message) && !isDuplicate;
    const analysis = isUnread
      ? await inTime(this.#reader.read(message, now), READING_DEADLINE_MS)
      : message.analysis;
    const rowsWritten = this.#memory.takeWritten();
    return { ok: { ...outcome.ok, analysis: analysis === late ? null : analysis, rowsWritten } };
  }

  /** Sends a message, and does not wait until the AI has read it. */
  say(member: Member, sending: Sending, now: Date): Outcome<Sent> {
    const outcome = this.#conversation.within(member, (facts) =>
      this.#conversation.accept(facts, member, sending, now),
    );
    const isNew = "ok" in outcome && !outcome.ok.isDuplicate;
    if (isNew && awaitsReading(outcome.ok.message)) {
      this.ctx.waitUntil(this.#reader.read(outcome.ok.message, now));
    }
    return outcome;
  }

  setStatus(member: Member, status: RoomFacts["status"]): Outcome<RoomView> {
    return this.#conversation.setStatus(member, status);
  }

  handOver(member: Member, to: RoomFacts["handledBy"]): Outcome<RoomView> {
    return this.#conversation.handOver(member, to);
  }

  /** A Socket.IO session listens from now on. */
  listen(session: string, member: Member): Outcome<RoomView> {
    return this.#conversation.within(member, (facts) => {
      if (this.#crowd.isFull()) return { problem: "room-full" };
      this.#crowd.listen(session, member);
      return { ok: this.#conversation.view(facts) };
    });
  }

  stopListening(session: string): void {
    if (this.#memory.facts()) this.#crowd.forget(session);
  }

  typing(member: Member, isTyping: boolean): Outcome<null> {
    return this.#conversation.within(member, () => {
      this.#conversation.typing(member, isTyping);
      return { ok: null };
    });
  }

  /** Nothing has ever been said here, and nobody is here. A copy that is on its way is waited for. */
  async erase(): Promise<void> {
    for (const { socket } of this.#crowd.seated()) {
      this.#crowd.dismiss(socket, "not-found", "This room has been erased.");
    }
    await this.#outbox.idle();
    if (this.#memory.facts()) this.#memory.erase();
  }

  /** What these people said here is gone. */
  async blank(people: string[]): Promise<void> {
    await this.#outbox.idle();
    if (this.#memory.facts()) this.#memory.blank(people);
  }

  ping(): void {}

  // Sockets.

  /** Takes a socket whose seat the Worker has checked. */
  override fetch(request: Request): Response {
    const { 0: client, 1: socket } = new WebSocketPair();
    const seat = Seat.parse(JSON.parse(decodeURIComponent(request.headers.get("X-Seat") ?? "")));
    const facts = this.#memory.facts();
    if (!facts || !maySee(facts, seat.member)) {
      refuseSocket(socket, "not-found", "There is no such room.");
    } else if (this.#crowd.isFull()) {
      refuseSocket(socket, "room-full", `At most ${limits.socketsPerRoom} sockets are in a room.`);
    } else {
      this.#crowd.admit(socket, seat);
      this.#crowd.tell(socket, this.#frames.welcome(facts, seat.member));
    }
    return upgraded(client, request);
  }

  override async webSocketMessage(socket: WebSocket, raw: string | ArrayBuffer): Promise<void> {
    const seat = this.#crowd.seatOf(socket);
    if (!seat) return;
    const now = new Date();
    if (now.getTime() >= seat.token.expiresAt) {
      return this.#crowd.dismiss(socket, "unauthenticated", "The token has expired; log in again.");
    }
    const budget = takeFrame(this.#budgets.get(socket), limits.framesPerSecond, now.getTime());
    if (!budget) {
      const detail = `At most ${limits.framesPerSecond} frames a second.`;
      return this.#crowd.dismiss(socket, "too-many-frames", detail);
    }
    this.#budgets.set(socket, budget);
    const read = readFrame(raw);
    if ("broken" in read) return this.#crowd.dismiss(socket, read.broken, read.detail);
    if ("invalid" in read) {
      const { invalid: detail, client_id } = read;
      const code = "validation-failed";
      return this.#crowd.tell(socket, { type: "error", code, detail, client_id });
    }
    const sent = this.#frames.obey(socket, seat, read.frame, now);
    const isNew = sent && !sent.isDuplicate && awaitsReading(sent.message);
    if (isNew) await this.#reader.read(sent.message, now);
    await this.#checkTokens();
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    answerClose(socket, code);
    this.#crowd.left(socket);
  }

  override webSocketError(socket: WebSocket): void {
    this.#crowd.left(socket);
  }

  /** Ends the sockets of those who are no longer welcome. Looks once a minute, and only if something happens. */
  async #checkTokens(): Promise<void> {
    const kv = openKeyValue(this.env.KV, noCost());
    for (const { socket } of this.#crowd.seated()) {
      const now = Date.now();
      const seat = this.#crowd.seatOf(socket);
      if (!seat || (now < seat.checkedAt + CHECK_TOKENS_MS && now < seat.token.expiresAt)) continue;
      this.#crowd.take(socket, { ...seat, checkedAt: now });
      if (await mayStay(kv, seat.member.id, seat.token, now)) continue;
      if (this.#crowd.seatOf(socket)) this.#crowd.dismiss(socket, "revoked", "Log in again.");
    }
  }

  // The alarm copies the room to libSQL.

  override async alarm(): Promise<void> {
    await this.#outbox.run(() => this.#reader.readWaiting());
    this.ctx.waitUntil(this.#checkTokens());
  }
}
