import { createHmac, randomBytes, scryptSync } from "node:crypto";
import { eq } from "drizzle-orm";
import { decodeJwt, SignJWT } from "jose";
import { expect, test } from "vitest";
import { query } from "../../src/db/query.ts";
import { DEVELOPMENT_SECRET } from "../../src/env.ts";
import { users } from "../../src/identity/users.tables.ts";
import {
  control,
  database,
  logLineOf,
  newAddress,
  newEmail,
  newKey,
  newUser,
  send,
} from "../support/desk.ts";
import { BOOTSTRAP_SECRET } from "../support/secrets.ts";

const surfaces = ["/api/auth", "/api/v1/auth", "/auth"];

function newName(): string {
  return `n${randomBytes(8).toString("hex")}`;
}

test("a user is the same on every surface: registered on one, known on all, by one token", async () => {
  for (const path of surfaces) {
    const [username, email] = [newName(), newEmail()];
    const registered = await send(`${path}/register`, {
      body: { username, email, password: "a long enough one", full_name: "Nia Berg" },
    });
    expect(registered.status).toBe(200);
    expect(registered.body).toMatchObject({
      id: expect.stringMatching(/^usr_/),
      user_id: registered.body.id,
      username,
      email,
      full_name: "Nia Berg",
      user_type: "customer",
      role: "customer",
      is_admin: false,
      is_active: true,
      token_type: "bearer",
      expires_in: 12 * 3600,
    });
    expect(registered.text).not.toMatch(/hash|scrypt/i);
    for (const other of surfaces) {
      const loggedIn = await send(`${other}/login`, {
        body: { username: email.toUpperCase(), password: "a long enough one" },
      });
      expect(loggedIn.body).toMatchObject({
        user_id: registered.body.id,
        username,
        role: "customer",
      });
      const headers = { Authorization: `Bearer ${registered.body.access_token}` };
      const me = await send(`${other}/me`, { headers });
      expect(me.body).toMatchObject({ id: registered.body.id, email, full_name: "Nia Berg" });
    }
  }
});

test("the demo's users log in with their published passwords", async () => {
  for (const [username, password, role] of [
    ["admin", "admin123", "admin"],
    ["demo", "demo123", "customer"],
    ["customer1", "customer123", "customer"],
  ]) {
    const { body } = await send("/api/auth/login", { body: { username, password } });
    expect(body).toMatchObject({ username, user_type: role });
  }
});

test("only an admin, an admin's key or the bootstrap secret makes an admin", async () => {
  const wanted = () => ({ username: newName(), password: "a long enough one", user_type: "admin" });
  const make = (headers: Record<string, string> = {}) =>
    send("/api/auth/register", { body: wanted(), headers });
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const [agent, adminKey] = [await newKey("gpt"), await newKey("admin")];
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

  for (const headers of [
    {},
    bearer(customer.token),
    bearer(agent.secret),
    { "X-Bootstrap-Secret": "guess" },
    { "X-Bootstrap-Secret": "" },
  ]) {
    const refused = await make(headers);
    expect([headers, refused.status, refused.body.code]).toEqual([headers, 403, "forbidden"]);
  }
  for (const headers of [
    bearer(admin.token),
    bearer(adminKey.secret),
    { "X-Bootstrap-Secret": BOOTSTRAP_SECRET },
  ]) {
    const made = await make(headers);
    expect([made.status, made.body.user_type]).toEqual([200, "admin"]);
  }
  expect((await make(bearer("a.b.c"))).status).toBe(401);
});

test("a taken name or address is 400, however it is written", async () => {
  const username = newName();
  const email = newEmail();
  const body = { username, email, password: "a long enough one" };
  expect((await send("/api/auth/register", { body })).status).toBe(200);
  const sameName = await send("/api/auth/register", {
    body: { ...body, username: username.toUpperCase(), email: newEmail() },
  });
  expect([sameName.status, sameName.body.code]).toEqual([400, "username-taken"]);
  const sameEmail = await send("/api/v1/auth/register", {
    body: { ...body, username: newName(), email: email.toUpperCase() },
  });
  expect([sameEmail.status, sameEmail.body.code]).toEqual([400, "email-taken"]);
});

