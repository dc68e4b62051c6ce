import { config } from "zod/mini";
import {
  PING,
  PONG,
  ServerFrame,
  SUBPROTOCOL,
  TOKEN_SUBPROTOCOL,
  type ClientFrame,
} from "../../src/chat/chat.protocol.ts";

// Host pages forbid code made of texts, which zod would otherwise try.
config({ jitless: true });

const PING_MS = 20_000;
const PATIENCE_MS = 8_000;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 15_000;
const MARK_EVERY = 50;

export type Standing = "connecting" | "live" | "waiting" | "ended";

type Events = {
  frame(frame: ServerFrame): void;
  /** `reason` is the close reason of a connection that will not be tried again. */
  standing(standing: Standing, reason?: string): void;
};

/** Closes after which another try with the same token and room would end the same way. */
const final = ["unauthenticated", "revoked", "not-found", "origin-not-allowed", "bad-frame"];

/**
 * A room's socket that is there again after every loss: it asks for exactly what it has missed, checks that no
 * number is missing, and only then is it live. Messages are told in their order, each once.
 */
export function connect(url: string, token: string, events: Events) {
  let socket: WebSocket | null = null;
  let last = 0;
  let failures = 0;
  let isLive = false;
  let isCut = false;
  let retry = 0;
  let heartbeat = 0;
  let overdue = 0;

  function open(): void {
    clearTimeout(retry);
    if (isCut || socket || !navigator.onLine) return;
    events.standing("connecting");
    const opened = new WebSocket(url, [SUBPROTOCOL, TOKEN_SUBPROTOCOL + token]);
    socket = opened;
    opened.addEventListener("message", ({ data }) => {
      if (socket === opened) hear(String(data));
    });
    opened.addEventListener("close", ({ reason }) => {
      if (socket === opened) lose(reason);
    });
    heartbeat = setInterval(ping, PING_MS);
    expectAnswer();
  }

  function ping(): void {
    if (socket?.readyState !== WebSocket.OPEN) return;
    socket.send(PING);
    expectAnswer();
  }

  /** A network that is gone says nothing: who does not answer in time is not there. */
  function expectAnswer(): void {
    clearTimeout(overdue);
    overdue = setTimeout(() => lose(""), PATIENCE_MS);
  }

  function hear(text: string): void {
    clearTimeout(overdue);
    if (text === PONG) return;
    const read = ServerFrame.safeParse(JSON.parse(text));
    // A frame of a later protocol is none of our business.
    if (read.success) take(read.data);
  }

  function take(frame: ServerFrame): void {
    if (frame.type === "welcome") {
      events.frame(frame);
      return tell({ type: "resume", after: last });
    }
    if (frame.type === "page") {
      frame.messages.forEach(advance);
      if (frame.more) return tell({ type: "resume", after: last });
      failures = 0;
      isLive = true;
      return events.standing("live");
    }
    if (frame.type !== "message") return events.frame(frame);
    if (frame.message.seq > last + 1) return tell({ type: "resume", after: last });
    advance(frame.message);
  }

  function advance(message: Extract<ServerFrame, { type: "message" }>["message"]): void {
    if (message.seq <= last) return;
    last = message.seq;
    events.frame({ type: "message", message });
    if (last % MARK_EVERY === 0) tell({ type: "mark", delivered: last });
  }

  function lose(reason: string): void {
    drop();
    if (final.includes(reason)) return events.standing("ended", reason);
    events.standing("waiting");
    // What comes back online says so.
    if (isCut || !navigator.onLine) return;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
    failures += 1;
    retry = setTimeout(open, wait * (0.5 + Math.random() / 2));
  }

  function drop(): void {
    clearInterval(heartbeat);
    clearTimeout(overdue);
    clearTimeout(retry);
    const dropped = socket;
    socket = null;
    isLive = false;
    dropped?.close();
  }

  function tell(frame: ClientFrame): void {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  }

  function back(): void {
    failures = 0;
    if (socket) ping();
    else open();
  }
  const away = () => {
    if (socket) lose("");
  };
  addEventListener("online", back);
  addEventListener("offline", away);
  open();

  return {
    tell,
    isLive: () => isLive,
    last: () => last,
    /** Takes the network away, and gives it back. */
    cut(nowCut: boolean): void {
      isCut = nowCut;
      if (isCut) lose("");
      else back();
    },
    close(): void {
      removeEventListener("online", back);
      removeEventListener("offline", away);
      drop();
    },
  };
}

export type Connection = ReturnType<typeof connect>;
