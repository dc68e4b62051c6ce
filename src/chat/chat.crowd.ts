import { z } from "zod";
import { logFailure } from "../log.ts";
import {
  closeCodes,
  encodeFrame,
  limits,
  roles,
  type CloseReason,
  type Person,
  type ServerFrame,
} from "./chat.protocol.ts";
import type { Memory } from "./chat.memory.ts";
import type { Member } from "./chat.turn.ts";
import type { SocketIoSession } from "./socketio.session.ts";

/** What a socket carries through hibernation: who sits there, since which login, and what they have. */
export const Seat = z.object({
  member: z.object({
    id: z.string(),
    name: z.string(),
    role: z.enum(roles),
    customerId: z.string().nullable(),
  }),
  /** Milliseconds. */
  token: z.object({ id: z.string(), issuedAt: z.number(), expiresAt: z.number() }),
  /** When the token was last found not to be revoked, milliseconds. */
  checkedAt: z.number(),
  /** Whether it has caught up and gets messages as they come. */
  isLive: z.boolean(),
  delivered: z.number(),
});
export type Seat = z.infer<typeof Seat>;

type Seated = { socket: WebSocket; seat: Seat };

export type Crowd = ReturnType<typeof openCrowd>;

/** Everybody who is connected to a room: plain sockets, and the Socket.IO sessions that listen. */
export function openCrowd(
  state: DurableObjectState,
  memory: Memory,
  sessions: DurableObjectNamespace<SocketIoSession>,
) {
  const seats = new WeakMap<WebSocket, Seat>();

  function seated(): Seated[] {
    return state.getWebSockets().flatMap((socket) => {
      const seat = seatOf(socket);
      return seat ? [{ socket, seat }] : [];
    });
  }

  /** Who sits at an open socket. */
  function seatOf(socket: WebSocket): Seat | null {
    return socket.readyState === WebSocket.OPEN ? lastSeatOf(socket) : null;
  }

  /** Who sits, or sat, at a socket. Read once after waking: a fan-out looks at every seat. */
  function lastSeatOf(socket: WebSocket): Seat | null {
    const seat = seats.get(socket) ?? Seat.nullable().parse(socket.deserializeAttachment());
    if (seat) seats.set(socket, seat);
    return seat;
  }

  function take(socket: WebSocket, seat: Seat): void {
    seats.set(socket, seat);
    socket.serializeAttachment(seat);
  }

  function tell(socket: WebSocket, frame: ServerFrame): void {
    socket.send(encodeFrame(frame));
  }

  function dismiss(socket: WebSocket, reason: CloseReason, detail: string): void {
    tell(socket, { type: "error", code: reason, detail });
    socket.close(closeCodes[reason], reason);
  }

  /** Tells everybody who is meant, sockets at once and sessions behind the turn. */
  function tellAll(
    frame: ServerFrame,
    isMeant: (person: Person) => boolean = () => true,
    except: WebSocket | null = null,
  ): void {
    const text = encodeFrame(frame);
    const isMessage = frame.type === "message";
    for (const { socket, seat } of seated()) {
      if (socket === except || !isMeant(seat.member)) continue;
      if (isMessage && !seat.isLive) continue;
      if (isMessage && frame.message.seq - seat.delivered > limits.window) {
        dismiss(socket, "slow-consumer", "Too many messages are unacknowledged; resume by pages.");
        continue;
      }
      socket.send(text);
    }
    const listeners = memory.listeners().filter(({ member }) => isMeant(member));
    if (listeners.length === 0) return;
    const delivery = listeners.map(({ session }) => deliver(session, frame));
    state.waitUntil(Promise.all(delivery));
  }

  async function deliver(session: string, frame: ServerFrame): Promise<void> {
    const roomId = memory.facts()?.id ?? "";
    try {
      const isThere = await sessions.getByName(session).deliver(roomId, frame);
      if (!isThere) forget(session);
    } catch (error) {
      // It fetches what it has missed with the next frame that reaches it.
      logFailure(roomId, "socketio-delivery", error);
    }
  }

  function present(without: WebSocket | null = null): Person[] {
    const people = new Map<string, Person>();
    const members = [
      ...seated().flatMap(({ socket, seat }) => (socket === without ? [] : [seat.member])),
      ...memory.listeners().map(({ member }) => member),
    ];
    for (const { id, name, role } of members) people.set(id, { id, name, role });
    return [...people.values()];
  }

  function announce(type: "joined" | "left", { id, name, role }: Member, about: WebSocket | null) {
    if (present(about).some((person) => person.id === id)) return;
    tellAll({ type, person: { id, name, role } }, (person) => person.id !== id, about);
  }

  function forget(session: string): void {
    const listener = memory.listeners().find((each) => each.session === session);
    if (!listener) return;
    memory.removeListener(session);
    announce("left", listener.member, null);
  }

  return {
    seated,
    seatOf,
    take,
    tell,
    dismiss,
    tellAll,
    present,
    isFull: () => seated().length + memory.listeners().length >= limits.socketsPerRoom,
    /** Lets a socket in: it is in the room from here on. */
    admit(socket: WebSocket, seat: Seat): void {
      state.acceptWebSocket(socket);
      take(socket, seat);
      announce("joined", seat.member, socket);
    },
    /** A socket has closed. */
    left(socket: WebSocket): void {
      const seat = lastSeatOf(socket);
      if (seat) announce("left", seat.member, socket);
    },
    listen(session: string, member: Member): void {
      const wasHere = present().some(({ id }) => id === member.id);
      memory.addListener({ session, member });
      const { id, name, role } = member;
      if (!wasHere) {
        tellAll({ type: "joined", person: { id, name, role } }, (person) => person.id !== id);
      }
    },
    forget,
  };
}
