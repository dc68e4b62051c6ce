import { createHash, randomBytes, randomUUID } from "node:crypto";
import { decodeJwt, SignJWT } from "jose";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { readConfig } from "../../src/env.ts";
import type { Actor } from "../../src/identity/actor.ts";
import { signQuestion, wasAsked } from "../../src/mcp/confirmation.ts";
import { startBareDesk } from "../support/bare-desk.ts";
import { newAddress } from "../support/desk.ts";
import { forgeries } from "../support/forgeries.ts";
import { anyHeaders } from "../support/mcp.ts";
import { WIDGET_SECRET } from "../support/secrets.ts";

const old = randomBytes(32).toString("hex");
const fresh = randomBytes(32).toString("hex");
const before = { AUTH_SECRET: old };
const overlap = { AUTH_SECRET: fresh, AUTH_SECRET_PREVIOUS: old, ID_SECRET: old };
const after = { AUTH_SECRET: fresh, ID_SECRET: old };

type Sent = { body?: object | string; token?: string; headers?: Record<string, string> };

/** The calls of the people that live through a change of the secret. */
function callsOf(desk: Awaited<ReturnType<typeof startBareDesk>>) {
  async function send(path: string, { body, token, headers }: Sent = {}) {
    const isForm = typeof body === "string";
    const response = await fetch(desk.url + path, {
      method: body === undefined ? "GET" : "POST",
      redirect: "manual",
      headers: {
        "CF-Connecting-IP": newAddress(),
        "Content-Type": isForm ? "application/x-www-form-urlencoded" : "application/json",
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("Content-Type")?.includes("json") ?? false;
    const location = response.headers.get("Location") ?? "";
    return { status: response.status, location, body: isJson ? JSON.parse(text) : null };
  }

  const logIn = async (username: string, password: string) =>
    String((await send("/auth/login", { body: { username, password } })).body.access_token);

  /** The tokens of a program that a user has logged in for. */
  async function authorize() {
    const verifier = randomBytes(32).toString("base64url");
    const redirect_uri = "https://claude.ai/api/mcp/auth_callback";
    const { location } = await send("/oauth/authorize", {
      body: formOf({
        response_type: "code",
        client_id: "claude",
        redirect_uri,
        code_challenge: createHash("sha256").update(verifier).digest("base64url"),
        code_challenge_method: "S256",
        username: "unicafe",
        password: "customer123",
      }),
    });
    const code = new URL(location).searchParams.get("code") ?? "";
    const grant = { grant_type: "authorization_code", client_id: "claude", redirect_uri };
    const { body } = await send("/oauth/token", {
      body: formOf({ ...grant, code, code_verifier: verifier }),
    });
    return z.object({ access_token: z.string(), refresh_token: z.string() }).parse(body);
  }

  const renew = (refresh_token: string) =>
    send("/oauth/token", {
      body: formOf({ grant_type: "refresh_token", client_id: "claude", refresh_token }),
    });

  const mcp = async (token: string) => {
    const body = { jsonrpc: "2.0", id: 1, method: "tools/list" };
    return (await send("/mcp", { body, token, headers: anyHeaders })).status;
  };

  async function visit(sub: string) {
    const identity = await new SignJWT({})
      .setProtectedHeader({ alg: "HS256" })
      .setSubject(sub)
      .setAudience("edgedesk-widget")
      .setExpirationTime("1m")
      .sign(new TextEncoder().encode(WIDGET_SECRET));
    const { body } = await send("/api/chat/visitors", { body: { identity } });
    return { id: String(body.visitor_id), token: String(body.access_token) };
  }

  const openRoom = async (token: string, key: string) => {
    const headers = { "Idempotency-Key": key };
    const room = { customer_name: "Anna" };
    return (await send("/api/chat/rooms", { body: room, token, headers })).body.room_id;
  };

  const agent = "nordflytt_gpt_api_key_2025";
  const prove = async () => {
    const body = { email: "anna.svensson@gmail.com", booking_number: "BK-2024-001234" };
    return (await send("/gpt-rag/verify-customer", { body, token: agent })).body.customer_token;
  };
  const myBookings = async (customer_token: string) =>
    (await send("/gpt-rag/my-bookings", { body: { customer_token }, token: agent })).status;

  return { send, logIn, authorize, renew, mcp, visit, openRoom, prove, myBookings };
}

function formOf(fields: Record<string, string>): string {
  return String(new URLSearchParams(fields));
}

test("F-24: a new AUTH_SECRET logs nobody out while the one before is still accepted, and nothing is made with that one", async () => {
  const desk = await startBareDesk(before);
  onTestFinished(desk.stop);
  const become = async (variables: Record<string, string>) => {
    await desk.killWorker();
    await desk.restartWorker(variables);
  };
  const { send, logIn, authorize, renew, mcp, visit, openRoom, prove, myBookings } = callsOf(desk);
  const lifts = { elevator_from: "none", elevator_to: "small" };
  const move = { volume_m3: 25, floors_from: 4, floors_to: 2, distance_km: 15, ...lifts };
  const [user, program, proof] = [
    await logIn("unicafe", "customer123"),
    await authorize(),
    await prove(),
  ];
  const [sub, key] = [randomUUID(), randomUUID()];
  const visitor = await visit(sub);
  const room = await openRoom(visitor.token, key);
  const { body: quote } = await send("/quotes", { body: move });
  const { body: invoices } = await send("/customer/payments/invoices/", { token: user });
  const paper = String(invoices[0].print_path);

  /** What each thing that was signed before is worth now. */
  const worth = async () => ({
    login: (await send("/auth/me", { token: user })).status,
    program: await mcp(program.access_token),
    proof: await myBookings(proof),
    visitor: (await send("/api/chat/rooms", { token: visitor.token })).status,
    quote: (await send(`/quotes/${quote.quote_token}`)).status,
    paper: (await send(paper)).status,
  });
  const good = { login: 200, program: 200, proof: 200, visitor: 200, quote: 200, paper: 200 };
  expect(await worth()).toEqual(good);

  await become(overlap);
  expect(await worth()).toEqual(good);
  const { body: renewed } = await renew(program.refresh_token);
  expect(await mcp(renewed.access_token)).toBe(200);
  const again = await visit(sub);
  expect(again.id).toBe(visitor.id);
  expect(await openRoom(again.token, key)).toBe(room);
  for (const secret of [old, fresh]) {
    for (const [what, token] of Object.entries(forgeries(user, secret))) {
      expect([what, (await send("/auth/me", { token })).status]).toEqual([what, 401]);
    }
  }
  const [newUser, newProof, newProgram] = [
    await logIn("kampus", "customer123"),
    await prove(),
    await authorize(),
  ];
  const { body: newQuote } = await send("/quotes", { body: move });
  const { body: newInvoices } = await send("/customer/payments/invoices/", { token: user });

  await become(after);
  expect(await worth()).toEqual({
    login: 401,
    program: 401,
    proof: 403,
    visitor: 401,
    quote: 404,
    paper: 404,
  });
  for (const token of [newUser, again.token]) {
    expect((await send("/api/chat/rooms", { token })).status).toBe(200);
  }
  expect(await mcp(renewed.access_token)).toBe(200);
  expect(await mcp(newProgram.access_token)).toBe(200);
  expect((await renew(renewed.refresh_token)).status).toBe(200);
  expect(await myBookings(newProof)).toBe(200);
  expect((await send(`/quotes/${newQuote.quote_token}`)).status).toBe(200);
  expect((await send(String(newInvoices[0].print_path))).status).toBe(200);
  const returned = await visit(sub);
  expect(returned.id).toBe(visitor.id);
  expect(await openRoom(returned.token, key)).toBe(room);
  expect(decodeJwt(newUser)).toMatchObject({ username: "kampus" });
});

test("F-24: what a customer agreed to before the secret was changed is agreed to", async () => {
  const now = new Date();
  const actor: Actor = { kind: "visitor" };
  const signing = (variables: object) => ({
    now,
    actor,
    config: readConfig({ ENVIRONMENT: "test", DATABASE_URL: "http://127.0.0.1:1", ...variables }),
  });
  const claim = { about: { order_id: "ORD-1" }, question: "File it?" };
  const asked = await signQuestion(signing(before), "fileClaim", claim);
  const is = (variables: object, operation = "fileClaim") =>
    wasAsked(signing(variables), operation, claim, asked);
  expect([await is(before), await is(overlap), await is(after)]).toEqual([true, true, false]);
  expect(await is(overlap, "createTicket")).toBe(false);
});
