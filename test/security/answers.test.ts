import { request } from "node:http";
import { expect, test } from "vitest";
import { newKey, newUser, send, type Answer } from "../support/desk.ts";
import { lane } from "../support/lane.ts";
import { claimOf, deliveredOrder, newBuyer } from "../support/portal.ts";
import { png } from "../support/pictures.ts";
import { forEachOf, newCast, walked } from "./walk.ts";

const lookup = "/gpt-rag/customer-lookup";

/** A request as no client library lets one be sent. */
async function raw(method: string, path: string, headers: Record<string, string>) {
  return new Promise<{ status: number; headers: Headers; text: string }>((resolve, reject) => {
    const outgoing = request(lane.deskUrl + path, { method, headers }, async (incoming) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk);
      resolve({
        status: incoming.statusCode ?? 0,
        headers: new Headers(
          Object.entries(incoming.headers).map(([name, value]): [string, string] => [
            name,
            String(value),
          ]),
        ),
        text: Buffer.concat(chunks).toString(),
      });
    });
    outgoing.once("error", reject);
    outgoing.end();
  });
}

test("S-18: answers of every kind carry the security headers, refusals, files and pages too", async () => {
  const agent = await newKey("gpt");
  const [admin, buyer] = [await newUser("admin"), await newBuyer()];
  const { orderId } = await deliveredOrder(admin, buyer);
  const { body: claim } = await claimOf(buyer, orderId, { photos: [{ bytes: png() }] });
  const { body: invoices } = await buyer.send("/customer/payments/invoices");
  const json = { "Content-Type": "application/json" };
  const answers: [string, Answer | Response][] = [
    ["200", await send("/health")],
    ["404", await send("/nowhere")],
    ["404 of an odd path", await send("//evil.example/%2e%2e/%00")],
    ["405", await send(lookup)],
    ["401", await send(lookup, { body: {} })],
    ["403", await agent.send("/leads")],
    ["400", await agent.send(lookup, { body: "{", headers: json })],
    ["413", await agent.send(lookup, { body: { x: "y".repeat(1024 * 1024) } })],
    ["415", await agent.send(lookup, { body: "email=a@b.se" })],
    ["422", await agent.send(lookup, { body: {} })],
    ["426", await send("/ws/chat")],
    ["an engine's refusal", await send("/socket.io/?EIO=3&transport=polling")],
    ["a preflight", await send(lookup, { method: "OPTIONS", headers: preflight("https://a.se") })],
    ["JSON", await buyer.send("/customer/orders/")],
    ["a file", await fetch(lane.deskUrl + claim.claim_attachments[0].file_path)],
    ["a page to print", await fetch(lane.deskUrl + invoices[0].print_path)],
    ["CSV", await admin.send("/leads/export.csv")],
    ["YAML", await send("/openapi.yaml")],
    ["text", await send("/llms.txt")],
    ["the privacy page", await send("/privacy")],
    ["the start page", await send("/")],
    ["the documentation", await send("/docs/")],
    ["the widget", await send("/widget.js")],
  ];
  for (const [what, { status, headers }] of answers) {
    expect([what, status < 500]).toEqual([what, true]);
    expect([what, headers.get("X-Content-Type-Options")]).toEqual([what, "nosniff"]);
    expect([what, headers.get("Referrer-Policy")]).toEqual([what, "no-referrer"]);
    expect([what, headers.get("Strict-Transport-Security")]).toEqual([
      what,
      "max-age=31536000; includeSubDomains",
    ]);
    expect([what, headers.get("Content-Security-Policy")]).toEqual([
      what,
      expect.stringContaining("default-src 'none'"),
    ]);
    expect([what, headers.get("X-Powered-By"), headers.get("Server")]).toEqual([what, null, null]);
    const type = headers.get("Content-Type") ?? "";
    if (type.startsWith("text/"))
      expect([what, type]).toEqual([what, expect.stringMatching(/utf-8/i)]);
  }
});

function preflight(origin: string): Record<string, string> {
  return { Origin: origin, "Access-Control-Request-Method": "POST" };
}

