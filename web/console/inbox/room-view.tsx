import { useEffect } from "preact/hooks";
import { ask, desk } from "../api.ts";
import { Badge, Failure, Notice } from "../parts/ui.tsx";
import { useAction, useLoaded } from "../parts/use-loaded.ts";
import { hrefOf } from "../parts/use-route.ts";
import { Composer } from "./composer.tsx";
import { MessageLog } from "./message-log.tsx";
import type { RoomState } from "./room-state.ts";
import { Suggestions } from "./suggestions.tsx";
import { useDraft } from "./use-draft.ts";
import { useRoom } from "./use-room.ts";

/** The list of chats is made from copies of the rooms, which come about a second later. */
const COPIED_AFTER_MS = 1_500;

export function RoomView({ roomId, onChange }: { roomId: string; onChange: () => void }) {
  const { state, socket } = useRoom(roomId);
  const details = useLoaded(() => findRoom(roomId), [roomId]);
  const action = useAction();
  const draft = useDraft(roomId);
  const { room, connection } = state;
  const name = details.data?.customer_name ?? "Chat";
  const isClosed = (room?.status ?? details.data?.status) === "closed";
  const handledBy = room?.handled_by ?? details.data?.handled_by ?? "ai";

  useEffect(() => {
    if (!room) return;
    const timer = setTimeout(onChange, COPIED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [room?.status, room?.epoch, state.messages.length]);

  function setStatus(status: "close" | "reopen"): void {
    void action.run(async () => {
      const where = desk.api.chat.rooms[":room_id"];
      const param = { room_id: roomId };
      await ask(status === "close" ? where.close.$post({ param }) : where.reopen.$post({ param }));
      onChange();
    });
  }

  return (
    <section class="room" aria-label={`Chat with ${name}`}>
      <header class="room-head">
        <a class="back" href={hrefOf("inbox")} aria-label="Back to all chats">
          ←
        </a>
        <div class="room-title">
          <h2>{name}</h2>
          <p class="quiet">
            <Badge tone={handledBy === "ai" ? "info" : "plain"}>
              {handledBy === "ai" ? "AI answers" : "A person answers"}
            </Badge>{" "}
            <Connection state={state} /> <Presence state={state} />
          </p>
        </div>
        <div class="actions">
          {!isClosed && (
            <button
              type="button"
              disabled={connection !== "live"}
              onClick={() => socket?.handOver(handledBy === "ai" ? "human" : "ai")}
            >
              {handledBy === "ai" ? "Take over" : "Hand back to AI"}
            </button>
          )}
          <button
            type="button"
            disabled={action.isBusy}
            onClick={() => setStatus(isClosed ? "reopen" : "close")}
          >
            {isClosed ? "Reopen" : "Close"}
          </button>
        </div>
      </header>
      <Failure error={action.error ?? state.problem ?? state.ended ?? details.error} />
      <MessageLog state={state} socket={socket} />
      {isClosed ? (
        <Notice>This chat is closed. Reopen it to write.</Notice>
      ) : (
        <>
          <Suggestions state={state} onUse={draft.put} onSend={(text) => socket?.send(text)} />
          <Composer
            roomId={roomId}
            draft={draft}
            customerName={name}
            onSend={(text) => socket?.send(text)}
            onTyping={(isTyping) => socket?.typing(isTyping)}
          />
        </>
      )}
    </section>
  );
}

function Connection({ state: { connection } }: { state: RoomState }) {
  const words = {
    connecting: "Connecting…",
    live: "Live",
    lost: "Connection lost; it comes back by itself",
    ended: "Not connected",
  };
  return (
    <span class={`connection ${connection}`} role="status">
      {words[connection]}
    </span>
  );
}

function Presence({ state: { present, you } }: { state: RoomState }) {
  const others = present.filter(({ id }) => id !== you?.id);
  const names = [
    ...new Set(others.map(({ name, role }) => (role === "customer" ? "customer" : name))),
  ];
  return names.length === 0 ? null : <span>· here: {names.join(", ")}</span>;
}

function findRoom(roomId: string) {
  return ask(desk.api.chat.rooms[":room_id"].$get({ param: { room_id: roomId } }));
}
