import { z } from "zod";
import { Reading } from "../ai/model.ts";
import { ERASED } from "../erased.ts";
import type { Head, Member, RoomFacts, StoredMessage } from "./chat.turn.ts";
import { handlers, roles, statuses, type Mark } from "./chat.protocol.ts";
import { messageId } from "./message-id.ts";

/**
 * What a room remembers, in its own SQLite. A message is one row written, and one more when it has been
 * read by the AI: there is no index beside the sequence number. Which client ids are taken is therefore looked
 * up in the log once after the object has woken, and kept: rows read cost a thousandth of rows written.
 */
export type Memory = ReturnType<typeof openMemory>;

const tables = `
  create table if not exists messages (
    seq integer primary key,
    client_id text not null,
    user_id text not null,
    user_name text not null,
    user_type text not null,
    content text not null,
    at text not null,
    is_ai integer not null,
    response_ms integer,
    analysis text
  ) strict;
  create table if not exists marks (
    user_id text primary key,
    read integer not null
  ) strict, without rowid;
  create table if not exists listeners (
    session text primary key,
    member text not null
  ) strict, without rowid;
`;

const places = "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

const FACTS = "facts";
const COPIED = "copied";

const Row = z.object({
  seq: z.int(),
  client_id: z.string(),
  user_id: z.string(),
  user_name: z.string(),
  user_type: z.enum(roles),
  content: z.string(),
  at: z.string(),
  is_ai: z.int(),
  response_ms: z.int().nullable(),
  analysis: z.string().nullable(),
});

const Facts = z.object({
  id: z.string(),
  customerId: z.string(),
  customerName: z.string(),
  status: z.enum(statuses),
  handledBy: z.enum(handlers),
  epoch: z.int(),
  version: z.int(),
  createdAt: z.string(),
});

const StoredMember = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  customerId: z.string().nullable(),
});

/** How much of the room is in libSQL: messages up to `seq`, and the facts of `version`. */
export type Copied = { seq: number; version: number };

/** A Socket.IO session that listens to the room. */
export type Listener = { session: string; member: Member };

