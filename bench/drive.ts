import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
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

/** A way to a desk over connections that stay open. Any answer but a 200 or 202 is a failure. */
export type Client = { origin: string; send(call: Call): Promise<string>; close(): void };

export function openClient(origin: string): Client {
  const agent = new Agent({ keepAlive: true });
  return {
    origin,
    async send({ path, headers, body }) {
      const given = typeof body === "object" ? JSON.stringify(body) : body;
      const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
        const outgoing = request(
          origin + path,
          {
            agent,
            method: given === undefined ? "GET" : "POST",
            headers: {
              ...(typeof body === "object" ? { "Content-Type": "application/json" } : {}),
              ...(given === undefined ? {} : { "Content-Length": Buffer.byteLength(given) }),
              ...headers,
            },
          },
          (incoming) => {
            const status = incoming.statusCode ?? 0;
            text(incoming).then((all) => resolve({ status, body: all }), reject);
          },
        );
        outgoing.once("error", reject);
        outgoing.end(given);
      });
      if (answer.status === 200 || answer.status === 202) return answer.body;
      throw new Explained(`${path} was answered with ${answer.status}: ${answer.body}`);
    },
    close: () => agent.destroy(),
  };
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
