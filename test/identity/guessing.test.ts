import { createHash, randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { query } from "../../src/db/query.ts";
import { loginPlaces } from "../../src/identity/users.tables.ts";
import { control, database, logLineOf, newAddress, newEmail, send } from "../support/desk.ts";
import { lane } from "../support/lane.ts";

const password = "a long enough one";
const many = Number(process.env["GUESSES"] ?? 104);

/** Somebody who has registered at an address of their own, and been nowhere else. */
async function newPerson() {
  const [username, email] = [`p${randomBytes(8).toString("hex")}`, newEmail()];
  const home = newAddress();
  const { body } = await send("/api/auth/register", {
    body: { username, email, password },
    headers: { "CF-Connecting-IP": home },
  });
  return { id: String(body.id), token: String(body.access_token), username, email, home };
}

type Try = { username: string; password: string; from?: string; at?: string | undefined };
type Door = (tried: Try) => Promise<number>;

function headersOf({ from = newAddress(), at }: Partial<Try>) {
  return { "CF-Connecting-IP": from, ...(at === undefined ? {} : { "X-Test-Now": at }) };
}

function surface(path: string): Door {
  return async ({ username, password: guess, ...rest }) => {
    const body = { username, password: guess };
    return (await send(`${path}/login`, { body, headers: headersOf(rest) })).status;
  };
}

/** The page where a user logs in for a program; let in is being sent back to the program. */
async function page({ username, password: guess, ...rest }: Try): Promise<number> {
  const form = new URLSearchParams({
    response_type: "code",
    client_id: "claude",
    redirect_uri: "https://claude.ai/api/mcp/auth_callback",
    code_challenge: createHash("sha256").update("verifier").digest("base64url"),
    code_challenge_method: "S256",
    username,
    password: guess,
  });
  const { status } = await fetch(`${lane.deskUrl}/oauth/authorize`, {
    method: "POST",
    redirect: "manual",
    body: form,
    headers: headersOf(rest),
  });
  return status;
}

const front = surface("/api/auth");
const doors = [front, surface("/api/v1/auth"), surface("/auth"), page];

/** Many guesses at one name, each from an address of its own, through every door, sixteen at a time. */
async function guesses(count: number, username: string): Promise<number[]> {
  const statuses: number[] = [];
  for (let done = 0; done < count; done += 16) {
    const some = Array.from({ length: Math.min(16, count - done) }, (_, i) => {
      const door = doors[i % doors.length] ?? front;
      const spelled = i % 3 === 0 ? ` ${username.toUpperCase()}` : username;
      return door({ username: spelled, password: `guess ${done + i}` });
    });
    statuses.push(...(await Promise.all(some)));
  }
  return statuses;
}

const counted = (statuses: number[]) => ({
  tried: statuses.filter((status) => status === 401).length,
  refused: statuses.filter((status) => status === 429).length,
});

test("S-12: of many guesses at an account, each from another address, twenty are tried; its user comes in from where they have been; nobody's name is told", async () => {
  const { username, email, home } = await newPerson();
  const right = { username, password };
  const [office, train] = [newAddress(), newAddress()];
  for (const from of [office, train, home]) {
    const headers = headersOf({ from });
    const answer = await send("/auth/login", { body: right, headers });
    expect(answer.status).toBe(200);
    await logLineOf(answer);
  }
  expect(counted(await guesses(many, username))).toEqual({ tried: 20, refused: many - 20 });
  for (const [i, from] of [home, office, train, home].entries()) {
    const door = doors[i] ?? front;
    expect(await door({ ...right, from })).toBe(door === page ? 303 : 200);
    expect(await door(right)).toBe(429);
  }
  expect(await front({ username: email, password, from: home })).toBe(200);

  const nobody = `n${randomBytes(8).toString("hex")}`;
  expect(counted(await guesses(24, nobody))).toEqual({ tried: 20, refused: 4 });
  const told = async (name: string) => {
    const { body, headers } = await send("/api/auth/login", {
      body: { username: name, password: "a guess" },
    });
    const wait = Number(headers.get("Retry-After"));
    expect([wait > 0, wait <= 900]).toEqual([true, true]);
    return [body.status, body.code, body.detail, headers.get("X-RateLimit-Limit")];
  };
  expect(await told(nobody)).toEqual(await told(username));

  const at = new Date(Date.now() + 15 * 60_000 + 1000).toISOString();
  expect(await front({ ...right, at })).toBe(200);
}, 300_000);

test("S-12: whoever has a user's token cannot guess the password from many addresses either", async () => {
  const { token, home } = await newPerson();
  const change = async (current: string, from = newAddress()) => {
    const { status } = await send("/api/auth/password", {
      body: { current_password: current, new_password: "the next password" },
      headers: { Authorization: `Bearer ${token}`, "CF-Connecting-IP": from },
    });
    return status;
  };
  const statuses = await Promise.all(Array.from({ length: 24 }, (_, i) => change(`guess ${i}`)));
  expect(counted(statuses)).toEqual({ tried: 20, refused: 4 });
  expect(await change(password, home)).toBe(200);
});

test("S-12: where a user has been in ninety days, a login costs what it did; elsewhere a count; places are kept as digests", async () => {
  const [{ id, username, home }, other] = [await newPerson(), await newPerson()];
  const costOf = async (from: string, at?: string) => {
    const body = { username, password };
    const answer = await send("/auth/login", { body, headers: headersOf({ from, at }) });
    const { cost_before_answer: cost } = await logLineOf(answer);
    return { status: answer.status, pipelines: cost.pipelines, counts: cost.objectCalls };
  };
  const usual = { status: 200, pipelines: 1, counts: 2 };
  expect(await costOf(home)).toEqual(usual);
  const elsewhere = newAddress();
  expect(await costOf(elsewhere)).toEqual({ ...usual, counts: 3 });
  expect(await costOf(elsewhere)).toEqual(usual);

  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  expect(await costOf(home, day(60))).toEqual(usual);
  expect(await costOf(home, day(149))).toEqual(usual);
  expect(await costOf(elsewhere, day(91))).toEqual({ ...usual, counts: 3 });

  const placesOf = async (userId: string) => {
    const theirs = eq(loginPlaces.userId, userId);
    const [rows] = await database.read([query.select().from(loginPlaces).where(theirs)]);
    return rows;
  };
  const places = await placesOf(id);
  expect(places).toHaveLength(2);
  for (const { place } of places) expect(place).toMatch(/^[0-9a-f]{64}$/);
  await database.write([
    query
      .update(loginPlaces)
      .set({ expiresAt: day(-1) })
      .where(eq(loginPlaces.userId, id)),
  ]);
  await control.runDailyCleanUp();
  expect([await placesOf(id), await placesOf(other.id)]).toEqual([[], [expect.anything()]]);
});
