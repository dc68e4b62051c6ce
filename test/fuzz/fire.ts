import { Agent, request } from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cast } from "./cast.ts";
import { judge, type Answered } from "./judge.ts";
import { Memory } from "./memory.ts";
import { seeded } from "./random.ts";
import { oneWrong, targets, usual, wrongOnTheWire, type Attempt, type Target } from "./requests.ts";

export type Finding = { wrongs: string[]; about: string; request: string; answer: string };

export type Outcome = {
  requests: number;
  seconds: number;
  byStatus: Map<number, number>;
  /** Operations that have answered with success at least once. */
  reached: Set<string>;
  findings: Finding[];
  /** How often a 503 told to come again later. */
  busy: number;
  slowest: { ms: number; request: string }[];
  /** Milliseconds that were spent waiting for each operation. */
  timeOf: Map<string, { calls: number; ms: number }>;
};

const AT_ONCE = 24;
const ANSWERS_WITHIN_MS = 30_000;
const FINDINGS_AT_MOST = 20;

/** Operations that are dear (they hash passwords) or end what they stream when they like; drawn seldom. */
const seldom = /register|log-?in$|password$|\/user$|\/events$|visitors/i;

/** Sends a number of requests that a seed decides, and judges every answer. */
export async function fire(
  deskUrl: string,
  cast: Cast,
  { requests, seed }: { requests: number; seed: number },
): Promise<Outcome> {
  const random = seeded(seed);
  const memory = new Memory(random, cast.expendableIds);
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const startedAt = performance.now();
  const outcome: Outcome = {
    ...{ requests: 0, seconds: 0, byStatus: new Map(), reached: new Set() },
    ...{ findings: [], busy: 0, slowest: [], timeOf: new Map() },
  };
  const kinds = new Set<string>();
  const plan = planOf(requests, random);

  async function one(target: Target, attempt: Attempt): Promise<void> {
    const credential = cast.credentialFor(target, random);
    const headers = {
      ...(credential === null ? {} : { Authorization: `Bearer ${credential}` }),
      "CF-Connecting-IP": `2001:db8:f:${random.int(0, 200).toString(16)}::1`,
      ...attempt.headers,
    };
    const sent = { ...attempt, headers };
    const began = performance.now();
    const answered = await sendAsTold(deskUrl, agent, sent, () => (outcome.busy += 1));
    const ms = performance.now() - began;
    outcome.requests += 1;
    const time = outcome.timeOf.get(target.id) ?? { calls: 0, ms: 0 };
    outcome.timeOf.set(target.id, { calls: time.calls + 1, ms: time.ms + ms });
    outcome.byStatus.set(answered.status, (outcome.byStatus.get(answered.status) ?? 0) + 1);
    if (answered.status < 400 && attempt.operation) outcome.reached.add(target.id);
    note(outcome.slowest, { ms: Math.round(ms), request: describe(sent) });
    memory.learn(target, answered);
    const wrongs = answered.status === 0 ? [answered.body] : judge(attempt.operation, answered);
    const kind = `${target.id} ${wrongs.map((wrong) => wrong.slice(0, 50))}`;
    if (wrongs.length === 0 || kinds.has(kind) || kinds.size >= FINDINGS_AT_MOST) return;
    kinds.add(kind);
    const answer = `${answered.status} ${answered.body.slice(0, 300)}`;
    outcome.findings.push({ wrongs, about: attempt.about, request: describe(sent), answer });
  }

  async function work(): Promise<void> {
    for (let step = plan.next(); !step.done; step = plan.next()) {
      const { target, make } = step.value;
      await one(target, make(memory));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  agent.destroy();
  outcome.seconds = (performance.now() - startedAt) / 1000;
  return outcome;
}

type Step = { target: Target; make: (memory: Memory) => Attempt };

/** First good requests, so that there is something to work on; then every case once; then whatever the seed says. */
function* planOf(requests: number, random: ReturnType<typeof seeded>): Generator<Step> {
  let left = requests;
  const common = targets.filter(({ operation }) => !seldom.test(operation.path));
  for (let round = 0; round < 3; round += 1) {
    for (const target of targets) {
      if ((left -= 1) < 0) return;
      yield { target, make: (memory) => usual(target, memory) };
    }
  }
  const cases = targets
    .flatMap((target) => target.cases.map((one) => ({ target, one })))
    .filter(({ target }) => !seldom.test(target.operation.path) || random.chance(0.1));
  const affordable = left * 0.6;
  for (const { target, one } of shuffled(cases, random).slice(0, affordable)) {
    left -= 1;
    yield { target, make: (memory) => oneWrong(target, memory, one) };
  }
  while ((left -= 1) >= 0) {
    const target = random.chance(0.99) ? random.pick(common) : random.pick(targets);
    const kind = random.next();
    if (kind < 0.35) yield { target, make: (memory) => usual(target, memory) };
    else if (kind < 0.65 && target.cases.length > 0) {
      const one = random.pick(target.cases);
      yield { target, make: (memory) => oneWrong(target, memory, one) };
    } else yield { target, make: (memory) => wrongOnTheWire(target, memory) };
  }
}

function shuffled<T>(list: T[], random: ReturnType<typeof seeded>): T[] {
  return list
    .map((item) => ({ item, at: random.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** A desk that is busy says when to come again; a client does. More than that is a finding. */
async function sendAsTold(
  deskUrl: string,
  agent: Agent,
  attempt: Attempt,
  onBusy: () => void,
): Promise<Answered> {
  for (let tries = 1; ; tries += 1) {
    const answered = await send(deskUrl, agent, attempt);
    const seconds = Number(answered.headers["retry-after"]);
    if (answered.status !== 503 || !(seconds > 0) || tries === 4) return answered;
    onBusy();
    await sleep(seconds * 1_000);
  }
}

async function send(deskUrl: string, agent: Agent, attempt: Attempt): Promise<Answered> {
  const { method, path, headers, body } = attempt;
  try {
    const outgoing = request(`${deskUrl}`, {
      agent,
      method,
      path,
      headers: body === null ? headers : { ...headers, "Content-Length": String(body.length) },
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    });
    outgoing.end(body ?? undefined);
    const [incoming] = await once(outgoing, "response");
    return {
      status: incoming.statusCode ?? 0,
      headers: incoming.headers,
      body: await text(incoming),
    };
  } catch (error) {
    return { status: 0, headers: {}, body: `no answer: ${error}` };
  }
}

/** The request as a person would type it again, never long. */
function describe({ method, path, headers, body }: Attempt): string {
  const shown = Object.entries(headers)
    .filter(([name]) => name !== "CF-Connecting-IP")
    .map(([name, value]) => `-H '${name}: ${value.slice(0, 40)}'`);
  const data =
    body === null
      ? ""
      : ` --data-binary '${body.subarray(0, 300).toString()}' (${body.length} bytes)`;
  return `curl -X ${method} '${path.slice(0, 300)}' ${shown.join(" ")}${data}`;
}

function note(slowest: Outcome["slowest"], one: Outcome["slowest"][number]): void {
  if (slowest.length >= 8 && one.ms <= (slowest.at(-1)?.ms ?? 0)) return;
  slowest.push(one);
  slowest.sort((a, b) => b.ms - a.ms);
  slowest.splice(8);
}
