import type { Reading } from "../ai/model.ts";
import { messageId } from "./message-id.ts";
import type { ChatMessage, handlers, Mark, Person, statuses } from "./chat.protocol.ts";
import type { SystemConfig } from "./system-config.schema.ts";

/** What a room knows of itself. It changes in whole versions, which its copy in libSQL follows. */
export type RoomFacts = {
  id: string;
  /** The user, or the customer that several users belong to, whose room it is. */
  customerId: string;
  customerName: string;
  status: (typeof statuses)[number];
  /** Who answers the customer. A person's first message takes over. */
  handledBy: (typeof handlers)[number];
  /** Counts the changes of who answers: a reply that the AI began in another epoch is dropped. */
  epoch: number;
  version: number;
  createdAt: string;
};

/** Somebody who may be in a room: from their credentials, never from what they send. */
export type Member = Person & { customerId: string | null };

/** A message as the room keeps it. */
export type StoredMessage = ChatMessage & {
  /** How long the customer had waited for this, milliseconds; null unless it answers something. */
  response_ms: number | null;
  /** What the AI made of it; null if it has not been read, or is not a customer's. */
  analysis: Reading | null;
};

export const aiMember: Member = { id: "ai", name: "AI", role: "admin", customerId: null };

/** Customers see their own rooms only; staff see all. */
export function maySee(facts: RoomFacts, member: Member): boolean {
  return member.role === "admin" || [member.id, member.customerId].includes(facts.customerId);
}

/** The newest message of a log, as far as the next one depends on it. */
export type Head = Pick<ChatMessage, "seq" | "timestamp">;

type Sending = { client_id: string; content: string };

/**
 * The next message of a room. Its time never runs backwards. `unansweredSince` is when the customer began to
 * wait, if they are waiting: the first answer to a run of customer messages is what response times count.
 */
export function composeMessage(
  facts: RoomFacts,
  member: Member,
  sending: Sending,
  log: { head: Head | null; unansweredSince: string | null },
  now: Date,
): StoredMessage {
  const seq = (log.head?.seq ?? 0) + 1;
  const clock = now.toISOString();
  const timestamp = log.head && log.head.timestamp > clock ? log.head.timestamp : clock;
  const isAnswer = member.role === "admin" && log.unansweredSince !== null;
  return {
    seq,
    id: messageId(facts.id, seq),
    client_id: sending.client_id,
    content: sending.content,
    user_type: member.role,
    user_id: member.id,
    user_name: member.name,
    timestamp,
    is_ai_generated: member.id === aiMember.id,
    response_ms: isAnswer ? Date.parse(timestamp) - Date.parse(log.unansweredSince ?? "") : null,
    analysis: null,
  };
}

/** The facts after somebody else answers from now on; the same if that is no change. */
export function handOver(facts: RoomFacts, to: RoomFacts["handledBy"]): RoomFacts {
  if (facts.handledBy === to) return facts;
  return { ...facts, handledBy: to, epoch: facts.epoch + 1, version: facts.version + 1 };
}

/** The facts of a room that is closed, or opened again, when the AI answers first as at the beginning. */
export function withStatus(facts: RoomFacts, status: RoomFacts["status"]): RoomFacts {
  if (facts.status === status) return facts;
  const epoch = facts.epoch + 1;
  const handledBy = status === "active" ? "ai" : facts.handledBy;
  return { ...facts, status, handledBy, epoch, version: facts.version + 1 };
}

/** What the AI says by itself to a message; null if it must not, or not any more. */
export function autoReply(
  config: Pick<SystemConfig, "auto_reply_enabled" | "ai_confidence_threshold">,
  turn: { facts: RoomFacts; epoch: number; head: number; seq: number; reading: Reading },
): string | null {
  const { facts, reading } = turn;
  const isWanted =
    config.auto_reply_enabled && facts.handledBy === "ai" && facts.status === "active";
  const isCurrent = turn.epoch === facts.epoch && turn.head === turn.seq;
  const isSure =
    reading.confidence >= config.ai_confidence_threshold && reading.intent !== "uncategorized";
  return isWanted && isCurrent && isSure ? (reading.suggestions[0] ?? null) : null;
}

/** Whether a customer's message still waits to be read by the AI. */
export function awaitsReading(message: StoredMessage): boolean {
  return message.user_type === "customer" && message.analysis === null;
}

/** The messages that can be copied: all before the first that still waits to be read. */
export function settledMessages(messages: StoredMessage[]): StoredMessage[] {
  const waiting = messages.findIndex(awaitsReading);
  return waiting < 0 ? messages : messages.slice(0, waiting);
}

/** How long until the copy is tried again: 1 s, doubled with each failure, at most a minute. */
export function copyBackoffMs(failures: number): number {
  return Math.min(60_000, 1_000 * 2 ** Math.min(failures - 1, 6));
}

/** A mark moved forward; null if it says nothing new. Nobody can have read what was never sent. */
export function advanceMark(
  before: Mark,
  sent: { delivered?: number | undefined; read?: number | undefined },
  head: number,
): Mark | null {
  const cap = (seq: number | undefined) => Math.min(seq ?? 0, head);
  const read = Math.max(before.read, cap(sent.read));
  const delivered = Math.max(before.delivered, cap(sent.delivered), read);
  const isNews = read > before.read || delivered > before.delivered;
  return isNews ? { user_id: before.user_id, delivered, read } : null;
}

/** Frames allowed at once and per second, as a bucket that refills. */
export type Budget = { tokens: number; at: number };

/** Takes one frame from a budget of `perSecond`; null if it is used up. `now` is milliseconds. */
export function takeFrame(
  before: Budget | undefined,
  perSecond: number,
  now: number,
): Budget | null {
  const at = before?.at ?? now;
  const refilled = (before?.tokens ?? perSecond) + (Math.max(0, now - at) / 1_000) * perSecond;
  const tokens = Math.min(perSecond, refilled) - 1;
  return tokens < 0 ? null : { tokens, at: now };
}
