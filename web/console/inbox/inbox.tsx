import { useEffect, useState } from "preact/hooks";
import { ask, desk } from "../api.ts";
import { asAgo } from "../parts/format.ts";
import { Badge, Choice, Empty, Head, Shown } from "../parts/ui.tsx";
import { useLoaded } from "../parts/use-loaded.ts";
import { hrefOf } from "../parts/use-route.ts";
import { RoomView } from "./room-view.tsx";

/** 600 looks an hour leave room for work within the 1,000 calls that a user has. */
const LOOK_EVERY_SECONDS = 6;
const AT_MOST = 100;

type Filter = "waiting" | "active" | "closed";
const filters = [
  ["waiting", "Waiting"],
  ["active", "All open"],
  ["closed", "Closed"],
] as const satisfies [Filter, string][];

export function Inbox({ item }: { item: string | null }) {
  const [filter, setFilter] = useState<Filter>("active");
  const rooms = useLoaded(
    () => loadRooms(filter === "closed" ? "closed" : "active"),
    [filter === "closed"],
    LOOK_EVERY_SECONDS,
  );
  const { data, reload } = rooms;
  const shown = (data ?? []).filter(({ is_pending }) => filter !== "waiting" || is_pending);
  const waiting = (data ?? []).filter(({ is_pending }) => is_pending).length;
  useEffect(() => {
    if (item !== null) void reload();
  }, [item]);

  return (
    <div class={item === null ? "inbox" : "inbox with-room"}>
      <section class="rooms" aria-label="Chats">
        <Head title="Inbox">{waiting > 0 && <Badge tone="warn">{waiting} waiting</Badge>}</Head>
        <Choice label="Which chats" options={filters} value={filter} onChange={setFilter} />
        <Shown loaded={rooms}>
          {() =>
            shown.length === 0 ? (
              <Empty>{filter === "waiting" ? "Nobody is waiting." : "No chats here."}</Empty>
            ) : (
              <ul class="room-list">
                {shown.map((room) => (
                  <li key={room.id}>
                    <a
                      href={hrefOf("inbox", room.id)}
                      aria-current={room.id === item ? "page" : undefined}
                    >
                      <span class="room-name">{room.customer_name}</span>
                      <time dateTime={room.last_message_at ?? room.created_at}>
                        {asAgo(room.last_message_at ?? room.created_at)}
                      </time>
                      <span class="room-facts">
                        {room.is_pending && <Badge tone="warn">Waiting</Badge>}
                        <Badge tone={room.handled_by === "ai" ? "info" : "plain"}>
                          {room.handled_by === "ai" ? "AI" : "Person"}
                        </Badge>
                        <span>
                          {room.message_count} {room.message_count === 1 ? "message" : "messages"}
                        </span>
                      </span>
                    </a>
                  </li>
                ))}
              </ul>
            )
          }
        </Shown>
      </section>
      {item === null ? (
        <div class="room-none">
          <Empty>Choose a chat to read it and to answer.</Empty>
        </div>
      ) : (
        <RoomView key={item} roomId={item} onChange={() => void reload()} />
      )}
    </div>
  );
}

function loadRooms(status: "active" | "closed") {
  return ask(desk.api.chat.rooms.$get({ query: { status, limit: String(AT_MOST) } }));
}
