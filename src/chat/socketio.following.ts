import { ProblemError } from "../problems.ts";
import { asSeen } from "./chat.conversation.ts";
import { limits, type ServerFrame } from "./chat.protocol.ts";
import type { inRoom } from "./in-room.ts";
import type { RoomStub } from "./rooms.ts";
import { eventOf, writeOffset } from "./socketio.events.ts";
import type { Listening } from "./socketio.listening.ts";
import type { State } from "./socketio.state.ts";

export const ROOMS_AT_ONCE = 50;

type Session = {
  state(): State | null;
  /** Keeps the state through hibernation. */
  keep(): void;
  emit(name: string, ...data: unknown[]): void;
  ask<T>(roomId: string, question: Parameters<typeof inRoom<T>>[2]): Promise<T>;
  tell(roomId: string, order: (room: RoomStub) => Promise<void>): Promise<void>;
  listening: Listening;
};

export type Following = ReturnType<typeof openFollowing>;

/** How a Socket.IO session follows its rooms: every message once, in order, whatever the rooms' calls do. */
export function openFollowing({ state, keep, emit, ask, tell, listening }: Session) {
  /** Rooms that are being joined, and the newest message that they have told of meanwhile. */
  const joining = new Map<string, number>();

  /** Listens to a room from its newest message on, or after the last one that the client has. */
  async function join(id: string, after: number | null): Promise<object> {
    const now = state();
    if (!now?.login) throw new ProblemError("unauthenticated");
    if (Object.keys(now.rooms).length >= ROOMS_AT_ONCE) throw new ProblemError("room-full");
    const { member } = now.login;
    joining.set(id, 0);
    listening.add(now.sid, id);
    try {
      const view = await ask(id, (room) => room.listen(now.sid, member));
      const head = view.head?.seq ?? 0;
      now.rooms[id] = Math.min(after ?? head, head);
      const told = joining.get(id) ?? 0;
      keep();
      const { status, handledBy } = view.facts;
      const joined = { room: id, room_id: id, status, handled_by: handledBy, head };
      emit("room_joined", joined, writeOffset(now.rooms));
      if (Math.max(told, head) > (now.rooms[id] ?? 0)) await catchUp(id);
      return joined;
    } catch (error) {
      const isRefused = error instanceof ProblemError && error.code !== "room-unavailable";
      if (isRefused && now.rooms[id] === undefined) listening.remove(id);
      throw error;
    } finally {
      joining.delete(id);
    }
  }

  async function leave(id: string): Promise<object> {
    const now = state();
    if (now) delete now.rooms[id];
    keep();
    const { sid } = listening.read();
    await tell(id, (room) => room.stopListening(sid));
    listening.remove(id);
    return { room: id };
  }

  /** Also for a session that has lost its state. */
  async function leaveAll(): Promise<void> {
    for (const id of listening.read().rooms) await leave(id);
  }

  /** A frame of a room. False if the session is not in that room. */
  async function deliver(roomId: string, frame: ServerFrame): Promise<boolean> {
    if (joining.has(roomId)) {
      const seq = frame.type === "message" ? frame.message.seq : 0;
      joining.set(roomId, Math.max(joining.get(roomId) ?? 0, seq));
      return true;
    }
    const last = state()?.rooms[roomId];
    if (last === undefined) return false;
    if (frame.type !== "message") show(roomId, frame);
    else if (frame.message.seq > last + 1) await catchUp(roomId);
    else showMessage(roomId, frame);
    return true;
  }

  /** Fetches what is missing up to now. Each message is shown once, whatever comes in between. */
  async function catchUp(roomId: string): Promise<void> {
    const login = state()?.login;
    for (;;) {
      const after = state()?.rooms[roomId];
      if (after === undefined || !login) return;
      const page = { limit: limits.page, skip: 0, after };
      const messages = await ask(roomId, (room) => room.read(login.member, page));
      for (const message of messages) {
        showMessage(roomId, { type: "message", message: asSeen(message) });
      }
      if (messages.length < limits.page) return;
    }
  }

  function showMessage(roomId: string, frame: Extract<ServerFrame, { type: "message" }>): void {
    const now = state();
    const last = now?.rooms[roomId];
    if (!now || last === undefined || frame.message.seq !== last + 1) return;
    now.rooms[roomId] = frame.message.seq;
    keep();
    show(roomId, frame, writeOffset(now.rooms));
  }

  function show(roomId: string, frame: ServerFrame, offset?: string): void {
    const event = eventOf(roomId, frame);
    if (event) emit(event.name, event.data, offset);
  }

  return { join, leave, leaveAll, deliver };
}
