import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { noCost, type Cost } from "../../src/cost.ts";
import { openDatabase } from "../../src/db/database.ts";
import type { Scope } from "../../src/identity/machine-keys.schema.ts";
import { hashPassword } from "../../src/identity/passwords.ts";
import type { Role } from "../../src/identity/users.tables.ts";
import { assertKeepsContract } from "./contract.ts";
import { controlsAt } from "./control.ts";
import { lane } from "./lane.ts";
import { insertKey, insertUser } from "./people.ts";

/** What a test may do to the desk besides sending it requests. */
export const control = controlsAt(lane.controlUrl);

/** The test's own way to the database, past the counting proxy. */
export const database = openDatabase({ url: lane.databaseUrl, authToken: null }, noCost());

export type Answer = { status: number; headers: Headers; text: string; body: any };

export type Sent = { method?: string; body?: unknown; headers?: Record<string, string> };

/** Sends a request to the lane's desk, and holds its answer to the contract. */
export const send = sendingTo(lane.deskUrl);

/**
 * Sends requests to a desk, and holds its answers to the contract. Objects are sent as JSON; texts, bytes and forms as
 * they are.
 */
export function sendingTo(deskUrl: string) {
  return async (path: string, { body, headers, ...sent }: Sent = {}): Promise<Answer> => {
    const method = sent.method ?? (body === undefined ? "GET" : "POST");
    const isAsIs = body === undefined || isRaw(body);
    const response = await fetch(deskUrl + path, {
      method,
      headers: {
        "CF-Connecting-IP": newAddress(),
        ...(isAsIs ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: isRaw(body) ? await whole(body) : JSON.stringify(body) }),
    });
    const text = await response.text();
    assertKeepsContract(method, path.split("?")[0] ?? path, response, text);
    const isJson = response.headers.get("Content-Type")?.includes("json") ?? false;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson && text !== "" ? JSON.parse(text) : null,
    };
  };
}

/** A form as one piece: half of one could meet a connection that the desk has closed with its refusal. */
async function whole<T>(body: T): Promise<T | Blob> {
  return body instanceof FormData ? new Response(body).blob() : body;
}

function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> | FormData {
  return typeof body === "string" || body instanceof Uint8Array || body instanceof FormData;
}

/** A caller with a machine key of its own, so that no test uses up another's limit. */
export async function newKey(...scopes: Scope[]) {
  const { id, secret } = await insertKey(database, scopes);
  return {
    id,
    secret,
    send: (path: string, sent: Sent = {}) =>
      send(path, { ...sent, headers: { Authorization: `Bearer ${secret}`, ...sent.headers } }),
  };
}

const password = randomBytes(12).toString("base64url");
/** The work of hashing is done once for all users that a test makes. */
const passwordHash = hashPassword(password);

/** A user of the test's own, logged in. */
export async function newUser(role: Role = "customer") {
  const { id, username, token } = await insertUser(database, {
    role,
    passwordHash: await passwordHash,
  });
  return {
    id,
    username,
    password,
    token,
    send: (path: string, sent: Sent = {}) =>
      send(path, { ...sent, headers: { Authorization: `Bearer ${token}`, ...sent.headers } }),
  };
}

/** A network address that no other test has, from the block reserved for documentation. */
export function newAddress(): string {
  return `2001:db8:${randomBytes(2).toString("hex")}:${randomBytes(2).toString("hex")}::1`;
}

export function newEmail(): string {
  return `${randomUUID()}@example.org`;
}

type LogLine = {
  event: string;
  route: string;
  status: number;
  cost_before_answer: Cost;
  cost: Cost;
  notes?: string[];
};

/** The log line of an answered request; it is written when all that ran behind the answer has ended. */
export async function logLineOf(answer: Answer): Promise<LogLine> {
  const id = answer.headers.get("X-Request-Id") ?? "none";
  for (let i = 0; i < 200; i += 1) {
    const lines = (await control.logs(id)).map((line) => JSON.parse(line));
    const line = lines.find(({ event }) => event === "request");
    if (line) return line;
    await sleep(25);
  }
  throw new Error(`No log line for request ${id}.`);
}
