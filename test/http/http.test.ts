import { request } from "node:http";
import { expect, test } from "vitest";
import { noCost } from "../../src/cost.ts";
import { control, logLineOf, newKey, newUser, send } from "../support/desk.ts";
import { lane } from "../support/lane.ts";
import { newBuyer } from "../support/portal.ts";

const price =
  "/price?volume_m3=10&floors_from=2&floors_to=3&elevator_from=yes&elevator_to=none&distance_km=15";
const lookup = "/gpt-rag/customer-lookup";

test("every refusal is problem+json with a sentence: 400, 401, 403, 404, 405, 413, 415, 422", async () => {
  const agent = await newKey("gpt");
  const sales = await newKey("sales");
  const json = { "Content-Type": "application/json" };
  const refusals = [
    [400, "malformed-json", await agent.send(lookup, { body: "{not json", headers: json })],
    [400, "malformed-json", await agent.send(lookup, { body: "", headers: json, method: "POST" })],
    [401, "unauthenticated", await send(lookup, { body: {} })],
    [403, "forbidden", await sales.send(lookup, { body: {} })],
    [404, "not-found", await send("/nowhere")],
    [405, "method-not-allowed", await send(lookup)],
    [413, "body-too-large", await agent.send(lookup, { body: { x: "y".repeat(1024 * 1024) } })],
    [415, "unsupported-media-type", await agent.send(lookup, { body: "email=a@b.se" })],
    [422, "validation-failed", await agent.send(lookup, { body: { email: "a" } })],
    [422, "validation-failed", await agent.send(lookup, { body: [] })],
    [422, "validation-failed", await agent.send(lookup, { body: "null", headers: json })],
  ] as const;
  for (const [status, code, answer] of refusals) {
    expect([answer.status, answer.body?.code]).toEqual([status, code]);
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    expect(answer.body).toMatchObject({
      type: `/problems#${code}`,
      title: expect.any(String),
      status,
      instance: expect.stringMatching(/^\//),
      request_id: answer.headers.get("X-Request-Id"),
    });
    expect(answer.body.detail).toMatch(/^\S.*[.]$/);
  }
});

test("a wrong method is told which ones there are; a missing key how to send one", async () => {
  const get = await send(lookup);
  expect(get.headers.get("Allow")).toBe("POST");
  expect((await send(price, { method: "DELETE" })).headers.get("Allow")).toBe("GET, HEAD");
  const anonymous = await send(lookup, { body: {} });
  expect(anonymous.headers.get("WWW-Authenticate")).toBe("Bearer");
});

test("a problem never quotes what was sent", async () => {
  const agent = await newKey("gpt");
  const secret = "hemlig.person@example.org";
  const answers = [
    await agent.send(lookup, {
      body: `{"email": "${secret}"`,
      headers: { "Content-Type": "application/json" },
    }),
    await agent.send(lookup, { body: { email: { [secret]: secret } } }),
    await agent.send("/gpt-rag/create-ticket", { body: { issue_type: secret, priority: secret } }),
    await send(`/price?volume_m3=${secret}`),
  ];
  for (const answer of answers) {
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toContain("hemlig");
  }
});

test("half a character, and a day that the calendar does not have, are 422 and not our fault", async () => {
  const [admin, buyer] = [await newUser("admin"), await newBuyer()];
  const half = "x\ud800";
  const texts = [{ language: "sv", title: "a", body: "b", keywords: half }];
  const products = [
    { product_code: "SKU-10001", order_qty: 1, requested_delivery_date: "0000-00-00" },
  ];
  const answers = [
    await send("/api/auth/login", { body: { username: half, password: "a" } }),
    await admin.send("/admin/claims/CLM-NONE/reject", { body: { reason: half } }),
    await admin.send("/api/v1/chat/knowledge", {
      body: { kind: "faq", category: "general", texts },
    }),
    await buyer.send("/customer/products/risk/batch", { body: { products } }),
  ];
  const outcomes = answers.map(({ status, body }) => [status, body.code]);
  expect(outcomes).toEqual(answers.map(() => [422, "validation-failed"]));
});

test("nothing that a customer typed reaches the log", async () => {
  const agent = await newKey("gpt");
  const marker = `marker${Date.now()}`;
  const email = `${marker}@example.org`;
  const answers = [
    await agent.send(lookup, { body: { email, query_context: marker } }),
    await agent.send("/gpt-rag/booking-details", {
      body: { customer_email: email, booking_id: marker },
    }),
    await agent.send("/gpt-rag/create-ticket", {
      body: {
        customer_email: email,
        issue_type: "general",
        description: marker,
        client_ref: marker,
      },
      headers: { "Idempotency-Key": marker },
    }),
    await agent.send(lookup, {
      body: `{"${marker}`,
      headers: { "Content-Type": "application/json" },
    }),
    await agent.send(lookup, { body: { email: marker } }),
    await send(`/${marker}?q=${marker}`, { headers: { "User-Agent": marker, Cookie: marker } }),
    await send(`/quotes/${marker}`),
    await send(lookup, { body: {}, headers: { Authorization: `Bearer ${marker}` } }),
  ];
  for (const answer of answers) await logLineOf(answer);
  expect(await control.logs(marker)).toEqual([]);
  expect(await control.logs(agent.secret)).toEqual([]);
});

test("one line of JSON tells of each request: its route, not its path", async () => {
  const agent = await newKey("gpt");
  const answer = await agent.send("/api/ai-customer-service/analytics/gpt-metrics?timeRange=1h");
  const lines = await control.logs(answer.headers.get("X-Request-Id") ?? "none");
  await logLineOf(answer);
  expect(lines.length).toBeLessThanOrEqual(1);
  expect(await logLineOf(answer)).toMatchObject({
    level: "info",
    event: "request",
    method: "GET",
    route: "/api/ai-customer-service/analytics/gpt-metrics",
    status: 200,
    actor: `key:${agent.id}`,
    cost: { pipelines: expect.any(Number) },
  });
  expect(await logLineOf(await send("/quotes/abc"))).toMatchObject({
    route: "/quotes/:token",
    status: 404,
    problem: "quote-not-found",
  });
});

test("both forms of the trailing slash are the same address", async () => {
  expect((await send(price.replace("?", "/?"))).status).toBe(200);
  expect((await send("/health/")).status).toBe(200);
  const agent = await newKey("gpt");
  const answer = await agent.send(`${lookup}/`, { body: { email: "anna.svensson@gmail.com" } });
  expect(answer.body.customer_found).toBe(true);
});

test("every answer carries the security headers and is private unless its route says otherwise", async () => {
  for (const path of ["/health", "/nowhere", lookup, "/openapi.json", price]) {
    const { headers } = await send(path);
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Content-Security-Policy")).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    );
    expect(headers.get("Referrer-Policy")).toBe("no-referrer");
    expect(headers.get("Strict-Transport-Security")).toMatch(/max-age=31536000/);
    expect(headers.get("X-Request-Id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get("X-Powered-By")).toBeNull();
    const cached: Record<string, string> = {
      [price]: "public, max-age=60",
      "/openapi.json": "public, max-age=300",
    };
    expect(headers.get("Cache-Control")).toBe(cached[path] ?? "no-store");
  }
});

test("only the configured origins may call from a page, and never with cookies", async () => {
  const preflight = (origin: string) =>
    send(lookup, {
      method: "OPTIONS",
      headers: {
        Origin: origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,idempotency-key",
      },
    });
  for (const origin of ["https://shop.example", "http://localhost:5173", "http://127.0.0.1:8080"]) {
    const { status, headers } = await preflight(origin);
    expect(status).toBe(204);
    expect(headers.get("Access-Control-Allow-Origin")).toBe(origin);
    expect(headers.get("Access-Control-Allow-Headers")).toMatch(/Authorization/);
    expect(headers.get("Access-Control-Allow-Credentials")).toBeNull();
    expect(headers.get("Vary")).toMatch(/Origin/);
  }
  for (const origin of [
    "https://shop.example.evil.net",
    "https://notshop.example",
    "http://shop.example",
    "https://shop.example:8443",
    "null",
    "http://localhost.evil.net",
    "https://SHOP.example.",
  ]) {
    const { headers } = await preflight(origin);
    expect([origin, headers.get("Access-Control-Allow-Origin")]).toEqual([origin, null]);
  }
  const refused = await send(lookup, { body: {}, headers: { Origin: "https://shop.example" } });
  expect(refused.headers.get("Access-Control-Allow-Origin")).toBe("https://shop.example");
  expect(refused.headers.get("Access-Control-Expose-Headers")).toMatch(/X-Request-Id/);
});

test("a body larger than 1 MiB is refused however it is sent", async () => {
  const agent = await newKey("gpt");
  const status = await new Promise((resolve, reject) => {
    const outgoing = request(
      lane.deskUrl + lookup,
      {
        method: "POST",
        headers: {
          Authorization: `Bearer ${agent.secret}`,
          "Content-Type": "application/json",
          "Transfer-Encoding": "chunked",
        },
      },
      (incoming) => resolve(incoming.resume().statusCode),
    );
    outgoing.once("error", reject);
    for (let i = 0; i < 20; i += 1) outgoing.write("x".repeat(64 * 1024));
    outgoing.end();
  });
  expect(status).toBe(413);
});

test("HEAD answers like GET without a body", async () => {
  const head = await fetch(lane.deskUrl + price, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
});

test("300 requests at once, each with its own way to the database, all get their answer", async () => {
  const agents = await Promise.all(Array.from({ length: 6 }, () => newKey("gpt")));
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, i) =>
      agents[i % 6]?.send("/gpt-rag/booking-details", { body: { booking_id: "BK-2024-001234" } }),
    ),
  );
  const outcomes = answers.map((answer) => [answer?.status, answer?.body.booking_found]);
  expect(new Set(outcomes.map(String))).toEqual(new Set(["200,true"]));
});

test("health needs nothing; readiness asks everything", async () => {
  const health = await send("/health");
  expect(health.body).toMatchObject({ status: "healthy", service: "edgedesk" });
  expect((await logLineOf(health)).cost).toEqual(noCost());
  const ready = await send("/ready");
  expect([ready.status, ready.body.status]).toEqual([200, "ready"]);
});