test("passwords that are too short, too long or known to everybody are refused, other input too", async () => {
  const username = newName();
  const good = { username, email: newEmail(), password: "a long enough one" };
  for (const [change, code] of [
    [{ password: "short12" }, "validation-failed"],
    [{ password: "x".repeat(129) }, "validation-failed"],
    [{ password: "Password123" }, "weak-password"],
    [{ password: username.toUpperCase() }, "weak-password"],
    [{ email: "nobody" }, "validation-failed"],
    [{ username: "" }, "validation-failed"],
    [{ username: "a@b.se" }, "validation-failed"],
    [{ username: "x".repeat(51) }, "validation-failed"],
    [{ username: "a\u202eb" }, "validation-failed"],
    [{ user_type: "owner" }, "validation-failed"],
  ] as const) {
    const { status, body } = await send("/api/auth/register", { body: { ...good, ...change } });
    expect([change, status, body.code]).toEqual([change, 422, code]);
  }
});

test("an unknown user and a wrong password get the same answer; so does no password at all", async () => {
  const user = await newUser();
  const wrong = await send("/api/auth/login", {
    body: { username: user.username, password: "nope" },
  });
  const unknown = await send("/api/auth/login", {
    body: { username: newName(), password: "nope" },
  });
  const told = ({ body }: { body: any }) => [body.status, body.code, body.detail];
  expect(told(wrong)).toEqual([401, "wrong-credentials", expect.any(String)]);
  expect(told(unknown)).toEqual(told(wrong));
});

test("tokens of another key, another use, another time or another algorithm are no tokens", async () => {
  const user = await newUser();
  const claims = decodeJwt(user.token);
  const secret = new TextEncoder().encode(DEVELOPMENT_SECRET);
  const sign = (change: object, header: object = {}, key = secret) =>
    new SignJWT({ ...claims, ...change })
      .setProtectedHeader({ alg: "HS256", typ: "at+jwt", ...header })
      .sign(key);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const unsigned = `${part({ alg: "none", typ: "at+jwt" })}.${part(claims)}.`;
  const [head = "", body = "", signature = ""] = user.token.split(".");
  const promoted = part({ ...claims, role: "admin" });
  const byUserKey = createHmac("sha256", "x").update(`${head}.${body}`).digest("base64url");

  for (const token of [
    unsigned,
    `${head}.${promoted}.${signature}`,
    `${head}.${body}.`,
    `${head}.${body}.${byUserKey}`,
    await sign({}, {}, new TextEncoder().encode("another-secret-of-enough-bytes!!")),
    await sign({}, { alg: "HS512" }),
    await sign({}, { typ: "JWT" }),
    await sign({}, { typ: "quote+jwt" }),
    await sign({ exp: undefined }),
    await sign({ exp: 1 }),
    await sign({ aud: "elsewhere" }),
    await sign({ iss: "elsewhere" }),
    await sign({ sub: undefined }),
    await sign({ role: "owner" }),
    `${user.token}.x`,
  ]) {
    const answer = await send("/api/auth/me", { headers: { Authorization: `Bearer ${token}` } });
    expect([token, answer.status, answer.body.code]).toEqual([token, 401, "unauthenticated"]);
  }
  expect((await user.send("/api/auth/me")).status).toBe(200);
  const expired = new Date(Date.now() + 12 * 3_600_000 + 1_000).toISOString();
  const late = await user.send("/api/auth/me", { headers: { "X-Test-Now": expired } });
  expect(late.status).toBe(401);
});

test("logout ends this session and no other", async () => {
  const user = await newUser();
  const login = await send("/auth/login", {
    body: { username: user.username, password: user.password },
  });
  const other = { Authorization: `Bearer ${login.body.access_token}` };
  expect((await user.send("/api/auth/logout", { method: "POST" })).status).toBe(200);
  expect((await user.send("/api/auth/me")).status).toBe(401);
  expect((await send("/api/auth/me", { headers: other })).status).toBe(200);
});

test("a changed password ends every session and begins a new one", async () => {
  const user = await newUser();
  const change = (current: string, next: string) =>
    user.send("/api/auth/password", { body: { current_password: current, new_password: next } });
  expect((await change("wrong", "the next password")).body.code).toBe("wrong-credentials");
  expect((await change(user.password, "password123")).body.code).toBe("weak-password");
  const changed = await change(user.password, "the next password");
  expect(changed.status).toBe(200);
  expect((await user.send("/api/auth/me")).status).toBe(401);
  const headers = { Authorization: `Bearer ${changed.body.access_token}` };
  expect((await send("/api/auth/me", { headers })).status).toBe(200);
  const login = (password: string) =>
    send("/api/auth/login", { body: { username: user.username, password } });
  expect((await login(user.password)).status).toBe(401);
  expect((await login("the next password")).status).toBe(200);
});

