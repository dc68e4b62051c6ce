import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { newUser, send } from "../support/desk.ts";
import { call } from "../support/mcp.ts";
import { lane } from "../support/lane.ts";

test("M16, M17: a user logs in for a program, which gets tokens for this server only, renews them once, and loses all if one is used twice", async () => {
  const origin = lane.deskUrl;
  for (const path of ["", "/mcp"]) {
    const { body } = await send(`/.well-known/oauth-protected-resource${path}`);
    expect([body.resource, body.authorization_servers]).toEqual([`${origin}/mcp`, [origin]]);
  }
  const { body: server } = await send("/.well-known/oauth-authorization-server");
  expect(server).toMatchObject({ issuer: origin, code_challenge_methods_supported: ["S256"] });
  expect(server).not.toHaveProperty("registration_endpoint");

  const verifier = randomBytes(32).toString("base64url");
  const redirect_uri = "https://claude.ai/api/mcp/auth_callback";
  const asked = {
    response_type: "code",
    client_id: "claude",
    redirect_uri,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    resource: `${origin}/mcp`,
    state: "st4te",
  };
  const page = await send(`/oauth/authorize?${new URLSearchParams(asked)}`);
  expect([page.status, page.headers.get("X-Frame-Options")]).toEqual([200, "DENY"]);
  for (const change of [
    { client_id: "nobody" },
    { redirect_uri: "https://evil.example/" },
    { resource: "https://other.example/mcp" },
    { code_challenge_method: "plain" },
  ]) {
    const bad = new URLSearchParams({ ...asked, ...change });
    expect((await send(`/oauth/authorize?${bad}`)).status).toBe(422);
  }

  const wrong = { ...asked, username: "unicafe", password: "wrong" };
  expect((await send("/oauth/authorize", form(wrong))).status).toBe(401);
  const login = { ...asked, username: "unicafe", password: "customer123" };
  const sent = form(login);
  const response = await fetch(`${origin}/oauth/authorize`, {
    method: "POST",
    redirect: "manual",
    ...sent,
  });
  const back = new URL(response.headers.get("Location") ?? "");
  expect([response.status, back.origin + back.pathname]).toEqual([303, redirect_uri]);
  expect([back.searchParams.get("state"), back.searchParams.get("iss")]).toEqual(["st4te", origin]);
  const code = back.searchParams.get("code") ?? "";

  const redeem = {
    grant_type: "authorization_code",
    code,
    client_id: "claude",
    redirect_uri,
    code_verifier: verifier,
    resource: `${origin}/mcp`,
  };
  const { body: tokens } = await send("/oauth/token", form(redeem));
  const headers = { Authorization: `Bearer ${tokens.access_token}` };
  const own = await call("listMyTickets", {}, headers);
  expect(own.body.result.structuredContent.items).toEqual([]);
  const others = await call("customerLookup", { email: "anna.svensson@gmail.com" }, headers);
  expect(others.status).toBe(403);
  expect((await send("/customer/orders", { headers })).status).toBe(401);
  const { body: portal } = await send("/api/v1/auth/login", {
    body: { username: "unicafe", password: "customer123" },
  });
  const foreign = { Authorization: `Bearer ${portal.access_token}` };
  expect((await call("listMyTickets", {}, foreign)).status).toBe(401);

  const renew = (refresh_token: string) =>
    send("/oauth/token", form({ grant_type: "refresh_token", refresh_token, client_id: "claude" }));
  const second = await renew(tokens.refresh_token);
  expect(second.body.refresh_token).not.toBe(tokens.refresh_token);
  expect((await renew(tokens.refresh_token)).body.error).toBe("invalid_grant");
  expect((await renew(second.body.refresh_token)).body.error).toBe("invalid_grant");
  expect((await send("/oauth/token", form(redeem))).body.error).toBe("invalid_grant");
});

const claude = "https://claude.ai/api/mcp/auth_callback";

function form(fields: Record<string, string>) {
  return {
    body: String(new URLSearchParams(fields)),
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  };
}