test("S-17: no origin but the listed ones is let in, whatever the method, and none with cookies", async () => {
  const listed = ["https://shop.example", "http://localhost:5173", "https://127.0.0.1"];
  const others = [
    "null",
    "https://shop.example.evil.net",
    "https://evil-shop.example",
    "https://sub.shop.example",
    "http://shop.example",
    "https://shop.example:8443",
    "https://shop.example.",
    "https://shop.example/",
    "https://shop.example@evil.net",
    "https://shop_example",
    "https://shop.examplé",
    "HTTPS://SHOP.EXAMPLE",
    "https://shop.example, https://evil.net",
    "http://localhost.evil.net",
    "http://localhost:80x",
    "http://127.0.0.1.evil.net",
    "file://",
  ];
  for (const method of ["GET", "POST", "PUT", "DELETE", "PATCH"]) {
    for (const origin of [...listed, ...others]) {
      const encoded = Buffer.from(origin).toString("latin1");
      const asked = { Origin: encoded, "Access-Control-Request-Method": method };
      for (const { headers } of [
        await raw("OPTIONS", lookup, asked),
        await raw(method, "/nowhere", { Origin: encoded, "Content-Length": "0" }),
      ]) {
        const allowed = headers.get("Access-Control-Allow-Origin");
        const expected = listed.includes(origin) ? origin : null;
        expect([method, origin, allowed]).toEqual([method, origin, expected]);
        expect(headers.get("Access-Control-Allow-Credentials")).toBeNull();
        expect(headers.get("Vary")).toMatch(/Origin/);
      }
    }
  }
});

test("S-47: what a caller is told with credentials is kept in no cache, answer or refusal", async () => {
  const castFor = await newCast();
  const reads = walked.filter(({ method }) => method === "GET");
  expect(reads.length).toBeGreaterThan(40);
  const open: string[] = [];
  await forEachOf(reads, async (operation) => {
    const answer = await castFor(operation).send(operation.path);
    const kept = answer.headers.get("Cache-Control");
    if (kept !== "no-store") open.push(`${operation.path} ${kept}`);
  });
  expect(open.toSorted()).toEqual([
    "/api/chat/widget public, max-age=60",
    "/price/tariff public, max-age=60",
  ]);
});

test("S-48, S-49: HEAD tells no more than GET, TRACE echoes nothing, no header or field changes the method", async () => {
  const agent = await newKey("gpt");
  const credentials = { Authorization: `Bearer ${agent.secret}` };
  expect((await raw("HEAD", "/leads", {})).status).toBe(401);
  expect((await raw("HEAD", "/leads", credentials)).status).toBe(403);
  for (const path of [lookup, "/health", "/leads", "/"]) {
    const traced = await raw("TRACE", path, { ...credentials, "X-Secret": "echo-me" });
    expect([path, traced.status]).toEqual([path, 405]);
    expect(traced.text).not.toMatch(/echo-me|edk_/);
  }
  const { status, headers } = await raw("OPTIONS", lookup, {});
  expect([status, headers.get("Allow")]).toEqual([405, "POST"]);
  for (const name of ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"]) {
    const told = { ...credentials, [name]: "POST" };
    expect((await raw("GET", lookup, told)).status).toBe(405);
    expect((await raw("GET", `${lookup}?_method=POST`, told)).status).toBe(405);
    const user = await newUser();
    const { body } = await user.send("/api/v1/chat/conversations", { body: {} });
    const address = `/api/v1/chat/conversations/${body.id}`;
    await user.send(`${address}?_method=DELETE`, { headers: { [name]: "DELETE" } });
    expect((await user.send(address)).status).toBe(200);
  }
});

test("S-45: no refusal tells of code, statements or files", async () => {
  const castFor = await newCast();
  const hostile = "'\"`;${7*7}{{7*7}}<script>\\../../etc/passwd%00\u2028";
  await forEachOf(walked, async (operation) => {
    const query = operation.query.map((name) => `${name}=${encodeURIComponent(hostile)}`).join("&");
    const { status, text } = await castFor(operation).send(`${operation.path}?${query}`, {
      method: operation.method,
      ...(operation.takesJson ? { body: { email: hostile, id: hostile, [hostile]: hostile } } : {}),
    });
    if (status < 400) return;
    expect([operation.id, status < 500]).toEqual([operation.id, true]);
    expect([operation.id, text]).toEqual([
      operation.id,
      expect.not.stringMatching(
        /\.ts\b|\.js:|\bat \w+ \(|SQLITE|sqlite_|select .* from|ZodError|node_modules/i,
      ),
    ]);
  });
});
