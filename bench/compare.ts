import { ask, requireAlike, settleIn } from "./answers.ts";
import { quantile } from "./drive.ts";
import { PRICE_PATH } from "./operations/price.ts";
import { startServer, type Server } from "./server.ts";
import { desk, minimal, type BenchWorker } from "./workers.ts";
import { isWrkInstalled, load, type Round } from "./wrk.ts";

/** How often, and for how many seconds, each of the two is loaded. */
export type Rounds = { rounds: number; seconds: number };

/** The medians of both; null if there is no wrk to load them with. */
export type Compared = { desk: Round; minimal: Round } | null;

/**
 * Loads the price route of the desk, and a handler that only parses and answers, in turn, so that a slow moment of
 * the machine meets both.
 */
export async function compare(
  { rounds, seconds }: Rounds,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<Compared> {
  if (!(await isWrkInstalled())) return null;
  const running: Server[] = [];
  const start = async (worker: BenchWorker) => {
    const server = await startServer(worker);
    running.push(server);
    await server.ready(signal);
    return server;
  };
  try {
    const contestants = {
      desk: { server: await start(desk()), rounds: new Array<Round>() },
      minimal: { server: await start(minimal()), rounds: new Array<Round>() },
    };
    const answers = Object.values(contestants).map(({ server }) =>
      ask(server, PRICE_PATH, addressOf(0)),
    );
    const [real = "", least = ""] = await Promise.all(answers);
    requireAlike(real, least);
    for (let turn = 0; turn <= rounds; turn += 1) {
      for (const [name, contestant] of Object.entries(contestants)) {
        const result = await oneRound(contestant.server, addressOf(turn), seconds, signal);
        say(`${name}, ${turn === 0 ? "warming up" : `round ${turn}`}: ${result.rps.toFixed(0)}/s`);
        if (turn > 0) contestant.rounds.push(result);
      }
    }
    return { desk: median(contestants.desk.rounds), minimal: median(contestants.minimal.rounds) };
  } finally {
    while (running.length > 0) await running.pop()?.stop();
  }
}

/** One round of load, with the answer looked at before and after. */
async function oneRound(
  server: Server,
  address: string,
  seconds: number,
  signal: AbortSignal,
): Promise<Round> {
  signal.throwIfAborted();
  await settleIn(server, PRICE_PATH, address);
  const result = await load(server, { path: PRICE_PATH, address, seconds }, signal);
  await ask(server, PRICE_PATH, address);
  server.outages();
  return result;
}

/** A caller of its own for each round, so that no round adds to another's limit. */
function addressOf(turn: number): string {
  return `203.0.113.${7 + turn}`;
}

function median(rounds: readonly Round[]): Round {
  const middle = (values: number[]) => quantile(values, 0.5);
  return { rps: middle(rounds.map(({ rps }) => rps)), cpu: middle(rounds.map(({ cpu }) => cpu)) };
}