/** Logs a user of the test's own in for a program: what its code is redeemed with. */
async function newGrant() {
  const user = await newUser();
  const verifier = randomBytes(32).toString("base64url");
  const asked = {
    response_type: "code",
    client_id: "claude",
    redirect_uri: claude,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    username: user.username,
    password: user.password,
  };
  const response = await fetch(`${lane.deskUrl}/oauth/authorize`, {
    method: "POST",
    redirect: "manual",
    ...form(asked),
  });
  const code = new URL(response.headers.get("Location") ?? "").searchParams.get("code") ?? "";
  const redeem = {
    grant_type: "authorization_code",
    code,
    client_id: "claude",
    redirect_uri: claude,
    code_verifier: verifier,
  };
  return { user, redeem };
}

test("M17: a code is good for the program, the address and the verifier that it was asked with, once and for a minute", async () => {
  for (const change of [
    { client_id: "chatgpt" },
    { redirect_uri: "https://claude.ai/other" },
    { code_verifier: randomBytes(32).toString("base64url") },
    { resource: "https://other.example/mcp" },
  ]) {
    const { redeem } = await newGrant();
    const wrong = await send("/oauth/token", form({ ...redeem, ...change }));
    expect([wrong.status, wrong.body.error]).toEqual([
      400,
      "resource" in change ? "invalid_target" : "invalid_grant",
    ]);
    expect((await send("/oauth/token", form(redeem))).body.error).toBe("invalid_grant");
  }
  const { redeem } = await newGrant();
  const later = { "X-Test-Now": new Date(Date.now() + 61_000).toISOString() };
  const sent = form(redeem);
  const late = await send("/oauth/token", { ...sent, headers: { ...sent.headers, ...later } });
  expect(late.body.error).toBe("invalid_grant");
});

test("M17: a code that is used twice ends the tokens of the first use; tokens end with their hour and their user", async () => {
  const { user, redeem } = await newGrant();
  const { body: tokens } = await send("/oauth/token", form(redeem));
  await send("/oauth/token", form(redeem));
  const renewal = form({
    grant_type: "refresh_token",
    refresh_token: tokens.refresh_token,
    client_id: "claude",
  });
  expect((await send("/oauth/token", renewal)).body.error).toBe("invalid_grant");

  const headers = { Authorization: `Bearer ${tokens.access_token}` };
  const after = { "X-Test-Now": new Date(Date.now() + 3_601_000).toISOString() };
  expect((await call("listMyTickets", {}, { ...headers, ...after })).status).toBe(401);
  const inQuery = `/mcp?access_token=${tokens.access_token}`;
  const { status } = await send(inQuery, {
    body: {
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "listMyTickets", arguments: {} },
    },
    headers: { Accept: "application/json, text/event-stream" },
  });
  expect(status).toBe(401);

  const second = await newGrant();
  const { body: others } = await send("/oauth/token", form(second.redeem));
  const admin = await newUser("admin");
  await admin.send(`/api/admin/users/${second.user.id}/deactivate`, { method: "POST" });
  const renew = { ...Object.fromEntries(new URLSearchParams(renewal.body)) };
  const ended = form({ ...renew, refresh_token: others.refresh_token });
  expect((await send("/oauth/token", ended)).body.error).toBe("invalid_grant");
  expect(user.id).not.toBe(second.user.id);
});

test("M17: nobody registers, and what a token request lacks is named", async () => {
  const registered = await send("/oauth/register", { body: { redirect_uris: [claude] } });
  expect(registered.status).toBe(404);
  const kinds: [Record<string, string>, string][] = [
    [{ grant_type: "password", username: "a", password: "b" }, "unsupported_grant_type"],
    [{ grant_type: "authorization_code", code: "x" }, "invalid_request"],
    [{ grant_type: "refresh_token", refresh_token: "x", client_id: "claude" }, "invalid_grant"],
  ];
  for (const [fields, error] of kinds) {
    const answer = await send("/oauth/token", form(fields));
    expect([answer.status, answer.body.error]).toEqual([400, error]);
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
  }
});
