import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Explained, main } from "../scripts/support/explained.ts";
import { buildPages, buildWorker } from "../scripts/support/worker-build.ts";
import { compare } from "./compare.ts";
import { loadAverage, machine } from "./machine.ts";
import { measure, type Measured, type Operation } from "./measure.ts";
import { operations } from "./operations/operations.ts";
import { asMarkdown, type Report } from "./report.ts";

const REPORT = join(import.meta.dirname, "REPORT.md");

const stopping = new AbortController();

await main(async () => {
  if (process.platform !== "linux") {
    throw new Explained("The benchmark reads processor time from /proc, so it needs Linux.");
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => stopping.abort(new Explained("Stopped.")));
  }
  await bench(readOptions());
});

type Options = { isQuick: boolean; only: string | null };

function readOptions(): Options {
  const { values } = parseArgs({
    options: { quick: { type: "boolean", default: false }, only: { type: "string" } },
  });
  return { isQuick: values.quick, only: values.only ?? null };
}

/** Measures one operation after another, and writes the report if all of them were measured in full. */
async function bench({ isQuick, only }: Options): Promise<void> {
  const chosen = choose(operations(isQuick), only);
  const busy = loadAverage();
  console.log("Building the Worker …");
  await buildPages({ demoKey: null });
  buildWorker();

  const measured: Measured[] = [];
  for (const operation of chosen) {
    console.log(`${operation.title} …`);
    measured.push(await unlessStopped(measure(operation, stopping.signal)));
    console.log(summary(measured.at(-1)));
  }
  const rounds = isQuick ? { rounds: 1, seconds: 1 } : { rounds: 5, seconds: 3 };
  const withPrice = chosen.some(({ name }) => name === "price");
  const compared: Report["compared"] = withPrice
    ? await unlessStopped(compare(rounds, stopping.signal, console.log))
    : "not asked for";

  const report: Report = {
    date: new Date(),
    machine: machine(),
    loadAverage: busy,
    measured,
    compared,
  };
  if (isQuick || only !== null) return console.log(`\n${asMarkdown(report)}`);
  writeFileSync(REPORT, asMarkdown(report));
  spawnSync("oxfmt", [REPORT]);
  console.log(`\nThe report is in ${REPORT}.`);
}

/** The operations whose names begin with one of those that are asked for. */
function choose(all: readonly Operation[], only: string | null): readonly Operation[] {
  if (only === null) return all;
  const beginnings = only.split(",");
  const chosen = all.filter(({ name }) => beginnings.some((each) => name.startsWith(each)));
  if (chosen.length > 0) return chosen;
  throw new Explained(`There are ${all.map(({ name }) => name).join(", ")}.`);
}

/** Whatever a stop has broken off is not a failure of its own. */
async function unlessStopped<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    stopping.signal.throwIfAborted();
    throw error;
  }
}

function summary(measured: Measured | undefined): string {
  if (!measured) return "";
  const { operation, perSecond, median, p99, cpu } = measured;
  return (
    `  ${perSecond.toFixed(0)} ${operation.events}/s, median ${median.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ` +
    `workerd ${cpu.workerd.toFixed(0)} µs, sqld ${cpu.sqld.toFixed(0)} µs per ${operation.unit}`
  );
}
