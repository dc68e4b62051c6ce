import type { Model, Reading } from "../ai/model.ts";
import { readMessage } from "./analyze-message.ts";
import type { Conversation } from "./chat.conversation.ts";
import type { Crowd } from "./chat.crowd.ts";
import type { Memory } from "./chat.memory.ts";
import type { Outbox } from "./chat.outbox.ts";
import { aiMember, autoReply, type StoredMessage } from "./chat.turn.ts";
import type { SystemConfig } from "./system-config.schema.ts";
import { readingRules } from "./system-config.ts";

const AT_ONCE = 100;

type Parts = {
  ai: Model;
  systemConfig: () => Promise<SystemConfig>;
  memory: Memory;
  crowd: Crowd;
  conversation: Conversation;
  outbox: Outbox;
};

export type Reader = ReturnType<typeof openReader>;

/** The AI in a room. It comes behind the turn: a message is visible before anybody thinks about it. */
export function openReader({ ai, systemConfig, memory, crowd, conversation, outbox }: Parts) {
  const reading = new Set<number>();

  /** Has a customer's message read, tells staff, and answers if the config says so and nobody else has. */
  async function read(message: StoredMessage, now: Date): Promise<Reading> {
    const startedAt = Date.now();
    const epoch = memory.facts()?.epoch ?? 0;
    const { seq, content } = message;
    reading.add(seq);
    try {
      const config = await systemConfig();
      const found = await readMessage({ ai, requestId: message.id }, content, readingRules(config));
      memory.setAnalysis(seq, found);
      const { intent, confidence, suggestions, engine } = found;
      crowd.tellAll(
        { type: "analysis", seq, content, intent, confidence, suggestions, engine },
        ({ role }) => role === "admin",
      );
      reply(
        config,
        { epoch, seq, reading: found },
        new Date(now.getTime() + Date.now() - startedAt),
      );
      return found;
    } finally {
      reading.delete(seq);
      outbox.schedule();
    }
  }

  function reply(
    config: SystemConfig,
    turn: { epoch: number; seq: number; reading: Reading },
    now: Date,
  ): void {
    const facts = memory.facts();
    const head = memory.head();
    if (!facts || !head) return;
    const content = autoReply(config, { ...turn, facts, head: head.seq });
    if (content === null) return;
    conversation.accept(facts, aiMember, { client_id: `reply-${turn.seq}`, content }, now);
  }

  return {
    read,
    /** Reads what was left unread when the object stopped. */
    async readWaiting(): Promise<void> {
      for (const message of memory.awaitingReading(AT_ONCE)) {
        if (!reading.has(message.seq)) await read(message, new Date());
      }
    },
  };
}