test("a deactivated user is out, and in again when activated", async () => {
  const [admin, user] = [await newUser("admin"), await newUser()];
  const turn = (verb: string) =>
    admin.send(`/api/admin/users/${user.id}/${verb}`, { method: "POST" });
  expect((await turn("deactivate")).status).toBe(200);
  expect((await user.send("/api/auth/me")).status).toBe(401);
  const login = () =>
    send("/api/auth/login", { body: { username: user.username, password: user.password } });
  const refused = await login();
  expect([refused.status, refused.body.code]).toEqual([403, "account-inactive"]);
  expect((await turn("activate")).status).toBe(200);
  expect((await login()).status).toBe(200);
  const nobody = await admin.send("/api/admin/users/usr_nobody/deactivate", { method: "POST" });
  expect([nobody.status, nobody.body.code]).toEqual([404, "not-found"]);
});

test("on admin routes a demoted, deactivated or logged-out admin is out at once, whatever KV still says", async () => {
  const victim = await newUser();
  const attempt = (admin: Awaited<ReturnType<typeof newUser>>) =>
    admin.send(`/api/admin/users/${victim.id}/activate`, { method: "POST" });
  const changes = [
    { isActive: false },
    { role: "customer" as const },
    { tokensValidFrom: new Date(Date.now() + 600_000).toISOString() },
  ];
  for (const change of changes) {
    const admin = await newUser("admin");
    expect((await attempt(admin)).status).toBe(200);
    await database.write([query.update(users).set(change).where(eq(users.id, admin.id))]);
    const refused = await attempt(admin);
    expect([change, refused.status, refused.body.code]).toEqual([change, 401, "unauthenticated"]);
  }
  const admin = await newUser("admin");
  await admin.send("/api/auth/logout", { method: "POST" });
  await control.kvDelete(`revocations:${admin.id}`);
  expect((await attempt(admin)).status).toBe(401);
});

test("an admin's check of the session costs no round trip of its own", async () => {
  const [admin, user] = [await newUser("admin"), await newUser()];
  const answer = await admin.send(`/api/admin/users/${user.id}/activate`, { method: "POST" });
  expect((await logLineOf(answer)).cost.pipelines).toBe(2);
});

test("ten logins a minute for one name from one address, sixty from one address", async () => {
  const user = await newUser();
  const address = { "CF-Connecting-IP": newAddress() };
  const guess = (username: string, headers: Record<string, string>) =>
    send("/api/auth/login", { body: { username, password: "wrong" }, headers });
  for (let i = 0; i < 10; i += 1) expect((await guess(user.username, address)).status).toBe(401);
  const eleventh = await guess(user.username.toUpperCase(), address);
  expect([eleventh.status, eleventh.body.code]).toEqual([429, "rate-limited"]);
  const elsewhere = await send("/api/auth/login", {
    body: { username: user.username, password: user.password },
  });
  expect(elsewhere.status).toBe(200);

  for (let i = 0; i < 49; i += 1) expect((await guess(newName(), address)).status).toBe(401);
  expect((await guess(newName(), address)).status).toBe(429);
});

test("passwords are stored as salted scrypt hashes, and renewed when their parameters are old", async () => {
  const register = async () => {
    const body = { username: newName(), password: "the same for both" };
    return (await send("/api/auth/register", { body })).body;
  };
  const [one, other] = [await register(), await register()];
  const hashOf = async (id: string) => {
    const [[row]] = await database.read([query.select().from(users).where(eq(users.id, id))]);
    return row?.passwordHash ?? "";
  };
  const hash = await hashOf(one.id);
  expect(hash).toMatch(/^scrypt\$32768\$8\$1\$/);
  expect(hash.split("$")[4]).not.toBe((await hashOf(other.id)).split("$")[4]);

  const salt = randomBytes(16);
  const old = scryptSync("an old password", salt, 32, { N: 1024, r: 8, p: 1 });
  const passwordHash = `scrypt$1024$8$1$${salt.toString("base64")}$${old.toString("base64")}`;
  await database.write([query.update(users).set({ passwordHash }).where(eq(users.id, one.id))]);
  const login = await send("/api/auth/login", {
    body: { username: one.username, password: "an old password" },
  });
  expect(login.status).toBe(200);
  await logLineOf(login);
  expect(await hashOf(one.id)).toMatch(/^scrypt\$32768\$8\$1\$/);
});
