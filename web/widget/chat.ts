import type { Mark, ServerFrame } from "../../src/chat/chat.protocol.ts";
import type { RoomFile } from "../../src/chat/rooms.schema.ts";
import type { WidgetFacts, VisitorAdmitted } from "../../src/chat/visitors.schema.ts";
import { ask, DeskProblem, request } from "../support/surroundings.ts";
import { connect, type Connection, type Standing } from "./connection.ts";
import { blankMemory, newKey, openStore, type ChatMessage, type Memory } from "./store.ts";

const TRY_AGAIN_MS = 3_000;
const TYPING_MS = 6_000;

export type Events = {
  changed(): void;
  message(message: ChatMessage): void;
  room(id: string): void;
  /** The page's word for its user is no longer good; it may give another. */
  identityNeeded(): void;
};

export type Chat = ReturnType<typeof openChat>;

/** A visitor's conversation with a desk: everything but what it looks like. */
export function openChat(desk: string, fallbackName: () => string, events: Events) {
  const store = openStore(desk, reset);
  let memory = store.read();
  let connection: Connection | null = null;
  let busy: Promise<void> | null = null;
  let later = 0;
  let typingTimer = 0;
  const state = {
    facts: null as WidgetFacts | null,
    messages: [] as ChatMessage[],
    me: "",
    marks: [] as Mark[],
    readUpTo: 0,
    typing: null as string | null,
    standing: "ended" as Standing,
    handledBy: "ai",
    isClosed: false,
    wantsPerson: false,
    isUploading: false,
    problem: null as string | null,
  };

  function remember(change: Partial<Memory>): Memory {
    memory = { ...(memory ?? blankMemory(fallbackName())), ...change };
    store.write(memory);
    return memory;
  }

  /** Brings the conversation up: a visitor, a room, a socket; then whatever waits is sent. */
  function bringUp(): void {
    clearTimeout(later);
    busy ??= climb()
      .catch(stumble)
      .finally(() => (busy = null));
  }

  async function climb(): Promise<void> {
    if (connection || state.isClosed) return;
    if (!navigator.onLine) {
      state.standing = "waiting";
      return events.changed();
    }
    const { visitor, roomKey, name } = remember({});
    const { id, token } = visitor ?? (await admit({ name }));
    let room = memory?.room ?? null;
    if (!room) {
      const body = { customer_name: name, client_ref: roomKey };
      const opened = await ask<{ room_id: string }>(`${desk}/api/chat/rooms`, { body, token });
      room = opened.room_id;
      remember({ room });
    }
    state.me = id;
    state.problem = null;
    events.room(room);
    const url = `${desk.replace("http", "ws")}/api/chat/rooms/${room}/ws`;
    connection = connect(url, token, { frame: take, standing: stand });
  }

  async function admit(body: { name?: string; identity?: string }) {
    const admitted = await ask<VisitorAdmitted>(`${desk}/api/chat/visitors`, { body });
    const visitor = {
      id: admitted.visitor_id,
      token: admitted.access_token,
      expiresAt: Date.now() + admitted.expires_in * 1000,
      isNamed: body.identity !== undefined,
    };
    remember({ visitor, name: admitted.name });
    return visitor;
  }

  function stumble(error: unknown): void {
    if (!(error instanceof DeskProblem)) throw error;
    if (error.code === "unauthenticated") return startOver(true);
    state.problem = error.code === null ? null : error.message;
    state.standing = "waiting";
    later = setTimeout(bringUp, TRY_AGAIN_MS);
    events.changed();
  }

  function stand(standing: Standing, reason?: string): void {
    state.standing = standing;
    state.typing = null;
    if (standing === "live") {
      state.problem = null;
      flush();
    }
    if (reason === "unauthenticated" || reason === "revoked") return startOver(true);
    if (reason === "not-found") return startOver(false);
    if (reason) state.problem = reason;
    events.changed();
  }

  function flush(): void {
    if (state.wantsPerson && state.handledBy === "ai") {
      connection?.tell({ type: "hand_over", to: "human" });
    }
    for (const waiting of memory?.unsent ?? []) connection?.tell({ type: "send", ...waiting });
  }

  function take(frame: ServerFrame): void {
    switch (frame.type) {
      case "welcome":
        state.marks = frame.marks;
        state.readUpTo = markOf(state.me)?.read ?? state.readUpTo;
        settle(frame.room);
        break;
      case "message":
        state.messages.push(frame.message);
        state.typing = null;
        if (frame.message.user_id === state.me) stored(frame.message.client_id);
        events.message(frame.message);
        break;
      case "ack":
        if (frame.duplicate) stored(frame.client_id);
        break;
      case "mark":
        state.marks = [
          ...state.marks.filter((each) => each.user_id !== frame.mark.user_id),
          frame.mark,
        ];
        break;
      case "typing":
        clearTimeout(typingTimer);
        state.typing = frame.is_typing ? frame.person.name : null;
        typingTimer = setTimeout(() => {
          state.typing = null;
          events.changed();
        }, TYPING_MS);
        break;
      case "room":
        settle(frame.room);
        break;
      case "error":
        if (frame.code === "room-closed") state.isClosed = true;
        else if (frame.client_id) {
          state.problem = frame.detail;
          stored(frame.client_id);
        }
        break;
    }
    events.changed();
  }

  function settle(room: { status: string; handled_by: string }): void {
    state.handledBy = room.handled_by;
    state.isClosed = room.status === "closed";
    if (room.handled_by === "human") state.wantsPerson = false;
  }

  function stored(clientId: string): void {
    const { unsent } = remember({});
    remember({ unsent: unsent.filter(({ client_id }) => client_id !== clientId) });
  }

  function markOf(user: string): Mark | undefined {
    return state.marks.find(({ user_id }) => user_id === user);
  }

  function hangUp(): void {
    clearTimeout(later);
    connection?.close();
    connection = null;
    Object.assign(state, {
      messages: [],
      marks: [],
      me: "",
      readUpTo: 0,
      typing: null,
      standing: "ended",
      handledBy: "ai",
      isClosed: false,
    });
  }

  /** A new room, and a new visitor if the old one is no longer welcome; what was not sent goes there. */
  function startOver(asSomebodyElse: boolean): void {
    const wasNamed = memory?.visitor?.isNamed ?? false;
    hangUp();
    remember({
      room: null,
      roomKey: newKey(),
      ...(asSomebodyElse ? { visitor: null } : {}),
    });
    events.changed();
    if (asSomebodyElse && wasNamed) return events.identityNeeded();
    if (memory && memory.unsent.length > 0) bringUp();
  }

  function reset(): void {
    hangUp();
    memory = null;
    state.wantsPerson = false;
    state.problem = null;
    events.changed();
  }

  function say(content: string): void {
    const waiting = { client_id: newKey(), content };
    const { unsent } = remember({});
    remember({ unsent: [...unsent, waiting] });
    if (connection?.isLive()) connection.tell({ type: "send", ...waiting });
    else bringUp();
    events.changed();
  }

  addEventListener("online", goOn);

  return {
    state,
    memory: () => memory,
    /** How many of the desk's messages have not been read. */
    unread: () =>
      state.messages.filter(({ seq, user_type }) => user_type === "admin" && seq > state.readUpTo)
        .length,
    /** Up to where somebody at the desk has read. */
    readByDesk: () =>
      Math.max(0, ...state.marks.map(({ user_id, read }) => (user_id === state.me ? 0 : read))),
    async learn(): Promise<void> {
      try {
        state.facts = await ask<WidgetFacts>(`${desk}/api/chat/widget`);
        state.problem = null;
      } catch (error) {
        if (!(error instanceof DeskProblem)) throw error;
        state.problem = error.message;
      }
      events.changed();
    },
    /** Goes on with what this browser remembers. */
    wake: goOn,
    begin(name: string): void {
      remember(name === "" ? {} : { name });
      state.problem = null;
      events.changed();
    },
    say,
    /** Shows a file to the room. It is sent while there is a network, or not at all. */
    async showFile(file: File): Promise<void> {
      state.isUploading = true;
      state.problem = null;
      events.changed();
      const body = new FormData();
      body.append("file", file);
      try {
        const kept = await ask<RoomFile>(`${desk}/api/chat/rooms/${memory?.room}/files`, {
          body,
          token: memory?.visitor?.token ?? null,
        });
        say(kept.content);
      } catch (error) {
        if (!(error instanceof DeskProblem)) throw error;
        state.problem = error.message;
      }
      state.isUploading = false;
      events.changed();
    },
    /** The bytes of a file that a message shows; null if they cannot be had now. */
    async fetchFile(path: string): Promise<Blob | null> {
      const token = memory?.visitor?.token ?? null;
      const answer = await request(desk + path, { token }).catch(() => null);
      return answer && answer.blob();
    },
    askForPerson(): void {
      state.wantsPerson = true;
      if (connection?.isLive()) flush();
      else bringUp();
      events.changed();
    },
    type(isTyping: boolean): void {
      connection?.tell({ type: "typing", is_typing: isTyping });
    },
    /** Everything that has come has been seen. */
    read(): void {
      const last = connection?.last() ?? 0;
      if (last <= state.readUpTo || !connection?.isLive()) return;
      state.readUpTo = last;
      connection.tell({ type: "mark", delivered: last, read: last });
      events.changed();
    },
    /** The page says who its user is; they go on with the room that they have, wherever that was. */
    async identify(identity: string): Promise<void> {
      const before = memory?.visitor?.id;
      const visitor = await admit({ identity });
      if (visitor.id !== before || connection === null) {
        hangUp();
        const { token } = visitor;
        const rooms = await ask<{ id: string }[]>(`${desk}/api/chat/rooms?limit=1`, { token });
        remember({ room: rooms[0]?.id ?? null, roomKey: newKey() });
      }
      goOn();
    },
    startAnew: () => startOver(false),
    cut: (isCut: boolean) => connection?.cut(isCut),
    async logOut(): Promise<void> {
      const token = memory?.visitor?.token;
      store.write(null);
      reset();
      if (!token) return;
      const told = ask(`${desk}/api/chat/visitors/forget`, { body: {}, token });
      // Forgotten here whatever happens: nobody has the token any more, and in time it expires.
      await told.catch(() => {});
    },
    end(): void {
      removeEventListener("online", goOn);
      hangUp();
    },
  };

  function goOn(): void {
    if (memory?.room || memory?.unsent.length || state.wantsPerson) bringUp();
    events.changed();
  }
}
