import {
  aiMember,
  composeMessage,
  type Member,
  type RoomFacts,
  type StoredMessage,
} from "../../src/chat/chat.turn.ts";
import { copyRoom } from "../../src/chat/copy-room.ts";
import { defaultSystemConfig } from "../../src/chat/system-config.schema.ts";
import { readingRules } from "../../src/chat/system-config.ts";
import { read } from "../../src/ai/rules.ts";
import type { Statement } from "../../src/db/query.ts";
import { seededRandom, type Random } from "./random.ts";

const DAYS = 30;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const TIME_ZONE = "Europe/Stockholm";

/** What customers of the demo write, and how staff answer where the AI does not. */
const talks: readonly (readonly [customer: string, staff: string])[] = [
  ["Hej!", "Hej! Hur kan jag hjälpa dig?"],
  [
    "Vad kostar det att flytta en trea till Uppsala?",
    "Ungefär 6 800 kr efter RUT. Jag skickar en offert.",
  ],
  [
    "Min spegel gick sönder i flytten och jag är missnöjd",
    "Det var tråkigt. Jag öppnar ett skadeärende åt dig.",
  ],
  ["Ni var jättesnälla och noggranna, tack så mycket!", "Tack, det ska jag hälsa till teamet!"],
  ["Jag kan inte logga in på min sida", "Jag har skickat en ny länk till din e-post."],
  ["Guten Tag, wann kommt der Umzugswagen?", "Guten Tag! Um acht Uhr, wir rufen vorher an."],
  [
    "Der Schrank ist kaputt, das ist eine Frechheit",
    "Das tut mir leid. Bitte schicken Sie mir ein Foto.",
  ],
  ["Hello, can you also pack my kitchen?", "Yes, packing the kitchen takes about three hours."],
  ["Moi! Kuinka paljon siivous maksaa?", "Hei! Loppusiivous maksaa 2 000 kruunua."],
  ["Kan jag ändra till fredag i stället?", "Ja, fredag klockan nio är ledigt. Jag har ändrat."],
];

type Customer = { id: string; username: string };

/** Thirty days of chats, read by the built-in engine and answered as the desk would; the same every time. */
export function demoChats(customers: readonly Customer[], admin: Customer, now: Date): Statement[] {
  const random = seededRandom(2026);
  const staff: Member = { id: admin.id, name: admin.username, role: "admin", customerId: null };
  return Array.from({ length: DAYS }, (_, i) => DAYS - i).flatMap((daysAgo) =>
    Array.from({ length: random.between(1, 4) }, () => {
      const begin = now.getTime() - daysAgo * DAY_MS + random.between(1, DAY_MS - 120 * MINUTE_MS);
      const customer = random.pick(customers);
      return copyRoom(...demoRoom(random, customer, staff, begin), TIME_ZONE);
    }).flat(),
  );
}

function demoRoom(
  random: Random,
  { id: customerId, username }: Customer,
  staff: Member,
  begin: number,
): [RoomFacts, StoredMessage[]] {
  const isClosed = random.next() < 0.7;
  const facts: RoomFacts = {
    id: `room_${Array.from({ length: 36 }, () => random.pick([..."0123456789abcdefghjkmnpqrstvwxyz"])).join("")}`,
    customerId,
    customerName: username,
    status: isClosed ? "closed" : "active",
    handledBy: "human",
    epoch: 2,
    version: 3,
    createdAt: new Date(begin).toISOString(),
  };
  const customer: Member = { id: customerId, name: username, role: "customer", customerId: null };
  const messages: StoredMessage[] = [];
  let clock = begin;
  let waitingSince: string | null = null;
  const say = (member: Member, content: string, afterMs: number) => {
    clock += afterMs;
    const sending = { client_id: `demo-${messages.length}`, content };
    const log = { head: messages.at(-1) ?? null, unansweredSince: waitingSince };
    const message = composeMessage(facts, member, sending, log, new Date(clock));
    const isCustomer = member.role === "customer";
    const analysis = isCustomer ? read(content, readingRules(defaultSystemConfig)) : null;
    waitingSince = isCustomer ? (waitingSince ?? message.timestamp) : null;
    messages.push({ ...message, analysis });
    return analysis;
  };
  for (let turns = random.between(1, 4); turns > 0; turns -= 1) {
    const [question, answer] = random.pick(talks);
    const reading = say(customer, question, random.between(1, 10) * MINUTE_MS);
    const byAi = reading !== null && reading.intent !== "uncategorized" && random.next() < 0.5;
    const isLeftOpen = turns === 1 && !isClosed && random.next() < 0.4;
    if (byAi) say(aiMember, reading.suggestions[0] ?? answer, random.between(1, 4) * 1_000);
    else if (!isLeftOpen) say(staff, answer, random.between(1, 25) * MINUTE_MS);
  }
  return [facts, messages];
}
