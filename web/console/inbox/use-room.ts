import { useEffect, useState } from "preact/hooks";
import { ask, desk } from "../api.ts";
import { session } from "../session.ts";
import { RoomSocket } from "./room-socket.ts";
import { atFirst, type Analysis, type RoomState } from "./room-state.ts";

const EARLIER = 20;

/** A room that is open on the screen: its state, and the socket to act through. */
export function useRoom(roomId: string) {
  const [state, setState] = useState<RoomState>(atFirst);
  const [socket, setSocket] = useState<RoomSocket | null>(null);
  const [earlier, setEarlier] = useState<ReadonlyMap<number, Analysis>>(new Map());

  useEffect(() => {
    const token = session()?.token;
    if (token === undefined) return;
    setState(atFirst);
    setEarlier(new Map());
    const opened = new RoomSocket(roomId, token, setState);
    setState(opened.state);
    setSocket(opened);
    let isOpen = true;
    // The socket tells what the AI makes of messages from now on; what it made before is in the log.
    readAnalyses(roomId).then(
      (found) => isOpen && setEarlier(found),
      () => {},
    );
    return () => {
      isOpen = false;
      opened.stop();
    };
  }, [roomId]);

  const newest = state.messages.at(-1)?.seq ?? 0;
  useEffect(() => {
    const mark = () => socket?.mark(document.visibilityState === "visible");
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [socket, newest, state.connection]);

  const analyses = new Map([...earlier, ...state.analyses]);
  return { state: { ...state, analyses }, socket };
}

async function readAnalyses(roomId: string): Promise<ReadonlyMap<number, Analysis>> {
  const messages = await ask(
    desk.api.chat.rooms[":room_id"].messages.$get({
      param: { room_id: roomId },
      query: { limit: String(EARLIER) },
    }),
  );
  return new Map(
    messages.flatMap(({ seq, intent, ai_suggestion }) =>
      intent === null
        ? []
        : [[seq, { intent, confidence: null, suggestions: ai_suggestion ? [ai_suggestion] : [] }]],
    ),
  );
}
