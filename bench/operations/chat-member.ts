import { randomUUID } from "node:crypto";
import { Explained } from "../../scripts/support/explained.ts";
import { SUBPROTOCOL, type ClientFrame } from "../../src/chat/chat.protocol.ts";

/** A socket in a room that has caught up. */
export type Member = {
  say(content: string): void;
  /** When the next message has come, as `performance.now()` has it. */
  hears(): Promise<number>;
  close(): void;
};

type Waiting = { resolve(at: number): void; reject(error: Error): void };

/** Enters a room. Frames are only looked at by their beginning: the load generator shares the processors. */
export async function openMember(
  origin: string,
  roomId: string,
  headers: Record<string, string>,
): Promise<Member> {
  const url = `${origin.replace("http", "ws")}/api/chat/rooms/${roomId}/ws`;
  // Node's WebSocket takes headers, as undici documents; a browser's does not.
  const options = { protocols: [SUBPROTOCOL], headers };
  const socket: WebSocket = Reflect.construct(WebSocket, [url, options]);
  const send = (frame: ClientFrame) => socket.send(JSON.stringify(frame));
  let waiting: Waiting | null = null;

  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string) => {
      const error = new Explained(`A socket of the benchmark was closed: ${reason}`);
      reject(error);
      waiting?.reject(error);
    };
    socket.addEventListener("error", () => fail("an error"));
    socket.addEventListener("close", ({ code, reason }) => fail(`${code} ${reason}`));
    socket.addEventListener("message", ({ data }) => {
      const frame = String(data);
      if (frame.startsWith(`{"type":"message"`)) waiting?.resolve(performance.now());
      else if (frame.startsWith(`{"type":"welcome"`)) send({ type: "resume", after: 0 });
      else if (frame.startsWith(`{"type":"page"`)) resolve();
      else if (frame.startsWith(`{"type":"error"`)) fail(frame);
    });
  });
  return {
    say: (content) => send({ type: "send", client_id: randomUUID(), content }),
    hears: () => new Promise((resolve, reject) => (waiting = { resolve, reject })),
    close: () => socket.close(),
  };
}
