import { createHash, randomBytes } from "node:crypto";
import { expect, inject, test } from "vitest";
import { send } from "../support/desk.ts";
import { call } from "../support/mcp.ts";

test("M16, M17: a user logs in for a program, which gets tokens for this server only, renews them once, and loses all if one is used twice", async () => {
  const origin = inject("deskUrl");
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

  const form = (fields: Record<string, string>) => ({
    body: String(new URLSearchParams(fields)),
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });
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
