import { problems } from "../problems.ts";
import { asSeen, stateOf, type Conversation, type Sent } from "./chat.conversation.ts";
import type { Crowd, Seat } from "./chat.crowd.ts";
import type { Memory } from "./chat.memory.ts";
import { aiDisclosure } from "./ai-disclosure.ts";
import { limits, PROTOCOL, type ClientFrame, type ServerFrame } from "./chat.protocol.ts";
import { advanceMark, type Member, type RoomFacts } from "./chat.turn.ts";
import type { Outcome } from "./outcome.ts";

type FrameOf<Type extends ClientFrame["type"]> = Extract<ClientFrame, { type: Type }>;

/** What a plain socket's frames do. A message that is new is handed back, to be read by the AI. */
export function openFrames(memory: Memory, crowd: Crowd, conversation: Conversation) {
  function obey(socket: WebSocket, seat: Seat, frame: ClientFrame, now: Date): Sent | null {
    switch (frame.type) {
      case "resume":
        resume(socket, seat, frame);
        return null;
      case "mark":
        mark(socket, seat, frame);
        return null;
      case "typing":
        conversation.typing(seat.member, frame.is_typing);
        return null;
      case "hand_over":
        refuseIfProblem(socket, conversation.handOver(seat.member, frame.to));
        return null;
      case "send":
        return send(socket, seat.member, frame, now);
    }
  }

  function resume(socket: WebSocket, seat: Seat, { after }: FrameOf<"resume">): void {
    const found = memory.after(after, limits.page + 1);
    const more = found.length > limits.page;
    crowd.tell(socket, { type: "page", messages: found.slice(0, limits.page).map(asSeen), more });
    crowd.take(socket, { ...seat, isLive: !more, delivered: after });
  }

  function mark(socket: WebSocket, seat: Seat, frame: FrameOf<"mark">): void {
    const { id, role } = seat.member;
    const read = memory.marks().find(({ user_id }) => user_id === id)?.read ?? 0;
    const before = { user_id: id, delivered: Math.max(seat.delivered, read), read };
    const moved = advanceMark(before, frame, memory.head()?.seq ?? 0);
    if (!moved) return;
    if (moved.read > read) memory.setRead(id, moved.read);
    crowd.take(socket, { ...seat, delivered: moved.delivered });
    crowd.tellAll({ type: "mark", mark: moved }, (person) => person.role !== role);
  }

  function send(
    socket: WebSocket,
    member: Member,
    { client_id, content }: FrameOf<"send">,
    now: Date,
  ): Sent | null {
    const acknowledge = ({ message, isDuplicate }: Sent) => {
      const { seq, id, timestamp } = message;
      crowd.tell(socket, { type: "ack", client_id, seq, id, timestamp, duplicate: isDuplicate });
    };
    const outcome = conversation.within(member, (facts) =>
      conversation.accept(facts, member, { client_id, content }, now, acknowledge),
    );
    refuseIfProblem(socket, outcome, client_id);
    return "ok" in outcome ? outcome.ok : null;
  }

  function refuseIfProblem(socket: WebSocket, outcome: Outcome<unknown>, client_id?: string): void {
    if (!("problem" in outcome)) return;
    const { problem: code } = outcome;
    crowd.tell(socket, { type: "error", code, detail: problems[code].detail, client_id });
  }

  return {
    obey,
    welcome: (facts: RoomFacts, { id, name, role }: Member): ServerFrame => ({
      type: "welcome",
      protocol: PROTOCOL,
      room: stateOf(facts),
      you: { id, name, role },
      head: memory.head()?.seq ?? 0,
      present: crowd.present(),
      marks: memory.marks(),
      ai_disclosure: aiDisclosure,
    }),
  };
}
