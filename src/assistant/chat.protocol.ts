import { z } from "../http/zod.ts";
import type { ProblemCode } from "../problems.ts";
import { ChatMessage, TurnId, type ChatAnswer } from "./chat.schema.ts";

/** The header in which the Worker hands a socket's checked token and address on to its object. */
export const SOCKET_FACTS = "X-Edgedesk-Socket";

const Token = z.string().min(1).max(4_000);
const { message, conversation_id, client_ref } = ChatMessage.shape;

/** What a client may send on /ws/chat. The first frame brings the token, unless the subprotocol did. */
export const ClientFrame = z.discriminatedUnion("type", [
  z.object({ type: z.literal("auth"), token: Token }),
  z.object({
    type: z.literal("message"),
    content: message,
    conversation_id,
    client_ref,
    token: Token.optional(),
  }),
  z.object({
    type: z.literal("resume"),
    turn_id: TurnId.shape.turn_id,
    /** How much of the text is there already, in UTF-16 units: the length of a JavaScript string. */
    offset: z.int().min(0).max(1_000_000).default(0),
    token: Token.optional(),
  }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

/** What happens to a turn, in this order; `delta`s in any number. They are also the events of a stream. */
export type TurnFrame =
  | { type: "start"; turn_id: string; conversation_id: number }
  | { type: "delta"; turn_id: string; offset: number; content: string }
  | ({ type: "done"; content: string } & Omit<ChatAnswer, "response">)
  | { type: "error"; code: ProblemCode; detail: string; turn_id?: string };

/** What the desk sends on /ws/chat; `client_ref` is the one of the message that it is about. */
export type ServerFrame = (TurnFrame | { type: "ready"; user_id: string }) & {
  client_ref?: string | undefined;
};

/** Frames as bytes, one JSON text per line, for the way between Worker and Durable Object. */
export function encodeFrames(frames: AsyncIterator<TurnFrame>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    type: "bytes",
    async pull(controller) {
      const next = await frames.next();
      if (next.done) return controller.close();
      controller.enqueue(encoder.encode(`${JSON.stringify(next.value)}\n`));
    },
    async cancel() {
      await frames.return?.();
    },
  });
}

/** The frames of encodeFrames(). Ends early without an error if nobody reads on. */
export async function* decodeFrames(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<TurnFrame, void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of stream) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
}
