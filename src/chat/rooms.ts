import type { Cost } from "../cost.ts";
import { ProblemError } from "../problems.ts";
import type { ChatRoom } from "./chat.room.ts";
import type { Outcome } from "./outcome.ts";

export type RoomStub = DurableObjectStub<ChatRoom>;

/** The rooms, one object each. */
export type Rooms = {
  /**
   * Asks a room. A room that could not be reached is asked once more, so every question must be one that can
   * be repeated; then it is `room-unavailable`.
   */
  ask<T>(roomId: string, question: (room: RoomStub) => Promise<Outcome<T>>): Promise<Outcome<T>>;
  tell(roomId: string, order: (room: RoomStub) => Promise<void>): Promise<void>;
  /** Hands a socket to a room. */
  connect(roomId: string, request: Request): Promise<Response>;
  /** Settles if an object can be reached at all. */
  ping(): Promise<void>;
};

export function openRooms(objects: DurableObjectNamespace<ChatRoom>, cost: Cost): Rooms {
  async function reach<T>(roomId: string, call: (room: RoomStub) => Promise<T>): Promise<T> {
    cost.objectCalls += 1;
    try {
      return await call(objects.getByName(roomId));
    } catch (error) {
      if (isOwnFailure(error)) throw error;
      cost.objectCalls += 1;
      return call(objects.getByName(roomId)).catch((cause: unknown) => {
        throw new ProblemError("room-unavailable", { retryAfter: 1, cause });
      });
    }
  }
  return {
    ask: reach,
    tell: reach,
    connect(roomId, request) {
      cost.objectCalls += 1;
      return objects.getByName(roomId).fetch(request);
    },
    async ping() {
      cost.objectCalls += 1;
      await objects.getByName("ping").ping();
    },
  };
}

/** True for what our code threw inside the object; anything else is the way there. */
function isOwnFailure(error: unknown): boolean {
  return error instanceof Error && "remote" in error && error.remote === true;
}