export function openMemory({ sql, kv }: DurableObjectStorage) {
  let facts: RoomFacts | null = null;
  let taken: Map<string, number> | null = null;
  let written = 0;

  function run(text: string, ...values: (string | number | null)[]) {
    const cursor = sql.exec(text, ...values);
    const rows = cursor.toArray();
    written += cursor.rowsWritten;
    return rows;
  }

  function keep(name: string, value: object): void {
    kv.put(name, value);
    written += 1;
  }

  function messages(where: string, ...values: number[]): StoredMessage[] {
    const { id } = readFacts();
    return run(`select * from messages where ${where}`, ...values).map((row) => present(id, row));
  }

  function readFacts(): RoomFacts {
    facts ??= Facts.parse(kv.get(FACTS));
    return facts;
  }

  function clientIds(): Map<string, number> {
    taken ??= new Map(
      run("select user_id, client_id, seq from messages").map((row) => [
        `${row["user_id"]} ${row["client_id"]}`,
        Number(row["seq"]),
      ]),
    );
    return taken;
  }

  return {
    /** Null if no room has been opened here; nothing is written then. */
    facts: (): RoomFacts | null => (kv.get(FACTS) === undefined ? null : readFacts()),
    changeFacts(changed: RoomFacts): void {
      keep(FACTS, changed);
      facts = changed;
    },
    makeTables(): void {
      sql.exec(tables);
    },

    head(): Head | null {
      const [row] = run("select seq, at from messages order by seq desc limit 1");
      return row ? { seq: Number(row["seq"]), timestamp: String(row["at"]) } : null;
    },
    /** When the customer's newest unanswered messages began; null if the desk has the last word. */
    unansweredSince(): string | null {
      const [row] = run(
        `select min(at) as at from messages where seq >
          coalesce((select seq from messages where user_type = 'admin' order by seq desc limit 1), 0)`,
      );
      const at = row?.["at"];
      return typeof at === "string" ? at : null;
    },
    /** A sender's earlier message with this client id. */
    find(userId: string, clientId: string): StoredMessage | null {
      const seq = clientIds().get(`${userId} ${clientId}`);
      return seq === undefined ? null : (messages("seq = ?", seq)[0] ?? null);
    },
    message: (seq: number): StoredMessage | null => messages("seq = ?", seq)[0] ?? null,
    insert(message: StoredMessage): void {
      run(`insert into messages ${places}`, ...valuesOf(message));
      clientIds().set(`${message.user_id} ${message.client_id}`, message.seq);
    },
    /** Puts messages back; those that are there stay as they are. */
    refill(copies: StoredMessage[]): void {
      for (const copy of copies) run(`insert or ignore into messages ${places}`, ...valuesOf(copy));
      taken = null;
    },
    setAnalysis(seq: number, analysis: Reading): void {
      run("update messages set analysis = ? where seq = ?", JSON.stringify(analysis), seq);
    },

    /** Messages after a sequence number, oldest first. */
    after: (seq: number, limit: number) => messages("seq > ? order by seq limit ?", seq, limit),
    /** The newest messages before a sequence number, oldest first. */
    before: (seq: number, limit: number) =>
      messages("seq < ? order by seq desc limit ?", seq, limit).toReversed(),
    awaitingReading: (limit: number) =>
      messages(
        "seq > ? and user_type = 'customer' and analysis is null order by seq limit ?",
        readCopied().seq,
        limit,
      ),

    marks(): Mark[] {
      return run("select user_id, read from marks").map((row) => ({
        user_id: String(row["user_id"]),
        delivered: Number(row["read"]),
        read: Number(row["read"]),
      }));
    },
    setRead(userId: string, read: number): void {
      run("insert or replace into marks values (?, ?)", userId, read);
    },

    listeners(): Listener[] {
      return run("select session, member from listeners").map((row) => ({
        session: String(row["session"]),
        member: StoredMember.parse(JSON.parse(String(row["member"]))),
      }));
    },
    addListener({ session, member }: Listener): void {
      run("insert or replace into listeners values (?, ?)", session, JSON.stringify(member));
    },
    removeListener(session: string): void {
      run("delete from listeners where session = ?", session);
    },

    /** Forgets the whole room, as if it had never been opened. */
    erase(): void {
      sql.exec("delete from messages; delete from marks; delete from listeners");
      kv.delete(FACTS);
      kv.delete(COPIED);
      facts = null;
      taken = null;
    },
    /** Leaves of what these people said that they said something. */
    blank(people: string[]): void {
      run(
        `update messages set content = ?1, user_name = ?1, analysis = null
          where user_id in (select value from json_each(?2))`,
        ERASED,
        JSON.stringify(people),
      );
    },

    copied: readCopied,
    setCopied(copied: Copied): void {
      keep(COPIED, copied);
    },

    /** Rows written since this was last asked. */
    takeWritten(): number {
      const count = written;
      written = 0;
      return count;
    },
  };

  function readCopied(): Copied {
    return kv.get<Copied>(COPIED) ?? { seq: 0, version: 0 };
  }
}

function valuesOf(message: StoredMessage): (string | number | null)[] {
  return [
    message.seq,
    message.client_id,
    message.user_id,
    message.user_name,
    message.user_type,
    message.content,
    message.timestamp,
    message.is_ai_generated ? 1 : 0,
    message.response_ms,
    message.analysis && JSON.stringify(message.analysis),
  ];
}

function present(roomId: string, raw: object): StoredMessage {
  const row = Row.parse(raw);
  return {
    seq: row.seq,
    id: messageId(roomId, row.seq),
    client_id: row.client_id,
    content: row.content,
    user_type: row.user_type,
    user_id: row.user_id,
    user_name: row.user_name,
    timestamp: row.at,
    is_ai_generated: row.is_ai === 1,
    response_ms: row.response_ms,
    analysis: row.analysis === null ? null : Reading.parse(JSON.parse(row.analysis)),
  };
}
