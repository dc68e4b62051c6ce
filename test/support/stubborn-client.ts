import { setTimeout as sleep } from "node:timers/promises";
import { randomUUID } from "node:crypto";
import { PING, PONG, type ChatMessage, type ServerFrame } from "../../src/chat/chat.protocol.ts";
import { expect } from "vitest";
import { RoomSocket } from "./chat.ts";

const MARK_EVERY = 50;
const HEARD_WITHIN_MS = 5_000;

/** What a busy machine may say: the client comes back and nothing is lost. */
const comeAgain = ["too-many-frames", "slow-consumer"];

/**
 * A client as the protocol asks for: it keeps a client id for each message, sends what is not acknowledged
 * again after every reconnect, resumes after the last message it has, believes nothing that is out of
 * order, and gives a connection up on which it hears nothing, not even an answer to its ping.
 */
export class StubbornClient {
  readonly seen: ChatMessage[] = [];
  readonly acknowledged = new Map<string, number>();
  readonly unsent: { client_id: string; content: string }[] = [];
  /** Anything that must never happen. */
  readonly wrongs: string[] = [];
  /** How often it was welcomed. */
  connections = 0;
  #socket: RoomSocket | null = null;
  #isOver = false;
  readonly #running: Promise<void>;

  constructor(roomId: string, token: string, options: { origin?: string } = {}) {
    this.#running = this.#run(() => new RoomSocket(roomId, token, options));
  }

  /** Its client id. */
  say(content: string): string {
    const message = { client_id: randomUUID(), content };
    this.unsent.push(message);
    this.#send(message);
    return message.client_id;
  }

  /** Loses the connection without a word. */
  drop(): void {
    this.#socket?.close();
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    this.drop();
    await this.#running;
  }

  #send(message: { client_id: string; content: string }): void {
    if (this.#socket?.socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send({ type: "send", ...message });
  }

  async #run(connect: () => RoomSocket): Promise<void> {
    while (!this.#isOver) {
      const socket = connect();
      let isHeard = false;
      socket.socket.addEventListener("message", ({ data }) => {
        isHeard = true;
        if (data !== PONG) this.#hear(socket, JSON.parse(String(data)));
      });
      const silent = Promise.withResolvers<void>();
      const beat = setInterval(() => {
        if (isHeard) socket.socket.send(PING);
        else silent.resolve();
        isHeard = false;
      }, HEARD_WITHIN_MS);
      await Promise.race([socket.closed, silent.promise]);
      clearInterval(beat);
      socket.close();
      this.#socket = null;
      await sleep(20 + Math.random() * 80);
    }
  }

  #hear(socket: RoomSocket, frame: ServerFrame): void {
    switch (frame.type) {
      case "welcome":
        this.connections += 1;
        socket.send({ type: "resume", after: this.seen.length });
        return;
      case "page":
        for (const message of frame.messages) this.#take(message);
        if (frame.more) socket.send({ type: "resume", after: this.seen.length });
        else {
          this.#socket = socket;
          for (const message of this.unsent) this.#send(message);
        }
        return;
      case "message":
        this.#take(frame.message);
        if (this.seen.length % MARK_EVERY === 0) {
          socket.send({ type: "mark", delivered: this.seen.length });
        }
        return;
      case "ack": {
        const known = this.acknowledged.get(frame.client_id) ?? frame.seq;
        if (known !== frame.seq) this.wrongs.push(`${frame.client_id}: ${known} and ${frame.seq}`);
        this.acknowledged.set(frame.client_id, frame.seq);
        const index = this.unsent.findIndex(({ client_id }) => client_id === frame.client_id);
        if (index >= 0) this.unsent.splice(index, 1);
        return;
      }
      case "error":
        if (!comeAgain.includes(frame.code)) this.wrongs.push(frame.code);
        return;
      default:
    }
  }

  #take(message: ChatMessage): void {
    const expected = this.seen.length + 1;
    if (message.seq !== expected) this.wrongs.push(`${message.seq} instead of ${expected}`);
    else this.seen.push(message);
  }
}

/** Holds a client's view against the room's own log: complete, in order, once. */
export function expectWhole(
  client: StubbornClient,
  log: { seq: number; id: string; client_id: string }[],
): void {
  expect(client.wrongs).toEqual([]);
  expect(client.seen.map(({ id }) => id)).toEqual(log.map(({ id }) => id));
  const numbers = new Map(log.map(({ client_id, seq }) => [client_id, seq]));
  for (const [id, seq] of client.acknowledged) expect(numbers.get(id)).toBe(seq);
}
