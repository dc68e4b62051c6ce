import {
  engine,
  enginePacket,
  enginePayload,
  engineText,
  readEnginePacket,
  readPayload,
  type EnginePacket,
} from "./socketio.wire.ts";

export type Engine = ReturnType<typeof openEngine>;

const PROBE = "probe";

/**
 * The transport of one Engine.IO session: long polling, a WebSocket, or the one upgrading to the other.
 * It knows packets and no events.
 */
export function openEngine(state: DurableObjectState) {
  let queue: EnginePacket[] = [];
  const probed = new WeakSet<WebSocket>();
  let waiting: ((response: Response) => void) | null = null;

  function transport(): WebSocket | null {
    const sockets = state.getWebSockets().filter((socket) => !isProbe(socket));
    return sockets.find(({ readyState }) => readyState === WebSocket.OPEN) ?? null;
  }

  function isProbe(socket: WebSocket): boolean {
    return socket.deserializeAttachment() === PROBE;
  }

  /** Whether a WebSocket has been tried out and may take over at any moment. */
  function isProbed(): boolean {
    return state
      .getWebSockets()
      .some(
        (socket) => isProbe(socket) && probed.has(socket) && socket.readyState === WebSocket.OPEN,
      );
  }

  function answer(packets: EnginePacket[]): Response {
    const headers = { "Content-Type": "text/plain; charset=UTF-8" };
    return new Response(enginePayload(packets), { headers });
  }

  function flush(): void {
    if (queue.length === 0) return;
    const socket = transport();
    if (socket) for (const packet of queue) socket.send(engineText(packet));
    else if (waiting) waiting(answer(queue));
    else return;
    waiting = null;
    queue = [];
  }

  function send(type: EnginePacket["type"], data?: string): void {
    queue.push(enginePacket(type, data));
    flush();
  }

  return {
    send,
    /** The first answer of a polling session. */
    answer: (handshake: string) => answer([enginePacket("open", handshake)]),
    /** Answers as soon as there is something to say. A second poll takes the place of the first. */
    poll(): Response | Promise<Response> {
      waiting?.(answer([enginePacket("noop")]));
      waiting = null;
      if (queue.length > 0) {
        const packets = queue;
        queue = [];
        return answer(packets);
      }
      // A client that is upgrading waits for its last poll to end before it says so.
      if (isProbed()) return answer([enginePacket("noop")]);
      return new Promise((resolve) => (waiting = resolve));
    },
    read: (payload: string) => readPayload(payload.slice(0, engine.maxPayload)),
    /** A WebSocket: with a handshake it is the transport, else it first has to prove itself. */
    upgrade(handshake: string | null): Response {
      const { 0: client, 1: socket } = new WebSocketPair();
      state.acceptWebSocket(socket);
      if (handshake === null) socket.serializeAttachment(PROBE);
      else socket.send(engineText(enginePacket("open", handshake)));
      return new Response(null, { status: 101, webSocket: client });
    },
    /** What a WebSocket says to the session; null for what is only about the transport. */
    readFrom(socket: WebSocket, raw: string | ArrayBuffer, session: unknown): EnginePacket | null {
      if (typeof raw !== "string" || raw.length > engine.maxPayload || session === null) {
        socket.close(1009, "unreadable");
        return null;
      }
      const packet = readEnginePacket(raw);
      if (!isProbe(socket)) return packet;
      if (packet.type === "ping") {
        probed.add(socket);
        socket.send(engineText(enginePacket("pong", PROBE)));
        waiting?.(answer([enginePacket("noop")]));
        waiting = null;
      }
      if (packet.type === "upgrade") {
        socket.serializeAttachment(session);
        flush();
      }
      return null;
    },
    isTransport: (socket: WebSocket) => !isProbe(socket),
    /** The session as the WebSocket has kept it; null if there is none. */
    remembered: (): unknown => transport()?.deserializeAttachment() ?? null,
    remember: (session: unknown): void => transport()?.serializeAttachment(session),
    close(): void {
      const socket = transport();
      if (socket) socket.close(1000, "session ended");
      waiting?.(answer([...queue, enginePacket("close")]));
      waiting = null;
      queue = [];
    },
  };
}
