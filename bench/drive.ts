import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { Explained } from "../scripts/support/explained.ts";

/** What some operations took. `events` is what they caused, such as deliveries; often the operations themselves. */
export type Timed = {
  operations: number;
  events: number;
  seconds: number;
  /** Of each event, in no order. */
  milliseconds: number[];
};

export type Call = { path: string; headers: Record<string, string>; body?: object | string };

/**
 * A way to a desk over connections that stay open. A 503 is asked again, as a client does that wants its answer; any
 * other answer but a 200 or 202 is a failure.
 */
export type Client = {
  origin: string;
  send(call: Call): Promise<string>;
  /** How many calls had to be asked again so far. */
  repeats(): number;
  close(): void;
};

const ATTEMPTS = 5;
const PAUSE_MS = 100;

export function openClient(origin: string): Client {
  const agent = new Agent({ keepAlive: true });
  let repeats = 0;
  async function send(call: Call, attempt: number): Promise<string> {
    const { status, body } = await ask(agent, origin, call);
    if (status === 200 || status === 202) return body;
    if (status !== 503 || attempt === ATTEMPTS) {
      throw new Explained(`${call.path} was answered with ${status}: ${body}`);
    }
    repeats += 1;
    await sleep(PAUSE_MS);
    return send(call, attempt + 1);
  }
  return {
    origin,
    send: (call) => send(call, 1),
    repeats: () => repeats,
    close: () => agent.destroy(),
  };
}

async function ask(agent: Agent, origin: string, { path, headers, body }: Call) {
  const isJson = typeof body === "object";
  const given = isJson ? JSON.stringify(body) : body;
  const options = {
    agent,
    method: given === undefined ? "GET" : "POST",
    headers: {
      ...(isJson ? { "Content-Type": "application/json" } : {}),
      ...(given === undefined ? {} : { "Content-Length": Buffer.byteLength(given) }),
      ...headers,
    },
  };
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const outgoing = request(origin + path, options, (incoming) => {
      const status = incoming.statusCode ?? 0;
      text(incoming).then((all) => resolve({ status, body: all }), reject);
    });
    outgoing.once("error", reject);
    outgoing.end(given);
  });
}

/** Does something many times, with so many under way at once, and times each. */
export async function inParallel(
  amount: number,
  connections: number,
  signal: AbortSignal,
  one: () => Promise<unknown>,
): Promise<Timed> {
  const milliseconds: number[] = [];
  let begun = 0;
  async function goOn(): Promise<void> {
    while (begun < amount) {
      signal.throwIfAborted();
      begun += 1;
      const startedAt = performance.now();
      await one();
      milliseconds.push(performance.now() - startedAt);
    }
  }
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, goOn));
  const seconds = (performance.now() - startedAt) / 1000;
  return { operations: amount, events: amount, seconds, milliseconds };
}

/** The value that this share of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
