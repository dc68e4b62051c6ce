import { expect, test } from "vitest";
import { DEVELOPMENT_SECRET } from "../../src/env.ts";
import { control, newAddress, newKey, newUser, send } from "../support/desk.ts";
import { forgeries } from "../support/forgeries.ts";

test("S-06: fifty forged tokens open nothing, however they are made", async () => {
  const user = await newUser();
  const forged = forgeries(user.token, DEVELOPMENT_SECRET);
  expect(Object.keys(forged).length).toBeGreaterThanOrEqual(50);
  for (const [what, token] of Object.entries(forged)) {
    for (const path of ["/api/auth/me", "/admin/orders", "/mcp"]) {
      const { status } = await send(path, {
        ...(path === "/mcp" ? { body: { jsonrpc: "2.0", id: 1, method: "tools/list" } } : {}),
        headers: { Authorization: `Bearer ${token}` },
      });
      expect([what, path, status]).toEqual([what, path, 401]);
    }
  }
  for (const scheme of ["Basic", "Token", "JWT", "Bearer:", "BearerX", ""]) {
    const headers = { Authorization: `${scheme} ${user.token}` };
    expect([scheme, (await send("/api/auth/me", { headers })).status]).toEqual([scheme, 401]);
  }
  for (const path of [`?access_token=${user.token}`, `?token=${user.token}`]) {
    expect((await send(`/api/auth/me${path}`)).status).toBe(401);
  }
  const cookie = await send("/api/auth/me", { headers: { Cookie: `access_token=${user.token}` } });
  expect(cookie.status).toBe(401);
  expect((await user.send("/api/auth/me")).status).toBe(200);
});

test("S-06: the last letter of a signature has bits to spare; a logged-out token stays out in any spelling", async () => {
  const user = await newUser();
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = letters.indexOf(user.token.at(-1) ?? "A");
  const twins = [0, 1, 2, 3].map((spare) => user.token.slice(0, -1) + letters[(last & ~3) + spare]);
  await user.send("/api/auth/logout", { method: "POST" });
  for (const twin of twins) {
    const { status } = await send("/api/auth/me", { headers: { Authorization: `Bearer ${twin}` } });
    expect([twin, status]).toEqual([twin, 401]);
  }
});

test("S-13: an address is what the edge says; no header that a caller can send makes another", async () => {
  const name = `nobody${Date.now()}`;
  const address = newAddress();
  const tries = [];
  for (let i = 0; i < 12; i += 1) {
    const spoofed = `203.0.113.${i}`;
    const { status } = await send("/api/auth/login", {
      body: { username: name, password: "wrong" },
      headers: {
        "CF-Connecting-IP": address,
        "X-Forwarded-For": spoofed,
        "X-Real-IP": spoofed,
        "True-Client-IP": spoofed,
        Forwarded: `for=${spoofed}`,
        "CF-Connecting-IPv6": spoofed,
        "CF-Pseudo-IPv4": spoofed,
      },
    });
    tries.push(status);
  }
  expect(tries).toEqual([...Array(10).fill(401), 429, 429]);
});

test("S-08: a key that is nearly right, stretched or in another place is no key, and is in no store", async () => {
  const key = await newKey("gpt");
  const body = { email: "anna.svensson@gmail.com" };
  const last = key.secret.at(-1) === "A" ? "B" : "A";
  for (const wrong of [
    key.secret.slice(0, -1),
    key.secret.slice(0, -1) + last,
    `${key.secret}x`,
    key.secret.toUpperCase(),
    key.secret.slice(4),
    `${key.secret},${key.secret}`,
    "x".repeat(201),
  ]) {
    const headers = { Authorization: `Bearer ${wrong}` };
    const { status } = await send("/gpt-rag/customer-lookup", { body, headers });
    expect([wrong, status]).toEqual([wrong, 401]);
  }
  for (const path of [`?api_key=${key.secret}`, `?key=${key.secret}`]) {
    expect((await send(`/gpt-rag/customer-lookup${path}`, { body })).status).toBe(401);
  }
  const headers = { "X-API-Key": key.secret };
  expect((await send("/gpt-rag/customer-lookup", { body, headers })).status).toBe(401);
  expect((await key.send("/gpt-rag/customer-lookup", { body })).status).toBe(200);
  const names = await control.kvNames("");
  expect(names.join("\n")).not.toContain(key.secret.slice(4));
});
