import {
  closeCodes,
  PING,
  PONG,
  ServerFrame,
  SUBPROTOCOL,
  TOKEN_SUBPROTOCOL,
  type ClientFrame,
} from "../../../src/chat/chat.protocol.ts";
import { forgetSession } from "../session.ts";
import { afterFrame, atFirst, lastSeq, type Outgoing, type RoomState } from "./room-state.ts";

const PING_MS = 20_000;
const PONG_WITHIN_MS = 8_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** After these the same socket would be closed again. */
const finalReasons: Record<number, string> = {
  [closeCodes["not-found"]]: "There is no such chat.",
  [closeCodes["room-full"]]: "Too many people are in this chat; open it again later.",
  [closeCodes["origin-not-allowed"]]: "The desk does not let this page in.",
};
const lostSession: readonly number[] = [closeCodes.unauthenticated, closeCodes.revoked];

/**
 * One room, live. It connects again by itself, asks for what it has missed by sequence number, and sends what
 * is on its way again with the same ids, which the room stores once: nothing is lost and nothing is doubled.
 * What is on its way outlives a reload of the page.
 */
export class RoomSocket {
  state: RoomState = atFirst;
  readonly #roomId: string;
  readonly #token: string;
  readonly #onChange: (state: RoomState) => void;
  #socket: WebSocket | null = null;
  #isStopped = false;
  #tries = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #marked = { delivered: 0, read: 0 };

  constructor(roomId: string, token: string, onChange: (state: RoomState) => void) {
    this.#roomId = roomId;
    this.#token = token;
    this.#onChange = onChange;
    this.state = { ...atFirst, outgoing: readKept(roomId) };
    addEventListener("online", this.#online);
    addEventListener("offline", this.#offline);
    this.#connect();
  }

  send(content: string): void {
    const message = { client_id: crypto.randomUUID(), content, refusal: null };
    this.#set({ outgoing: [...this.state.outgoing, message] });
    if (this.state.connection === "live") this.#tell({ type: "send", ...named(message) });
  }

  /** Sends a refused message again, under a new id. */
  again(clientId: string): void {
    const refused = this.state.outgoing.find(({ client_id }) => client_id === clientId);
    this.drop(clientId);
    if (refused) this.send(refused.content);
  }

  drop(clientId: string): void {
    this.#set({ outgoing: this.state.outgoing.filter(({ client_id }) => client_id !== clientId) });
  }

  typing(isTyping: boolean): void {
    if (this.state.connection === "live") this.#tell({ type: "typing", is_typing: isTyping });
  }

  handOver(to: "ai" | "human"): void {
    if (this.state.connection === "live") this.#tell({ type: "hand_over", to });
  }

  /** Says how far the messages have come, and with `isSeen` that they have been read. */
  mark(isSeen: boolean): void {
    if (this.state.connection !== "live") return;
    const delivered = lastSeq(this.state);
    const read = isSeen ? delivered : this.#marked.read;
    if (delivered <= this.#marked.delivered && read <= this.#marked.read) return;
    this.#marked = { delivered, read };
    this.#tell({ type: "mark", delivered, read });
  }

  stop(): void {
    this.#isStopped = true;
    removeEventListener("online", this.#online);
    removeEventListener("offline", this.#offline);
    this.#leave();
  }

  readonly #online = () => {
    this.#tries = 0;
    if (!this.#socket && this.state.connection !== "ended") this.#connect();
  };

  readonly #offline = () => {
    this.#leave();
    if (this.state.connection !== "ended") this.#set({ connection: "lost" });
  };

  #connect(): void {
    this.#leave();
    if (this.#isStopped || !navigator.onLine) return;
    const url = new URL(`/api/chat/rooms/${encodeURIComponent(this.#roomId)}/ws`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url, [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL}${this.#token}`]);
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#hear(String(data)));
    socket.addEventListener("close", ({ code }) => {
      if (this.#socket === socket) this.#lose(code);
    });
    this.#beat = setInterval(() => this.#ping(), PING_MS);
  }

  #hear(data: string): void {
    clearTimeout(this.#silence);
    this.#silence = undefined;
    if (data === PONG) return;
    const read = ServerFrame.safeParse(JSON.parse(data));
    // A frame that this page is too old to know.
    if (!read.success) return;
    const frame = read.data;
    const wasLive = this.state.connection === "live";
    const { state, isMissing } = afterFrame(this.state, frame);
    if (frame.type === "welcome") this.#marked = { delivered: 0, read: 0 };
    this.#set(state);
    if (isMissing) this.#tell({ type: "resume", after: lastSeq(this.state) });
    if (wasLive || this.state.connection !== "live") return;
    this.#tries = 0;
    for (const message of this.state.outgoing) {
      if (message.refusal === null) this.#tell({ type: "send", ...named(message) });
    }
  }

  #lose(code: number): void {
    this.#leave();
    if (lostSession.includes(code)) return forgetSession("Your session has ended. Log in again.");
    const ended = finalReasons[code] ?? null;
    if (ended !== null) return this.#set({ connection: "ended", ended });
    this.#set({ connection: "lost", typing: [] });
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries);
    this.#tries += 1;
    this.#retry = setTimeout(() => this.#connect(), longest * (0.5 + Math.random() / 2));
  }

  #ping(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(PING);
    // A network that has gone without a word: the socket would look open for minutes.
    this.#silence ??= setTimeout(() => this.#lose(1006), PONG_WITHIN_MS);
  }

  #tell(frame: ClientFrame): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #leave(): void {
    clearTimeout(this.#retry);
    clearInterval(this.#beat);
    clearTimeout(this.#silence);
    this.#silence = undefined;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #set(change: Partial<RoomState>): void {
    const before = this.state.outgoing;
    this.state = { ...this.state, ...change };
    if (this.state.outgoing !== before) keep(this.#roomId, this.state.outgoing);
    if (!this.#isStopped) this.#onChange(this.state);
  }
}

function named({ client_id, content }: Outgoing) {
  return { client_id, content };
}

function keptAs(roomId: string): string {
  return `edgedesk.outgoing.${roomId}`;
}

function keep(roomId: string, outgoing: readonly Outgoing[]): void {
  if (outgoing.length === 0) sessionStorage.removeItem(keptAs(roomId));
  else sessionStorage.setItem(keptAs(roomId), JSON.stringify(outgoing));
}

function readKept(roomId: string): Outgoing[] {
  return JSON.parse(sessionStorage.getItem(keptAs(roomId)) ?? "[]");
}
