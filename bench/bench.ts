import { Explained, main } from "../scripts/support/explained.ts";
import { buildPages, buildWorker } from "../scripts/support/worker-build.ts";
import { ask, requireAlike, settleIn } from "./answers.ts";
import { CONNECTIONS, load, THREADS, type Round } from "./load.ts";
import { startServer, type Server } from "./server.ts";
import { desk, minimal, type BenchWorker } from "./workers.ts";

const ROUNDS = 5;
const ROUND_SECONDS = 4;
const WARM_UP_SECONDS = 3;
const PATH =
  "/price?volume_m3=25&floors_from=4&floors_to=2&elevator_from=none&elevator_to=small" +
  "&additional_services=packing,piano&distance_km=15";

const running: Server[] = [];
const stopping = new AbortController();

await main(async () => {
  if (process.platform !== "linux") {
    throw new Explained("The benchmark reads processor time from /proc, so it needs Linux.");
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => stopping.abort(new Explained("Stopped.")));
  }
  try {
    await bench();
  } finally {
    await stopAll();
  }
});

/** Loads the desk and the minimal handler in turn, so that a slow moment of the machine meets both. */
async function bench(): Promise<void> {
  console.log("Building the Worker …");
  await buildPages({ demoKey: null });
  buildWorker();
  const contestants = [
    { name: "desk", server: await start(desk()), rounds: new Array<Round>() },
    { name: "minimal", server: await start(minimal()), rounds: new Array<Round>() },
  ] as const;
  const [real, least] = contestants;
  requireAlike(
    await ask(real.server, PATH, addressOf(0)),
    await ask(least.server, PATH, addressOf(0)),
  );

  console.log(`GET ${PATH}\nwrk, ${THREADS} thread, ${CONNECTIONS} connections, 127.0.0.1\n`);
  for (const { server } of contestants) await round(server, addressOf(0), WARM_UP_SECONDS);
  for (let turn = 1; turn <= ROUNDS; turn += 1) {
    for (const { name, server, rounds } of contestants) {
      const result = await round(server, addressOf(turn), ROUND_SECONDS);
      rounds.push(result);
      console.log(row(`${name}, round ${turn}`, result));
    }
  }
  report(median(real.rounds), median(least.rounds));
}

async function start(worker: BenchWorker): Promise<Server> {
  const server = await startServer(worker);
  running.push(server);
  await server.ready(stopping.signal);
  return server;
}

/** One round of load, with the answer looked at before and after. */
async function round(server: Server, address: string, seconds: number): Promise<Round> {
  stopping.signal.throwIfAborted();
  await settleIn(server, PATH, address);
  const result = await load(server, { path: PATH, address, seconds }, stopping.signal);
  await ask(server, PATH, address);
  const complaints = server.complaints();
  if (complaints === "") return result;
  throw new Explained(`A Worker complained while it was under load: ${complaints}`);
}

/** A caller of its own for each round, so that no round adds to another's limit. */
function addressOf(turn: number): string {
  return `203.0.113.${7 + turn}`;
}

function median(rounds: readonly Round[]): Round {
  return { rps: middle(rounds.map(({ rps }) => rps)), cpu: middle(rounds.map(({ cpu }) => cpu)) };
}

function middle(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function report(real: Round, least: Round): void {
  console.log(`\n${row("desk, median", real)}\n${row("minimal, median", least)}\n`);
  console.log(`Throughput, desk ÷ minimal: ${(real.rps / least.rps).toFixed(2)}`);
  console.log(`Processor time per request, desk ÷ minimal: ${(real.cpu / least.cpu).toFixed(2)}`);
}

function row(name: string, { rps, cpu }: Round): string {
  const requests = `${rps.toFixed(0)} requests/s`.padStart(18);
  return `${name.padEnd(18)}${requests}${`${cpu.toFixed(1)} µs CPU/request`.padStart(24)}`;
}

async function stopAll(): Promise<void> {
  while (running.length > 0) await running.pop()?.stop();
}
