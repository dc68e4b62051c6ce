import type { ChatMessage, Mark, Person, ServerFrame } from "../../../src/chat/chat.protocol.ts";

/** A message of ours that is not in the room's log yet. It is sent again until the room has it. */
export type Outgoing = { client_id: string; content: string; refusal: string | null };
export type Analysis = { intent: string; suggestions: string[]; confidence: number | null };
type RoomFacts = Extract<ServerFrame, { type: "welcome" }>["room"];

export type RoomState = {
  /** `lost`: being connected again. `ended`: not without the user doing something. */
  connection: "connecting" | "live" | "lost" | "ended";
  /** Why it ended, in words. */
  ended: string | null;
  room: RoomFacts | null;
  you: Person | null;
  /** The room's log: sequence numbers from 1 on, without gaps. */
  messages: readonly ChatMessage[];
  outgoing: readonly Outgoing[];
  present: readonly Person[];
  marks: readonly Mark[];
  typing: readonly Person[];
  /** What the AI makes of customers' messages, by sequence number. */
  analyses: ReadonlyMap<number, Analysis>;
  /** A refusal that concerns no message of ours. */
  problem: string | null;
};

export const atFirst: RoomState = {
  connection: "connecting",
  ended: null,
  room: null,
  you: null,
  messages: [],
  outgoing: [],
  present: [],
  marks: [],
  typing: [],
  analyses: new Map(),
  problem: null,
};

export function lastSeq(state: RoomState): number {
  return state.messages.at(-1)?.seq ?? 0;
}

/** The state after a frame, and whether the room must be asked for what lies in between. */
export function afterFrame(
  state: RoomState,
  frame: ServerFrame,
): { state: RoomState; isMissing: boolean } {
  switch (frame.type) {
    case "welcome": {
      const { room, you, present, marks } = frame;
      return { state: { ...state, room, you, present, marks, typing: [] }, isMissing: true };
    }
    case "page":
      return {
        state: {
          ...withMessages(state, frame.messages),
          ...(frame.more ? {} : { connection: "live" }),
        },
        isMissing: frame.more,
      };
    case "message": {
      const isMissing = frame.message.seq > lastSeq(state) + 1;
      return { state: isMissing ? state : withMessages(state, [frame.message]), isMissing };
    }
    case "error":
      return { state: withRefusal(state, frame), isMissing: false };
    default:
      return { state: withNews(state, frame), isMissing: false };
  }
}

type News = Exclude<ServerFrame, { type: "welcome" | "page" | "message" | "error" }>;

function withNews(state: RoomState, frame: News): RoomState {
  switch (frame.type) {
    case "ack":
      return state;
    case "analysis": {
      const { seq, intent, confidence, suggestions } = frame;
      const analyses = new Map(state.analyses).set(seq, { intent, confidence, suggestions });
      return { ...state, analyses };
    }
    case "typing":
      return {
        ...state,
        typing: frame.is_typing
          ? joined(state.typing, frame.person)
          : left(state.typing, frame.person),
      };
    case "joined":
      return { ...state, present: joined(state.present, frame.person) };
    case "left":
      return {
        ...state,
        present: left(state.present, frame.person),
        typing: left(state.typing, frame.person),
      };
    case "mark": {
      const others = state.marks.filter(({ user_id }) => user_id !== frame.mark.user_id);
      return { ...state, marks: [...others, frame.mark] };
    }
    case "room":
      return { ...state, room: frame.room, problem: null };
  }
}

/** Adds what is new. A message of ours that has come back is no longer on its way. */
function withMessages(state: RoomState, more: readonly ChatMessage[]): RoomState {
  const fresh = more.filter(({ seq }) => seq > lastSeq(state));
  if (fresh.length === 0) return state;
  const own = new Set(
    fresh.filter(({ user_id }) => user_id === state.you?.id).map(({ client_id }) => client_id),
  );
  const writers = new Set(fresh.map(({ user_id }) => user_id));
  return {
    ...state,
    messages: [...state.messages, ...fresh],
    outgoing: state.outgoing.filter(({ client_id }) => !own.has(client_id)),
    typing: state.typing.filter(({ id }) => !writers.has(id)),
  };
}

function withRefusal(state: RoomState, error: Extract<ServerFrame, { type: "error" }>): RoomState {
  const { client_id, detail } = error;
  if (client_id === undefined) return { ...state, problem: detail };
  return {
    ...state,
    outgoing: state.outgoing.map((one) =>
      one.client_id === client_id ? { ...one, refusal: detail } : one,
    ),
  };
}

function joined(people: readonly Person[], person: Person): readonly Person[] {
  return [...left(people, person), person];
}

function left(people: readonly Person[], person: Person): readonly Person[] {
  return people.filter(({ id }) => id !== person.id);
}

/** The customer's newest message if no person has answered it: what a suggestion is for. */
export function unanswered({ messages }: RoomState): ChatMessage | null {
  const last = messages.findLast(
    ({ user_type, is_ai_generated }) => user_type === "customer" || !is_ai_generated,
  );
  return last?.user_type === "customer" ? last : null;
}

/** How far the customer's side has read. */
export function readByCustomer({ marks, messages, present }: RoomState): number {
  const staff = new Set([
    ...messages.filter(({ user_type }) => user_type === "admin").map(({ user_id }) => user_id),
    ...present.filter(({ role }) => role === "admin").map(({ id }) => id),
  ]);
  return Math.max(0, ...marks.filter(({ user_id }) => !staff.has(user_id)).map(({ read }) => read));
}
