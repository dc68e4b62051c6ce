import { sql } from "drizzle-orm";
import { chatMessages, chatRooms } from "../../src/chat/rooms.tables.ts";
import { query } from "../../src/db/query.ts";
import { inParallel } from "../drive.ts";
import type { Lab } from "../lab.ts";
import type { Amounts, Operation } from "../measure.ts";
import { newUsers } from "../people.ts";

const ROOMS = 2_000;
const OPEN_ROOMS = 200;
const DAYS = 365;
const CUSTOMERS = 1_000;
/** Few enough to be written well within the five seconds of a call. */
const MESSAGES_AT_ONCE = 10_000;

/** The support desk's dashboard over so many messages in 2,000 rooms, 200 of them open, and a year. */
export function dashboard(messages: number, amounts: Amounts): Operation {
  return {
    name: `dashboard-${messages < 1_000_000 ? `${messages / 1_000}k` : `${messages / 1_000_000}m`}`,
    title: `Admin dashboard over ${messages.toLocaleString("en")} messages`,
    unit: "request",
    events: "requests",
    amounts,
    connections: 8,
    async prepare({ lab, client }) {
      await fill(lab, messages);
      const [headers = {}] = await newUsers(lab, "admin", [null]);
      return {
        run: (many, connections) =>
          inParallel(many, connections, lab.signal, () =>
            client.send({ path: "/api/admin/dashboard", headers }),
          ),
      };
    },
  };
}

/** Writes the messages as rooms copy them, so that the triggers keep the figures; once in a lab. */
async function fill({ database, signal, ...lab }: Lab, messages: number): Promise<void> {
  const [rooms] = await database.read([
    query.select({ id: chatRooms.id }).from(chatRooms).limit(1),
  ]);
  if (rooms.length > 0) return;
  await newUsers({ database, signal, ...lab }, "customer", Array<null>(CUSTOMERS).fill(null));
  const at = new Date().toISOString();
  await database.write([
    query.run(sql`
      insert into ${chatRooms} (id, customer_id, customer_name, status, handled_by, epoch, version,
        created_at, active_at)
      select 'room_' || value, 'usr_' || (value % ${CUSTOMERS}), 'Anna',
        iif(value < ${OPEN_ROOMS}, 'active', 'closed'), 'human', 1, 1, ${at}, ${at}
      from (${numbers(0, ROOMS)})`),
  ]);
  for (let from = 0; from < messages; from += MESSAGES_AT_ONCE) {
    signal.throwIfAborted();
    const to = Math.min(messages, from + MESSAGES_AT_ONCE);
    await database.write([
      query.run(sql`
        insert into ${chatMessages} (room_id, seq, client_id, user_id, user_name, user_type, content,
          at, day, is_ai, response_ms, intent, confidence, suggestions, engine)
        select 'room_' || (value % ${ROOMS}), value / ${ROOMS} + 1, 'c' || value, 'usr_1', 'Anna',
          iif(value / ${ROOMS} % 2 = 0, 'customer', 'admin'), 'Hej, var är min flyttbil?', ${at},
          date(${at}, '-' || (value % ${DAYS}) || ' days'), value / ${ROOMS} % 4 = 1,
          iif(value / ${ROOMS} % 2 = 0, null, 90000), iif(value / ${ROOMS} % 2 = 0, 'inquiry', null),
          null, null, null
        from (${numbers(from, to)})`),
    ]);
  }
}

function numbers(from: number, to: number) {
  return sql`with recursive n (value) as (
    select ${from} union all select value + 1 from n where value + 1 < ${to}) select value from n`;
}
