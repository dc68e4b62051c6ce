import type { Compared } from "./compare.ts";
import type { Counts, Measured } from "./measure.ts";
import { PRICES_OF, priceOfAMillion, publishedAt, unitPrices, type Service } from "./prices.ts";
import { limits } from "../src/chat/chat.protocol.ts";
import { CONNECTIONS } from "./wrk.ts";

export type Report = {
  date: Date;
  machine: [name: string, value: string][];
  /** Processes that wanted to run in the minute before the first figure was taken. */
  loadAverage: string;
  measured: readonly Measured[];
  compared: Compared | "not asked for";
};

/** The report as Markdown. */
export function asMarkdown(report: Report): string {
  const { date, machine, loadAverage, measured, compared } = report;
  return [
    "# Load and cost",
    `Written by \`npm run bench\` on ${date.toISOString().slice(0, 10)}; every figure below is of that run.`,
    table(["", "measured on and with"], [...machine, ["Load average before", loadAverage]], 2),
    commands,
    "## How fast",
    speed,
    table(
      [
        "",
        "at once",
        "per second",
        "median ms",
        "p99 ms",
        "alone ms",
        "asked again",
        "lost behind",
        "busy behind the last answer, s",
      ],
      measured.map(({ operation, ...m }) => [
        operation.title,
        count(operation.connections),
        `${figure(m.perSecond)} ${operation.events}`,
        figure(m.median),
        figure(m.p99),
        figure(m.alone),
        count(m.repeats),
        count(m.lost),
        figure(m.behind),
      ]),
    ),
    "## Processor and memory",
    processor,
    table(
      ["", "of", "workerd µs", "sqld µs", "MiB before", "MiB after", "MiB at most"],
      measured.map(({ operation, cpu, memory }) => [
        operation.title,
        `a ${operation.unit}`,
        figure(cpu.workerd),
        figure(cpu.sqld),
        count(memory.before),
        count(memory.after),
        count(memory.peak),
      ]),
    ),
    "## Counted",
    counted,
    table(
      ["", "of", ...columns.map(([title]) => title)],
      measured.map(({ operation, counts }) => [
        operation.title,
        `a ${operation.unit}`,
        ...columns.map(([, read]) => figure(read(counts))),
      ]),
    ),
    "## What a million costs",
    priced,
    table(
      ["", "a million", ...services, "together"],
      measured.map(({ operation, cpu, counts }) => {
        const bill = priceOfAMillion({ ...counts, cpuMilliseconds: cpu.workerd / 1000 });
        const all = [...bill.values()].reduce((sum, part) => sum + part, 0);
        const each = services.map((service) => dollars(bill.get(service) ?? 0));
        return [operation.title, `${operation.unit}s`, ...each, dollars(all)];
      }),
    ),
    `The prices, as published in ${PRICES_OF}. Prices change: those in force are where the links lead, and these are in \`bench/prices.ts\`.`,
    table(
      ["", "a million", "US dollars"],
      unitPrices.map(({ service, unit, dollarsPerMillion }) => [
        `[${service}](${publishedAt[service]})`,
        unit,
        dollarsPerMillion.toString(),
      ]),
      2,
    ),
    "## Beside the least that could answer",
    comparison(compared),
    "## What the figures do not say",
    doNotSay,
  ]
    .join("\n\n")
    .concat("\n");
}

const services: readonly Service[] = ["Workers", "KV", "R2", "Durable Objects", "libSQL (Turso)"];

const columns: readonly (readonly [title: string, read: (counts: Counts) => number])[] = [
  ["Worker requests", (c) => c.requests],
  ["KV reads", (c) => c.kvReads],
  ["KV writes", (c) => c.kvWrites],
  ["R2 operations", (c) => c.r2Reads + c.r2Writes],
  ["object requests", (c) => c.objectRequests],
  ["object messages", (c) => c.objectMessages],
  ["object ms", (c) => c.objectMilliseconds],
  ["object rows read", (c) => c.objectRowsRead],
  ["object rows written", (c) => c.objectRowsWritten],
  ["libSQL round trips", (c) => c.trips],
  ["libSQL rows read", (c) => c.rowsRead],
  ["libSQL rows written", (c) => c.rowsWritten],
];

