import type { ChatMessage } from "../../src/chat/chat.protocol.ts";

export type { ChatMessage };

/** A message that the desk has not stored yet. It is sent again until it has, under the same id. */
export type Unsent = { client_id: string; content: string };

/** What a visitor's browser remembers of a chat, until they log out. */
export type Memory = {
  /** `expiresAt` is milliseconds; `isNamed` if the page around the widget has said who it is. */
  visitor: { id: string; token: string; expiresAt: number; isNamed: boolean } | null;
  name: string;
  room: string | null;
  /** The key of the room to open, so that asking twice opens one. */
  roomKey: string;
  unsent: Unsent[];
};

export function blankMemory(name: string): Memory {
  return { visitor: null, name, room: null, roomKey: newKey(), unsent: [] };
}

export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/**
 * One memory for each desk. Without storage (private windows, some frames) it lasts as long as the page.
 * `forgotten` is called when another tab logs out.
 */
export function openStore(desk: string, forgotten: () => void) {
  const key = `edgedesk-chat:${desk}`;
  addEventListener("storage", (event) => {
    if (event.key === key && event.newValue === null) forgotten();
  });
  return {
    read(): Memory | null {
      try {
        const memory: Memory | null = JSON.parse(localStorage.getItem(key) ?? "null");
        return memory?.visitor && memory.visitor.expiresAt < Date.now() ? null : memory;
      } catch {
        return null;
      }
    },
    write(memory: Memory | null): void {
      try {
        if (memory) localStorage.setItem(key, JSON.stringify(memory));
        else localStorage.removeItem(key);
      } catch {
        // Then the page lives on what it has in memory.
      }
    },
  };
}
