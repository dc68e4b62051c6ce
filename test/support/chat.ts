import { setTimeout as sleep } from "node:timers/promises";
import { io, type Socket } from "socket.io-client";

import {
  ServerFrame,
  SUBPROTOCOL,
  TOKEN_SUBPROTOCOL,
  type ChatMessage,
  type ClientFrame,
} from "../../src/chat/chat.protocol.ts";
import { newAddress, newUser, send } from "./desk.ts";
import { lane } from "./lane.ts";

type User = Awaited<ReturnType<typeof newUser>>;

export async function newRoom(customer: User): Promise<string> {
  const { body } = await customer.send("/api/chat/rooms", { body: { customer_name: "Anna" } });
  return body.room_id;
}

/** A member of a room by plain WebSocket, as the protocol has it. Every frame is held to its schema. */
export class RoomSocket {
  readonly frames: ServerFrame[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly socket: WebSocket;

  constructor(
    roomId: string,
    token: string | null,
    options: { headers?: object; origin?: string } = {},
  ) {
    const origin = options.origin ?? lane.deskUrl;
    const url = `${origin.replace("http", "ws")}/api/chat/rooms/${roomId}/ws`;
    const protocols = [SUBPROTOCOL, ...(token === null ? [] : [`${TOKEN_SUBPROTOCOL}${token}`])];
    const headers = { "CF-Connecting-IP": newAddress(), ...options.headers };
    this.socket = Reflect.construct(WebSocket, [url, { protocols, headers }]);
    this.socket.addEventListener("message", ({ data }) => {
      if (data !== "pong") this.frames.push(ServerFrame.parse(JSON.parse(String(data))));
    });
    this.closed = new Promise((resolve) => {
      this.socket.addEventListener("close", ({ code, reason }) => resolve({ code, reason }));
    });
  }

  send(frame: ClientFrame | string): void {
    this.socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
  }

  /** The first frame of a type, once it has come. */
  async frame<Type extends ServerFrame["type"]>(
    type: Type,
    fits: (frame: Extract<ServerFrame, { type: Type }>) => boolean = () => true,
  ): Promise<Extract<ServerFrame, { type: Type }>> {
    return until(() =>
      this.frames.find(
        (frame): frame is Extract<ServerFrame, { type: Type }> =>
          frame.type === type && fits(frame as Extract<ServerFrame, { type: Type }>),
      ),
    );
  }

  /** Connected, caught up from `after`, and live. */
  async live(after = 0): Promise<this> {
    await this.frame("welcome");
    let from = after;
    for (;;) {
      const pages = this.frames.filter(({ type }) => type === "page").length;
      this.send({ type: "resume", after: from });
      const page = await until(() => this.frames.filter(({ type }) => type === "page")[pages]);
      if (page.type !== "page" || !page.more) return this;
      from = page.messages.at(-1)?.seq ?? from;
    }
  }

  /** The messages it has seen, in the order in which they came. */
  messages(): ChatMessage[] {
    return this.frames.flatMap((frame) => {
      if (frame.type === "page") return frame.messages;
      return frame.type === "message" ? [frame.message] : [];
    });
  }

  close(): void {
    this.socket.close();
  }
}

/** A published Socket.IO client, as the document uses it, and what it has heard. */
export function connectSocketIo(
  token: string | null,
  { origin = lane.deskUrl, ...options }: { origin?: string; [option: string]: unknown } = {},
) {
  const heard: { name: string; data: any }[] = [];
  const socket: Socket = io(origin, {
    forceNew: true,
    extraHeaders: { "CF-Connecting-IP": newAddress() },
    ...(token === null ? {} : { auth: { token } }),
    ...options,
  });
  socket.onAny((name, data) => heard.push({ name, data }));
  return {
    socket,
    heard,
    named: (name: string) => heard.filter((event) => event.name === name).map(({ data }) => data),
    /** The first event of a name, once it has come. */
    event: (name: string): Promise<any> =>
      until(() => heard.find((event) => event.name === name)?.data),
    connected: () => until(() => (socket.connected ? true : undefined)),
  };
}

const PATIENCE_MS = 90_000;

/** Waits until something is there. */
export async function until<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(10);
  }
  throw new Error(`Waited in vain for ${look}`);
}

/** Every message of a room, from its own log. */
export async function logOf(
  member: { send(path: string): Promise<{ body: any }> },
  roomId: string,
): Promise<any[]> {
  const log: any[] = [];
  for (;;) {
    const after = log.at(-1)?.seq ?? 0;
    const path = `/api/chat/rooms/${roomId}/messages?limit=200&after=${after}`;
    const { body } = await member.send(path);
    log.push(...body);
    if (body.length < 200) return log;
  }
}

export { newUser, send };