const commands = `To measure again, on Linux with nothing else to do:

\`\`\`
npm run bench                            all of it, and this report
npm run bench -- --only price,ticket     some of it, on the terminal only
npm run bench -- --quick                 a few of each, to see that it works, on the terminal only
\`\`\`

Each operation has a libSQL server and two Workers of its own, started for it and empty but for what it needs. The Workers are
the built bundle, as it is deployed, on bare workerd. One is loaded and goes to libSQL directly; the other counts, and goes
there through a counting proxy. KV is a map in memory.`;

const speed = `\`at once\` is how many callers wait for an answer at any time; each asks again as soon as it has one. The median and p99 are
of that, so they are mostly time in the queue; \`alone\` is the median with one caller. What happens behind answers
(records of calls, copies of rooms) may go on after the last answer, for the seconds of the last column. libSQL has one writer at a time, and a
Worker waits for it no longer than five seconds. A call that is then answered with a 503 is \`asked again\` with its key, and its milliseconds include
both; a record of a call that is given up is \`lost behind\` its answer, and logged.

Keys and visitors are 16 and 32. Each checkout is another buyer's, whose counter, a SQLite file of its own, is made for it.

In a chat, staff write one message at a time in each room, the next when everybody has it; milliseconds are from sending to each socket
that gets it, and a small room is held back by the desk's own limit of ${limits.framesPerSecond} frames a second from each socket. The sockets compress, as
those of browsers do. An import's milliseconds are those of a whole file, from sending it until all its leads are stored; there are three.`;

const processor = `User and system time of the two processes, what happens behind the answers included, divided by the operations under load. That of workerd
includes its Durable Objects, their SQLite and the map that stands in for KV. Memory is that of workerd: just started, when
everything was answered, and the most in between; the sockets of a chat are among it.`;

const counted = `What one of each spends, counted around the Worker's bindings and in the answers of libSQL, one at a time, all that happens behind
the answers included. Rows of libSQL are those that it says it went over and wrote: in tables and in each of their indexes, triggers included.
An object's call, alarm or opened socket is a request; its milliseconds are those that it spent on them.

A count of a limit is one object request and one row. The price calls of a visitor come 20 at a time here and share theirs; at more
than a second from each other each has its own. What a limit's object spends when its window ends, and what an isolate reads from KV
once a minute (limits, price list) or half a minute (keys), is left out.`;

const priced = `In US dollars, beyond what the plans include, storage left out. The CPU is what workerd used on this machine for everything; the platform charges the
Worker's own, so this is on the high side. An object's time is that spent on calls, messages and alarms with libSQL beside it; with
libSQL far away an alarm that waits for it takes longer.`;

function comparison(compared: Report["compared"]): string {
  if (compared === "not asked for") return "Not asked for.";
  if (!compared) {
    return "Left out: `wrk` is not installed (on Debian and Ubuntu: `apt-get install wrk`).";
  }
  const { desk, minimal } = compared;
  const row = (name: string, { rps, cpu }: typeof desk) => [name, figure(rps), figure(cpu)];
  return [
    `\`GET /price\` under \`wrk\` with ${CONNECTIONS} connections, medians of rounds in turn. The other is \`bench/minimal.js\`, which only parses and answers with something alike: ` +
      `the difference is the price of routing, checks, limits and the log line.`,
    table(
      ["", "requests per second", "workerd µs"],
      [
        row("the desk", desk),
        row("the minimal handler", minimal),
        ["desk ÷ minimal", figure(desk.rps / minimal.rps), figure(desk.cpu / minimal.cpu)],
      ],
    ),
  ].join("\n\n");
}

const doNotSay = `Everything ran on one machine over loopback: workerd, libSQL and what loads them share its processors, so rates are
lower than they would be apart, and there is no network in any of the milliseconds. Deployed, every libSQL round trip, every count and
every KV read that is not cached nearby adds the way there, and Cloudflare runs the Worker in as many places as callers need, while here it is one
process whose JavaScript runs on one core at a time. So: compare these figures with each other, and with those of another commit on the same machine. The counts, and
the prices but for their CPU and object time, hold anywhere.`;

/** A Markdown table whose first columns are words and whose others are figures. */
function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columnsOfWords = 1,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, i) => (i < columnsOfWords ? "---" : "---:"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

/** A number with three digits that matter, and no fraction from 100 on. */
function figure(value: number): string {
  if (value === 0) return "0";
  const digits = value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
  return value < 0.005 ? "< 0.01" : value.toLocaleString("en", digits);
}

function count(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 0 });
}

function dollars(value: number): string {
  return value === 0 ? "0" : value < 0.005 ? "< 0.01" : value.toFixed(2);
}
