import { DurableObject } from "cloudflare:workers";
import { noCost } from "../cost.ts";
import { openDatabase } from "../db/database.ts";
import { newId } from "../db/ids.ts";
import { readConfig, type Config } from "../env.ts";
import { authenticateUser, mayStay } from "../identity/authenticate.ts";
import { openKeyValue } from "../kv/key-value.ts";
import { logFailure } from "../log.ts";
import { ProblemError } from "../problems.ts";
import { limits, type ServerFrame } from "./chat.protocol.ts";
import { takeFrame, type Budget } from "./chat.turn.ts";
import { inRoom, memberOf } from "./in-room.ts";
import { answerClose } from "./socket-answers.ts";
import { openRooms } from "./rooms.ts";
import { readEvent, readOffset, type ClientEvent } from "./socketio.events.ts";
import { openListening } from "./socketio.listening.ts";
import { openFollowing, ROOMS_AT_ONCE, type Following } from "./socketio.following.ts";
import { Auth, State, type Login } from "./socketio.state.ts";
import { openVoice, type Voice } from "./socketio.voice.ts";
import { openEngine, type Engine } from "./socketio.engine.ts";
import { engine as timing, engineError, PacketType, readPacket } from "./socketio.wire.ts";

const CHECK_TOKEN_MS = 60_000;

/**
 * One Socket.IO connection, by long polling or WebSocket. It is a member of rooms like any other: it listens to
 * them, and what it misses it fetches from their logs by sequence number. Pings are sent by alarm, so an open
 * WebSocket sleeps between them. A polling session that is forgotten is opened anew by the client, which
 * then gets what it has missed.
 */
