import { useEffect, useRef } from "preact/hooks";
import { asDay, asMoment, asTime } from "../parts/format.ts";
import { Empty } from "../parts/ui.tsx";
import { Said } from "./said.tsx";
import type { RoomSocket } from "./room-socket.ts";
import { readByCustomer, type RoomState } from "./room-state.ts";

const NEAR_END_PX = 120;

export function MessageLog({ state, socket }: { state: RoomState; socket: RoomSocket | null }) {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const { messages, outgoing, typing } = state;
  const read = readByCustomer(state);
  const lastRead = messages.findLast(({ user_type, seq }) => user_type === "admin" && seq <= read);

  useEffect(() => {
    const element = box.current;
    if (element && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [messages.length, outgoing.length, typing.length]);

  function follow(): void {
    const element = box.current;
    if (!element) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    isAtEnd.current = below < NEAR_END_PX;
  }

  return (
    <div class="messages" ref={box} onScroll={follow} tabIndex={0} role="log" aria-label="Messages">
      {messages.length === 0 && outgoing.length === 0 && state.connection === "live" && (
        <Empty>Nothing has been written yet.</Empty>
      )}
      <ol>
        {messages.map((message, i) => {
          const before = messages[i - 1];
          const isNewDay = asDay(before?.timestamp ?? "1970-01-01") !== asDay(message.timestamp);
          const side = message.user_type === "customer" ? "theirs" : "ours";
          return (
            <li key={message.seq} class={side}>
              {isNewDay && <p class="day">{asDay(message.timestamp)}</p>}
              <div class={message.is_ai_generated ? "bubble ai" : "bubble"}>
                <p class="who">
                  {message.is_ai_generated ? "AI" : message.user_name}
                  <time dateTime={message.timestamp} title={asMoment(message.timestamp)}>
                    {asTime(message.timestamp)}
                  </time>
                </p>
                <Said content={message.content} />
                <Intent intent={state.analyses.get(message.seq)?.intent} />
              </div>
              {message === lastRead && <p class="mark">Read</p>}
            </li>
          );
        })}
        {outgoing.map(({ client_id, content, refusal }) => (
          <li key={client_id} class="ours">
            <div class={refusal === null ? "bubble waiting" : "bubble refused"}>
              <Said content={content} />
            </div>
            <p class="mark">
              {refusal ?? "Waiting to be sent"}
              {refusal !== null && (
                <>
                  {" "}
                  <button type="button" class="link" onClick={() => socket?.again(client_id)}>
                    Send again
                  </button>{" "}
                  <button type="button" class="link" onClick={() => socket?.drop(client_id)}>
                    Discard
                  </button>
                </>
              )}
            </p>
          </li>
        ))}
      </ol>
      {typing.length > 0 && (
        <p class="typing">{typing.map(({ name }) => name).join(", ")} is typing…</p>
      )}
    </div>
  );
}

function Intent({ intent }: { intent: string | undefined }) {
  return intent === undefined || intent === "uncategorized" ? null : <p class="intent">{intent}</p>;
}
