import type { Ctx } from "../context.ts";
import type { UserActor } from "../identity/actor.ts";
import type { Assistant } from "./assistant.object.ts";
import { decodeFrames, SOCKET_FACTS, type TurnFrame } from "./chat.protocol.ts";
import type { ChatMessage } from "./chat.schema.ts";

type Frames = Promise<AsyncGenerator<TurnFrame, void>>;

/** Turns that are answered in the user's own Durable Object, and can be followed from anywhere. */
export type AssistantService = {
  ask(actor: UserActor, input: ChatMessage): Frames;
  resume(actor: UserActor, turn: string, offset: number): Frames;
  /** The answer that opens a socket of /ws/chat; its token comes in a frame if there is none yet. */
  openSocket(token: string | null): Promise<Response>;
};

type Caller = Pick<Ctx, "requestId" | "now" | "address" | "idempotencyKey" | "cost">;

export function openAssistant(
  objects: DurableObjectNamespace<Assistant>,
  { requestId, now, address, idempotencyKey, cost }: Caller,
): AssistantService {
  const facts = { requestId, now, address, idempotencyKey };
  const objectOf = (actor: UserActor) => {
    cost.objectCalls += 1;
    return objects.getByName(actor.id);
  };
  return {
    ask: async (actor, input) => decodeFrames(await objectOf(actor).ask(facts, actor, input)),
    resume: async (actor, turn, offset) =>
      decodeFrames(await objectOf(actor).resume(facts, actor, turn, offset)),
    openSocket: async (token) => {
      cost.objectCalls += 1;
      const holder = objects.get(objects.newUniqueId());
      const headers = { Upgrade: "websocket", [SOCKET_FACTS]: JSON.stringify({ token, address }) };
      return holder.fetch("https://assistant/socket", { headers });
    },
  };
}