export class SocketIoSession extends DurableObject<Env> {
  readonly #config: Config;
  readonly #engine: Engine;
  readonly #voice: Voice;
  readonly #following: Following;
  #state: State | null;
  #budget: Budget | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#config = readConfig(env);
    this.#engine = openEngine(state);
    this.#voice = openVoice(this.#engine);
    this.#following = openFollowing({
      state: () => this.#state,
      keep: () => this.#keep(),
      emit: this.#voice.emit,
      ask: (id, question) => this.#in(id, question),
      tell: (id, order) => this.#rooms().tell(id, order),
      listening: openListening(state.storage),
    });
    this.#state = State.nullable().parse(this.#engine.remembered());
  }

  // Engine.IO over HTTP. The Worker names the session; a request without one makes it.

  override async fetch(request: Request): Promise<Response> {
    const isSocket = request.headers.get("Upgrade")?.toLowerCase() === "websocket";
    const isNew = request.headers.has("X-New-Session");
    if (isNew) await this.#begin(request.headers);
    if (!this.#state) return engineError("session");
    if (isSocket) return this.#engine.upgrade(isNew ? this.#handshake([]) : null);
    if (isNew) return this.#engine.answer(this.#handshake(["websocket"]));
    if (request.method === "GET") return this.#engine.poll();
    const packets = this.#engine.read(await request.text());
    for (const packet of packets) this.#hear(packet);
    return new Response("ok", { headers: { "Content-Type": "text/html" } });
  }

  async #begin(headers: Headers): Promise<void> {
    const bearer = /^Bearer +(\S+)$/i.exec(headers.get("Authorization") ?? "")?.[1] ?? null;
    this.#state = {
      sid: headers.get("X-New-Session") ?? "",
      pid: newId("pid", new Date()),
      bearer,
      login: null,
      rooms: {},
      heardAt: Date.now(),
    };
    await this.ctx.storage.setAlarm(Date.now() + timing.pingInterval);
  }

  #handshake(upgrades: string[]): string {
    const { pingInterval, pingTimeout, maxPayload } = timing;
    const sid = this.#state?.sid;
    return JSON.stringify({ sid, upgrades, pingInterval, pingTimeout, maxPayload });
  }

  override async webSocketMessage(socket: WebSocket, raw: string | ArrayBuffer): Promise<void> {
    const packet = this.#engine.readFrom(socket, raw, this.#state);
    if (packet) this.#hear(packet);
    await this.#turn;
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    answerClose(socket, code);
    if (this.#engine.isTransport(socket)) await this.#end();
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    if (this.#engine.isTransport(socket)) await this.#end();
  }

  /** Pings, and ends a session that has not been heard of, or was lost with its object. */
  override async alarm(): Promise<void> {
    if (!this.#state) return this.#end();
    const silence = Date.now() - this.#state.heardAt;
    const isNobody = this.#state.login === null && silence > timing.pingTimeout;
    if (silence > timing.pingInterval + timing.pingTimeout || isNobody) return this.#end();
    this.#engine.send("ping");
    await this.ctx.storage.setAlarm(Date.now() + timing.pingInterval);
  }

  async #end(): Promise<void> {
    this.#state = null;
    this.#engine.close();
    // A room that cannot be told now is told by the next alarm.
    await this.#following.leaveAll();
    await this.ctx.storage.deleteAlarm();
  }

  // Socket.IO. Packets are obeyed one after the other, in the order in which they came.

  #hear(packet: { type: string; data?: unknown }): void {
    if (!this.#state) return;
    this.#state.heardAt = Date.now();
    this.#keep();
    if (packet.type === "close") this.#later(() => this.#end());
    if (packet.type !== "message") return;
    const budget = takeFrame(this.#budget, limits.framesPerSecond, Date.now());
    if (!budget) {
      this.#voice.complain("too-many-frames", `At most ${limits.framesPerSecond} events a second.`);
      return this.#later(() => this.#end());
    }
    this.#budget = budget;
    const read = readPacket(packet.data);
    if (!read || read.nsp.length > 100) return this.#later(() => this.#end());
    this.#later(async () => {
      if (read.type === PacketType.CONNECT) return this.#connect(read.nsp, read.data);
      if (read.type === PacketType.DISCONNECT) return this.#end();
      if (read.type !== PacketType.EVENT) return;
      const [name, payload]: unknown[] = read.data;
      await this.#obey(name, payload, read.id);
    });
  }

  #later(act: () => Promise<void>): void {
    this.#turn = this.#turn.then(act).catch((error: unknown) => {
      logFailure(this.#state?.sid ?? "ended", "socketio", error);
      this.#voice.complain("internal-error", "Something went wrong on our side.");
    });
    this.ctx.waitUntil(this.#turn);
  }

  async #connect(nsp: string, auth: unknown): Promise<void> {
    const state = this.#state;
    if (!state) return;
    if (nsp !== "/") return this.#voice.refuse(nsp, "not-found", "Invalid namespace");
    const given = Auth.parse(auth ?? {});
    const token = given.token?.replace(/^Bearer +/i, "") ?? state.bearer;
    const now = new Date();
    const caller = { now, config: this.#config, kv: openKeyValue(this.env.KV, noCost()) };
    const asked = token === null ? null : authenticateUser(caller, token);
    const user = await asked?.catch(() => "unknown" as const);
    // Nobody can tell who it is right now. A client that is cut off comes again by itself, one that is refused does not.
    if (user === "unknown") return this.#end();
    if (!user) return this.#voice.refuse(nsp, "unauthenticated", "Could not validate credentials.");
    state.login = {
      member: memberOf(user),
      token: {
        id: user.token.id,
        issuedAt: user.token.issuedAt.getTime(),
        expiresAt: user.token.expiresAt.getTime(),
      },
      checkedAt: now.getTime(),
    };
    const missed = readOffset(given.offset, ROOMS_AT_ONCE);
    const isRecovery = given.pid !== undefined && Object.keys(missed).length > 0;
    if (isRecovery) state.pid = given.pid ?? state.pid;
    const data = { sid: newId("sio", now), pid: state.pid };
    this.#voice.welcome(nsp, data);
    for (const [room, seq] of Object.entries(isRecovery ? missed : {})) {
      await this.#act(undefined, () => this.#following.join(room, seq));
    }
  }

  async #obey(name: unknown, payload: unknown, ack: number | undefined): Promise<void> {
    const login = this.#state?.login;
    if (!login) return this.#end();
    if (!(await this.#isStillGood(login))) return this.#end();
    const read = readEvent(name, payload);
    if (!("event" in read)) return this.#voice.fail(ack, name, read.code, read.detail);
    const { event } = read;
    if ("user_type" in event && event.user_type && event.user_type !== login.member.role) {
      const detail = "user_type is not what this token is.";
      return this.#voice.fail(ack, name, "forbidden", detail);
    }
    await this.#act(ack, () => this.#do(login, event), event.name);
  }

  /** Does something and acknowledges it; a problem is an event of its own. */
  async #act(
    ack: number | undefined,
    act: () => Promise<object>,
    name: unknown = "join_room",
  ): Promise<void> {
    try {
      this.#voice.acknowledge(ack, { ok: true, ...(await act()) });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.#voice.fail(ack, name, error.code, error.message);
    }
  }

  async #do(login: Login, event: ClientEvent): Promise<object> {
    const { member } = login;
    const { room: id } = event;
    switch (event.name) {
      case "join_room":
        return this.#following.join(id, null);
      case "leave_room":
        return this.#following.leave(id);
      case "typing":
      case "stop_typing":
        await this.#in(id, (room) => room.typing(member, event.name === "typing"));
        return { room: id };
      case "send_message": {
        const { content, client_id = newId("sio", new Date()) } = event;
        const sending = { client_id, content };
        const { message, isDuplicate } = await this.#in(id, (room) =>
          room.say(member, sending, new Date()),
        );
        const { seq, timestamp } = message;
        const ids = { room: id, id: message.id, message_id: message.id, client_id };
        return { ...ids, seq, timestamp, duplicate: isDuplicate };
      }
    }
  }

  // What the rooms tell.

  /** A frame of a room. False if this session is over, or not in that room. */
  async deliver(roomId: string, frame: ServerFrame): Promise<boolean> {
    const state = this.#state;
    if (!state?.login) return false;
    if (!(await this.#isStillGood(state.login))) {
      await this.#end();
      return false;
    }
    return this.#following.deliver(roomId, frame);
  }

  // Services.

  #rooms() {
    return openRooms(this.env.ROOMS, noCost());
  }

  #in<T>(id: string, question: Parameters<typeof inRoom<T>>[2]): Promise<T> {
    const db = openDatabase(this.#config.database, noCost());
    return inRoom({ db, rooms: this.#rooms() }, id, question);
  }

  async #isStillGood(login: Login): Promise<boolean> {
    const now = Date.now();
    const isDue = now >= login.checkedAt + CHECK_TOKEN_MS || now >= login.token.expiresAt;
    if (!isDue) return true;
    login.checkedAt = now;
    const kv = openKeyValue(this.env.KV, noCost());
    if (await mayStay(kv, login.member.id, login.token, now)) return true;
    this.#voice.complain("revoked", "Log in again.");
    return false;
  }

  #keep(): void {
    this.#engine.remember(this.#state);
  }
}
