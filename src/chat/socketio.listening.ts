/** The rooms that count a session among those who listen. On disk: a session that is lost with its object is taken out of them. */
export type Listening = ReturnType<typeof openListening>;

type Stored = { sid: string; rooms: string[] };

const NAME = "listening";

export function openListening({ kv }: DurableObjectStorage) {
  const read = (): Stored => kv.get<Stored>(NAME) ?? { sid: "", rooms: [] };
  return {
    read,
    add(sid: string, room: string): void {
      const { rooms } = read();
      if (!rooms.includes(room)) kv.put<Stored>(NAME, { sid, rooms: [...rooms, room] });
    },
    remove(room: string): void {
      const { sid, rooms } = read();
      const rest = rooms.filter((id) => id !== room);
      if (rest.length === 0) kv.delete(NAME);
      else kv.put<Stored>(NAME, { sid, rooms: rest });
    },
  };
}
