import { deskClient } from "../../src/client.ts";
import { forgetSession, session } from "./session.ts";

/** The typed client, with whose session it is at each call. */
export const desk = deskClient(location.origin, {
  headers: (): Record<string, string> => {
    const token = session()?.token;
    return token === undefined ? {} : { Authorization: `Bearer ${token}` };
  },
});

/** What the desk said instead of doing what it was asked: RFC 9457, in words for people. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  /** Seconds until it makes sense to ask again, if the desk said so. */
  readonly retryAfter: number | null;

  constructor(message: string, code: string, status: number, retryAfter: number | null) {
    super(message);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

type Answer = { ok: boolean; status: number; headers: Headers; json(): Promise<unknown> };
type BodyOf<R> = Extract<R, { ok: true }> extends { json(): Promise<infer Body> } ? Body : never;

/** The body of a successful answer; anything else is thrown as a Refusal. A lost session ends here. */
export function ask<R extends Answer>(request: Promise<R>): Promise<BodyOf<R>>;
export async function ask(request: Promise<Answer>): Promise<unknown> {
  const answer = await answered(request);
  if (answer.ok) return answer.json();
  throw await refusalOf(answer);
}

async function answered(request: Promise<Answer>): Promise<Answer> {
  try {
    return await request;
  } catch {
    throw new Refusal("The desk cannot be reached. Check the connection.", "offline", 0, null);
  }
}

/** Reads a refusal, and ends the session if that is what it says. */
export async function refusalOf(answer: Answer): Promise<Refusal> {
  const problem = readProblem(await answer.json().catch(() => null));
  if (answer.status === 401 && session()) forgetSession("Your session has ended. Log in again.");
  const wait = Number(answer.headers.get("Retry-After") ?? Number.NaN);
  const retryAfter = Number.isFinite(wait) ? wait : null;
  return new Refusal(problem.text, problem.code, answer.status, retryAfter);
}

function readProblem(body: unknown): { text: string; code: string } {
  if (!isRecord(body)) return { text: "The desk gave no reason.", code: "unknown" };
  const errors = Array.isArray(body["errors"]) ? body["errors"].filter(isRecord) : [];
  const fields = errors.map(({ loc, msg }) => {
    const field = Array.isArray(loc) ? loc.slice(1).join(".") : "";
    return `${field} ${String(msg)}`.trim();
  });
  const detail = String(body["detail"] ?? "The desk gave no reason.");
  return {
    text: fields.length > 0 ? `${detail} ${fields.join("; ")}.` : detail,
    code: String(body["code"] ?? "unknown"),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** What to show of anything that was thrown. */
export function wordsFor(error: unknown): string {
  return error instanceof Error ? error.message : "Something went wrong.";
}
