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

const PATIENCE_MS = 90_000;
const ANSWERS_WITHIN_MS = 12_000;

/** What says nothing about whether it was done: a client that knows no better sends it again as it was. */
const unknown = new Set([429, 502, 503, 504]);

/**
 * Sends a request again and again, exactly as it was, until its outcome is known: as a client does that has lost the
 * connection, or was told that the outcome is unknown. Any other 5xx is a failure of the desk, and thrown.
 */
export async function sendBlindly(deskUrl: string, path: string, sent: Sent): Promise<Known> {
  const { token, body, headers = {}, method = body === undefined ? "GET" : "POST" } = sent;
  const isJson = body !== undefined && typeof body !== "string" && !(body instanceof FormData);
  const deadline = Date.now() + PATIENCE_MS;
  for (let attempts = 1; Date.now() < deadline; attempts += 1) {
    const answer = await attempt(deskUrl + path, {
      method,
      headers: {
        "CF-Connecting-IP": newAddress(),
        ...(token === "" ? {} : { Authorization: `Bearer ${token}` }),
        ...(isJson ? { "Content-Type": "application/json" } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : (body as string) }),
    });
    if (answer && answer.status >= 500 && !unknown.has(answer.status)) {
      throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    }
    if (answer && !unknown.has(answer.status)) {
      const { status, text } = answer;
      return { status, attempts, body: text === "" ? null : JSON.parse(text) };
    }
    await sleep(20 + Math.random() * 120);
  }
  throw new Error(`${method} ${path}: never known.`);
}

/** One try; null if there was no answer, or not all of it. */
async function attempt(url: string, init: RequestInit) {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
    return { status: response.status, text: await response.text() };
  } catch {
    return null;
  }
}
