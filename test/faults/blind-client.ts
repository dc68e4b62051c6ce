import { setTimeout as sleep } from "node:timers/promises";
import { newAddress } from "../support/desk.ts";

type Sent = {
  method?: string;
  /** Empty for somebody without credentials. */
  token: string;
  body?: object | string | FormData;
  headers?: Record<string, string>;
};

export type Known = { status: number; body: any; attempts: number };

type Answer = { status: number; headers: Headers; text: string };

const PATIENCE_MS = 90_000;
const ANSWERS_WITHIN_MS = 12_000;

/** What says nothing about whether it was done: a client that knows no better sends it again as it was. */
const unknown = new Set([429, 502, 503, 504]);

/**
 * Sends a request again and again, exactly as it was, until its outcome is known: as a client does that has lost the
 * connection, or was told that the outcome is unknown. Any other 5xx, or one that is no problem in the desk's own words,
 * is a failure of the desk, and thrown. A desk that is several Workers is asked for an address for each try, and for
 * everything once more than need be: what one of them has done another must know.
 */
export async function sendBlindly(
  desk: string | (() => string),
  path: string,
  sent: Sent,
): Promise<Known> {
  const { token, body, headers = {}, method = body === undefined ? "GET" : "POST" } = sent;
  const isJson = body !== undefined && typeof body !== "string" && !(body instanceof FormData);
  const deadline = Date.now() + PATIENCE_MS;
  for (let attempts = 1; Date.now() < deadline; attempts += 1) {
    const answer = await attempt((typeof desk === "string" ? desk : desk()) + path, {
      method,
      headers: {
        "CF-Connecting-IP": newAddress(),
        ...(token === "" ? {} : { Authorization: `Bearer ${token}` }),
        ...(isJson ? { "Content-Type": "application/json" } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : (body as string) }),
    });
    if (answer && answer.status >= 500 && !(unknown.has(answer.status) && isProblem(answer))) {
      throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    }
    if (attempts === 1 && typeof desk !== "string") continue;
    if (answer && !unknown.has(answer.status)) {
      const { status, text } = answer;
      return { status, attempts, body: text === "" ? null : JSON.parse(text) };
    }
    await sleep(20 + Math.random() * 120);
  }
  throw new Error(`${method} ${path}: never known.`);
}

/** Whether a failure is told as one: its code, its status, and when to come again. */
function isProblem({ status, text, headers }: Answer): boolean {
  if (!headers.get("Content-Type")?.startsWith("application/problem+json")) return false;
  const told = JSON.parse(text);
  const isTimed = status !== 503 || Number(headers.get("Retry-After")) >= 1;
  return told.status === status && typeof told.code === "string" && isTimed;
}

/** One try; null if there was no answer, or not all of it. */
async function attempt(url: string, init: RequestInit): Promise<Answer | null> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch {
    return null;
  }
}
