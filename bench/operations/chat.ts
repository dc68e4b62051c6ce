import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { Explained } from "../../scripts/support/explained.ts";
import { limits } from "../../src/chat/chat.protocol.ts";
import type { Timed } from "../drive.ts";
import type { Amounts, Bench, Operation } from "../measure.ts";
import { newUsers } from "../people.ts";
import { openMember, type Member } from "./chat-member.ts";

const OPENED_AT_ONCE = 20;

/** A little less often than a socket may. */
const PAUSE_MS = 1_100 / limits.framesPerSecond;

/**
 * People talk in rooms, each message sent when everybody in the room has the one before. `sockets` is all of
 * them, in equal shares. The members are staff: what customers write would be read by the AI too.
 */
export function chat(sockets: number, rooms: number, amounts: Amounts): Operation {
  const where = rooms === 1 ? "in one room" : `in ${rooms} rooms`;
  return {
    name: `chat-${sockets}`,
    title: `Chat message to ${(sockets / rooms).toLocaleString("en")} of ${sockets.toLocaleString("en")} sockets ${where}`,
    unit: "message",
    events: "deliveries",
    amounts,
    connections: rooms,
    async prepare(bench) {
      const open = await openRooms(bench, rooms, sockets / rooms);
      return {
        async run(many, connections): Promise<Timed> {
          const talking = open.slice(0, connections);
          const each = Math.ceil(many / talking.length);
          const startedAt = performance.now();
          const talks = talking.map((members) => talk(members, each, bench.lab.signal));
          const milliseconds = (await Promise.all(talks)).flat();
          const seconds = (performance.now() - startedAt) / 1000;
          const operations = each * talking.length;
          return { operations, events: milliseconds.length, seconds, milliseconds };
        },
        end: () => open.flat().forEach((member) => member.close()),
      };
    },
  };
}

const Opened = z.object({ room_id: z.string() });

/** Opens rooms of one customer and fills them with sockets of staff. */
async function openRooms(bench: Bench, rooms: number, sockets: number): Promise<Member[][]> {
  const { lab, client, server } = bench;
  const [customer = {}] = await newUsers(lab, "customer", [null]);
  const [staff = {}] = await newUsers(lab, "admin", [null]);
  const open: Member[][] = [];
  for (let room = 0; room < rooms; room += 1) {
    const body = { customer_name: "Anna" };
    const answer = await client.send({ path: "/api/chat/rooms", headers: customer, body });
    const { room_id: id } = Opened.parse(JSON.parse(answer));
    const members: Member[] = [];
    while (members.length < sockets) {
      lab.signal.throwIfAborted();
      const more = Math.min(OPENED_AT_ONCE, sockets - members.length);
      const opening = Array.from({ length: more }, () => openMember(server.origin, id, staff));
      members.push(...(await Promise.all(opening)));
    }
    open.push(members);
  }
  return open;
}

/** Messages one after another, from one socket after another; the milliseconds of every delivery. */
async function talk(members: Member[], amount: number, signal: AbortSignal): Promise<number[]> {
  const milliseconds: number[] = [];
  const lastSent = new Map<Member, number>();
  for (let said = 0; said < amount; said += 1) {
    signal.throwIfAborted();
    const speaker = members[said % members.length];
    if (!speaker) throw new Explained("Nobody is in the room.");
    const wait = (lastSent.get(speaker) ?? 0) + PAUSE_MS - performance.now();
    if (wait > 0) await sleep(wait);
    const startedAt = performance.now();
    lastSent.set(speaker, startedAt);
    const heard = members.map((member) => member.hears());
    speaker.say("Hej, flyttbilen är framme om tio minuter.");
    for (const at of await Promise.all(heard)) milliseconds.push(at - startedAt);
  }
  return milliseconds;
}
