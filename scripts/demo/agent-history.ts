import { agentCalls } from "../../src/agents/agent-calls.schema.ts";
import { counters } from "../../src/db/system.tables.ts";
import { query, type Statement } from "../../src/db/query.ts";
import { deriveCategory } from "../../src/tickets/derive.ts";
import { issues } from "../../src/tickets/ticket-texts.ts";
import { tickets } from "../../src/tickets/tickets.schema.ts";
import { trendWords } from "../../src/tickets/trend-words.ts";
import { demoCustomers } from "./moves.ts";
import { seededRandom, type Random } from "./random.ts";

const DAYS = 30;
const DAY_MS = 86_400_000;
const ROWS_PER_STATEMENT = 100;

const endpoints = [
  "/gpt-rag/customer-lookup",
  "/gpt-rag/booking-details",
  "/gpt-rag/calculate-price",
  "/gpt-rag/create-ticket",
] as const;

const complaints = [
  ["damage_claim", "Byrån fick en djup repa när den bars ner för trappan."],
  ["booking_change", "Jag behöver flytta en vecka senare än planerat."],
  ["complaint", "Flyttbilen kom två timmar efter utsatt tid."],
  ["cleaning_issue", "Ugnen och fönstren i köket glömdes bort vid städningen."],
  ["general", "Hur många kartonger brukar en trea behöva?"],
] as const;

/** Thirty days of agent calls and the tickets opened in them, the same every time but for the dates. */
export function demoHistory(now: Date): Statement[] {
  const random = seededRandom(2025);
  const calls = Array.from({ length: DAYS }, (_, day) =>
    callsOfDay(random, now, DAYS - day),
  ).flat();
  return [
    ...chunks(calls).map((rows) => query.insert(agentCalls).values(rows)),
    ...demoTickets(random, now),
  ];
}

function callsOfDay(random: Random, now: Date, daysAgo: number) {
  return Array.from({ length: random.between(15, 45) }, () => {
    const at = new Date(now.getTime() - daysAgo * DAY_MS + random.between(1, DAY_MS - 1));
    const endpoint = random.pick(endpoints);
    const succeeded = random.next() > 0.04;
    const isAboutCustomer = endpoint !== "/gpt-rag/calculate-price";
    return {
      at: at.toISOString(),
      endpoint,
      keyId: "key_demo_0",
      customerEmail: isAboutCustomer ? pickCustomer(random) : null,
      succeeded,
      problem: succeeded ? null : "validation-failed",
      responseMs: random.between(4, 90),
    };
  });
}

/** Numbered like live ones, per year from 1000, so that the next real ticket continues the series. */
function demoTickets(random: Random, now: Date): Statement[] {
  const dates = Array.from(
    { length: 14 },
    (_, i) => new Date(now.getTime() - (28 - 2 * i) * DAY_MS),
  );
  const years = Map.groupBy(dates, (date) => date.toISOString().slice(0, 4));
  return [...years].flatMap(([year, inYear]) => [
    query
      .insert(tickets)
      .values(inYear.map((date, i) => ticket(random, date, `NF-${year}-${1000 + i}`))),
    query.insert(counters).values({ name: `ticket:${year}`, value: 999 + inYear.length }),
  ]);
}

function ticket(random: Random, date: Date, number: string) {
  const [issueType, description] = random.pick(complaints);
  const isResolved = random.next() < 0.6;
  const resolvedAt = new Date(date.getTime() + random.between(1, 20) * 3_600_000).toISOString();
  return {
    ticketId: `tkt_demo_${number}`,
    number,
    customerEmail: pickCustomer(random),
    issueType,
    title: issues[issueType].name,
    description,
    logType: issues[issueType].logType,
    category: deriveCategory(description),
    words: trendWords(`${issues[issueType].name} ${description}`),
    priority: random.pick(["high", "medium", "medium", "low"] as const),
    status: isResolved ? ("resolved" as const) : ("open" as const),
    assignedTeam: issues[issueType].team,
    createdBy: "key:key_demo_0",
    createdAt: date.toISOString(),
    updatedAt: isResolved ? resolvedAt : null,
    resolvedAt: isResolved ? resolvedAt : null,
  };
}

function pickCustomer(random: Random): string | null {
  return demoCustomers[random.between(0, demoCustomers.length - 1)]?.email ?? null;
}

function chunks<T>(rows: T[]): T[][] {
  const count = Math.ceil(rows.length / ROWS_PER_STATEMENT);
  return Array.from({ length: count }, (_, i) =>
    rows.slice(i * ROWS_PER_STATEMENT, (i + 1) * ROWS_PER_STATEMENT),
  );
}
