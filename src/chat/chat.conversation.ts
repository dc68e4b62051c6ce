import type { Crowd } from "./chat.crowd.ts";
import type { Memory } from "./chat.memory.ts";
import type { ChatMessage, ServerFrame } from "./chat.protocol.ts";
import {
  aiMember,
  composeMessage,
  handOver,
  maySee,
  withStatus,
  type Head,
  type Member,
  type RoomFacts,
  type StoredMessage,
} from "./chat.turn.ts";
import type { Outbox } from "./chat.outbox.ts";
import type { Outcome } from "./outcome.ts";

export type Sending = { client_id: string; content: string };

/** What became of a message that was sent; `isDuplicate` if it had been stored before. */
export type Sent = { message: StoredMessage; isDuplicate: boolean };

/** A room, its newest message, and whether the customer waits for an answer. */
export type RoomView = { facts: RoomFacts; head: Head | null; isPending: boolean };

export type Conversation = ReturnType<typeof openConversation>;

/** What can be done in a room. Each of these is one synchronous turn: nothing in them may wait. */
export function openConversation(memory: Memory, crowd: Crowd, outbox: Outbox) {
  /** What `act` makes of the room for somebody who may see it. */
  function within<T>(member: Member, act: (facts: RoomFacts) => Outcome<T>): Outcome<T> {
    const facts = memory.facts();
    if (!facts) return { isUnopened: true };
    return maySee(facts, member) ? act(facts) : { problem: "not-found" };
  }

  function view(facts: RoomFacts): RoomView {
    const isPending = facts.status === "active" && memory.unansweredSince() !== null;
    return { facts, head: memory.head(), isPending };
  }

  function change(before: RoomFacts, after: RoomFacts): Outcome<RoomView> {
    if (after !== before) {
      memory.changeFacts(after);
      outbox.schedule();
      crowd.tellAll({ type: "room", room: stateOf(after) });
    }
    return { ok: view(after) };
  }

  /** Stores a message once, acknowledges it, and tells everybody. */
  function accept(
    facts: RoomFacts,
    member: Member,
    { client_id, content }: Sending,
    now: Date,
    acknowledge: (sent: Sent) => void = () => {},
  ): Outcome<Sent> {
    const earlier = memory.find(member.id, client_id);
    if (earlier) {
      if (earlier.content !== content) return { problem: "idempotency-key-reused" };
      const again = { message: earlier, isDuplicate: true };
      acknowledge(again);
      return { ok: again };
    }
    if (facts.status === "closed") return { problem: "room-closed" };
    const log = {
      head: memory.head(),
      unansweredSince: member.role === "admin" ? memory.unansweredSince() : null,
    };
    const message = composeMessage(facts, member, { client_id, content }, log, now);
    memory.insert(message);
    outbox.schedule();
    const sent = { message, isDuplicate: false };
    acknowledge(sent);
    crowd.tellAll({ type: "message", message: asSeen(message) });
    const isPerson = member.role === "admin" && member.id !== aiMember.id;
    if (isPerson) change(facts, handOver(facts, "human"));
    return { ok: sent };
  }

  return {
    within,
    view,
    accept,
    setStatus: (member: Member, status: RoomFacts["status"]) =>
      within(member, (facts) => change(facts, withStatus(facts, status))),
    /** A customer may ask for a person; only staff hand back to the AI. */
    handOver: (member: Member, to: RoomFacts["handledBy"]): Outcome<RoomView> =>
      within(member, (facts) => {
        if (member.role !== "admin" && to === "ai") return { problem: "forbidden" };
        return change(facts, handOver(facts, to));
      }),
    /** Told to the others, and kept nowhere. */
    typing({ id, name, role }: Member, isTyping: boolean): void {
      const frame: ServerFrame = {
        type: "typing",
        person: { id, name, role },
        is_typing: isTyping,
      };
      crowd.tellAll(frame, (person) => person.id !== id);
    },
  };
}

export function stateOf({ id, status, handledBy, epoch }: RoomFacts) {
  return { id, status, handled_by: handledBy, epoch };
}

/** A message without what only the desk knows of it. */
export function asSeen(message: StoredMessage): ChatMessage {
  const { response_ms: _wait, analysis: _reading, ...seen } = message;
  return seen;
}
