import { Ajv2020, type AnySchemaObject } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { operations } from "../../src/agents/operations.ts";
import { newEmail, newKey, send } from "../support/desk.ts";
import { lane } from "../support/lane.ts";
import { anyHeaders, call, connected, meta, modern, say } from "../support/mcp.ts";

const question = { question: "How do I reset my password?" };

test("M1: only POST is answered, with JSON, and no session is made", async () => {
  for (const method of ["GET", "DELETE"]) {
    expect((await send("/mcp", { method })).status).toBe(405);
  }
  const answer = await say("tools/list", {}, { "Mcp-Session-Id": "x", "Last-Event-ID": "1" });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("Mcp-Session-Id")).toBeNull();
  expect(answer.headers.get("Content-Type")).toMatch(/^application\/json/);
});

/** Sends a message of the revisions of 2025, which names its version in a header alone. */
function sayAsBefore(method: string, params: object = {}, version = "2025-11-25") {
  return send("/mcp", {
    body: { jsonrpc: "2.0", id: 1, method, params },
    headers: { ...anyHeaders, "MCP-Protocol-Version": version },
  });
}

test("M20, M23: nothing is streamed: every answer is one JSON body, and there is nothing to listen to", async () => {
  const answers = await Promise.all([
    say("server/discover"),
    call("searchFaqs", question),
    sayAsBefore("tools/list"),
    sayAsBefore("tools/call", { name: "searchFaqs", arguments: question }),
  ]);
  for (const { status, headers } of answers) {
    expect([status, headers.get("Content-Type")]).toEqual([200, "application/json"]);
  }
  for (const method of [
    "subscriptions/listen",
    "resources/list",
    "prompts/list",
    "logging/setLevel",
  ]) {
    const refused = await say(method, { notifications: { toolsListChanged: true } });
    expect([method, refused.status, refused.body.error.code]).toEqual([method, 404, -32601]);
  }
});

test("M21: every revision of 2025 is spoken, without sessions, with the same tools", async () => {
  const { tools } = (await say("tools/list")).body.result;
  for (const version of ["2025-11-25", "2025-06-18", "2025-03-26"]) {
    const introduced = await send("/mcp", {
      body: {
        jsonrpc: "2.0",
        id: 1,
        method: "initialize",
        params: {
          protocolVersion: version,
          capabilities: {},
          clientInfo: { name: "test", version: "1" },
        },
      },
      headers: anyHeaders,
    });
    expect(introduced.body.result.protocolVersion).toBe(version);
    expect(introduced.headers.get("Mcp-Session-Id")).toBeNull();
    const { result } = (await sayAsBefore("tools/list", {}, version)).body;
    expect([version, result.tools]).toEqual([version, tools]);
  }
});

test("M22: who asks too often is told when to come back, and answers carry nothing but what their schema says", async () => {
  const proof = { email: newEmail(), booking_number: "BK-2024-001234" };
  const tries = await Promise.all(Array.from({ length: 11 }, () => call("verifyCustomer", proof)));
  const said = tries.map(({ body }) => body.result.content[0].text);
  expect(said.filter((text) => /Try again in \d+ seconds\.$/.test(text))).toHaveLength(1);

  const agent = await newKey("gpt");
  const headers = { Authorization: `Bearer ${agent.secret}` };
  const { body } = await call("customerLookup", samples["customerLookup"] ?? {}, headers);
  const { tools } = (await say("tools/list")).body.result;
  const { outputSchema } = tools.find(({ name }: any) => name === "customerLookup");
  const data = body.result.structuredContent.customer_data;
  expect(Object.keys(outputSchema.properties)).toEqual(
    expect.arrayContaining(Object.keys(body.result.structuredContent)),
  );
  expect(Object.keys(outputSchema.properties.customer_data.properties)).toEqual(
    expect.arrayContaining(Object.keys(data)),
  );
});

test("M2: pages of origins that are not allowed are refused", async () => {
  expect((await say("tools/list", {}, { Origin: "https://evil.example" })).status).toBe(403);
  expect((await say("tools/list", {}, { Origin: "https://shop.example" })).status).toBe(200);
});

test("M3, M4, M5: version and headers must say what the body says", async () => {
  const wrong = [
    { headers: { "MCP-Protocol-Version": "2025-11-25" }, code: -32020 },
    { headers: { "Mcp-Method": "tools/call" }, code: -32020 },
  ];
  for (const { headers, code } of wrong) {
    const answer = await say("tools/list", {}, headers);
    expect([answer.status, answer.body.error.code]).toEqual([400, code]);
  }
  const name = await call("searchFaqs", question, { "Mcp-Name": "findProducts" });
  expect([name.status, name.body.error.code]).toEqual([400, -32020]);
  const encoded = `=?base64?${Buffer.from("searchFaqs").toString("base64")}?=`;
  expect((await call("searchFaqs", question, { "Mcp-Name": encoded })).status).toBe(200);
  const later = { ...meta, "io.modelcontextprotocol/protocolVersion": "2099-01-01" };
  const unknown = await say(
    "tools/list",
    { _meta: later },
    { "MCP-Protocol-Version": "2099-01-01" },
  );
  expect([unknown.status, unknown.body.error.code]).toEqual([400, -32022]);
  expect(unknown.body.error.data.supported).toContain(modern);
});

test("M6: an unknown method is 404, a notification is accepted without words", async () => {
  const unknown = await say("nothing/known");
  expect([unknown.status, unknown.body.error.code]).toEqual([404, -32601]);
  const note = await send("/mcp", {
    body: { jsonrpc: "2.0", method: "notifications/initialized" },
    headers: anyHeaders,
  });
  expect([note.status, note.text]).toEqual([202, ""]);
});

test("M7, M8, M19, M23: it can be discovered, and says for how long that holds", async () => {
  const { body } = await say("server/discover");
  const { result } = body;
  expect(result.supportedVersions).toContain(modern);
  expect(result.capabilities).toEqual({ tools: {} });
  expect(result.instructions.length).toBeLessThanOrEqual(512);
  expect(result.resultType).toBe("complete");
  const list = (await say("tools/list")).body.result;
  expect([list.resultType, list.cacheScope]).toEqual(["complete", "public"]);
  expect(list.ttlMs).toBeGreaterThan(0);
  expect((await say("tools/list")).body.result).toEqual(list);
});

test("M9, M10, M11, M12, M24: tools are the operations, with the schemas of the Actions document", async () => {
  const { tools } = (await say("tools/list")).body.result;
  const { body: document } = await send("/gpt-rag/openapi.json");
  expect(tools.map(({ name }: any) => name)).toEqual(operations.map(({ name }) => name));
  for (const [i, tool] of tools.entries()) {
    const operation = operations[i];
    const post = document.paths[operation?.path ?? ""].post;
    const schema = post.requestBody.content["application/json"].schema;
    const asked = document.components.schemas[schema.$ref?.split("/").at(-1)] ?? schema;
    expect(tool.name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    expect([tool.title, tool.description]).toEqual([post.summary, post.description]);
    expect(Object.keys(tool.inputSchema.properties)).toEqual(Object.keys(asked.properties));
    expect(tool.inputSchema.required ?? []).toEqual(asked.required ?? []);
    expect([tool.inputSchema.type, tool.inputSchema.additionalProperties]).toEqual([
      "object",
      false,
    ]);
    expect(tool.outputSchema.type).toBe("object");
    const hints = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"];
    for (const hint of hints) expect(typeof tool.annotations[hint]).toBe("boolean");
    expect(tool.annotations.readOnlyHint).toBe(!operation?.writes);
    expect(JSON.stringify(tool)).not.toMatch(/x-mcp-header|\$ref/);
  }
});

test("M13, M22: what is wrong with a call is said in a sentence; an unknown tool is an error", async () => {
  const bad = [
    { name: "searchFaqs", args: {}, says: /question/ },
    { name: "findProducts", args: { query: "x", limit: 1000 }, says: /limit/ },
    { name: "findProducts", args: { query: "x", limits: 1 }, says: /arguments: query, limit/ },
    { name: "listMyBookings", args: { customer_token: "a.b.c" }, says: /verifyCustomer/ },
  ];
  for (const { name, args, says } of bad) {
    const { body } = await call(name, args);
    expect([name, body.result.isError]).toEqual([name, true]);
    expect(body.result.content[0].text).toMatch(says);
  }
  const unknown = await call("noSuchTool", {});
  expect(unknown.body.error.code).toBe(-32602);
});

test("M16, M18: open tools need no login; the others say where to get one, or which scope is missing", async () => {
  expect((await call("searchFaqs", question)).body.result.isError).toBeUndefined();
  const refused = await call("listMyTickets", {});
  expect(refused.status).toBe(401);
  const challenge = refused.headers.get("WWW-Authenticate") ?? "";
  expect(challenge).toMatch(/resource_metadata="[^"]+\/oauth-protected-resource\/mcp"/);
  expect(challenge).toMatch(/scope="customer"/);
  const sales = await newKey("sales");
  const headers = { Authorization: `Bearer ${sales.secret}` };
  const wrong = await call("customerLookup", { email: "a@example.org" }, headers);
  expect([wrong.status, wrong.headers.get("WWW-Authenticate")]).toEqual([
    403,
    expect.stringContaining("insufficient_scope"),
  ]);
  expect((await say("tools/list", {}, { Authorization: "Bearer nobody" })).status).toBe(401);
});

const ajv = new Ajv2020({ strict: false });
formats.default(ajv);
const samples: Record<string, Record<string, unknown>> = {
  customerLookup: { email: "anna.svensson@gmail.com" },
  bookingDetails: { booking_id: "BK-0000-000000" },
  createTicket: {
    customer_email: "anna.svensson@gmail.com",
    issue_type: "general",
    description: "Hej",
  },
  searchFaqs: question,
  findProducts: { query: "a" },
  sendVerificationCode: { email: "nobody@example.org" },
  verifyCustomer: { email: "anna.svensson@gmail.com", booking_number: "BK-2024-001234" },
};
const move = {
  volume_m3: 25,
  floors_from: 4,
  floors_to: 2,
  elevator_from: "none",
  elevator_to: "small",
  distance_km: 15,
};

for (const mode of ["legacy", "auto"] as const) {
  test(`M12, M21, M25: the official client lists and calls every tool (${mode})`, async () => {
    const agent = await newKey("gpt");
    const client = await connected(mode, agent.secret);
    const { tools } = await client.listTools();
    expect(tools).toHaveLength(operations.length);
    const proved: any = await client.callTool({
      name: "verifyCustomer",
      arguments: samples["verifyCustomer"] ?? {},
    });
    const { customer_token } = proved.structuredContent;
    for (const tool of tools) {
      const isPrice = ["calculatePrice", "requestQuote"].includes(tool.name);
      const own =
        tool.name === "orderStatus" || tool.name === "fileClaim"
          ? {
              customer_token,
              order_id: "ORD-NOBODYS",
              ...(tool.name === "fileClaim"
                ? { claim_type: "MISSING_ITEM", description: "Saknas" }
                : {}),
            }
          : { customer_token };
      const given: Record<string, unknown> = isPrice ? move : (samples[tool.name] ?? own);
      const result: any = await client.callTool({ name: tool.name, arguments: { ...given } });
      if (result.isError) {
        expect(["orderStatus", "fileClaim"]).toContain(tool.name);
        expect(result.content[0].text).toMatch(/\.$/);
        continue;
      }
      const schema: AnySchemaObject = JSON.parse(JSON.stringify(tool.outputSchema));
      const validate = ajv.compile(schema);
      expect([tool.name, validate(result.structuredContent), validate.errors]).toEqual([
        tool.name,
        true,
        null,
      ]);
      expect(JSON.parse(result.content[0].text)).toEqual(result.structuredContent);
      expect(typeof result.structuredContent.say).toBe("string");
    }
    await client.close();
  });
}

test("a write sent twice with its client_ref happens once", async () => {
  const agent = await newKey("gpt");
  const headers = { Authorization: `Bearer ${agent.secret}` };
  const ticket = { ...samples["createTicket"], client_ref: randomBytes(8).toString("hex") };
  const first = await call("createTicket", ticket, headers);
  const again = await call("createTicket", ticket, headers);
  expect(again.body.result.structuredContent).toEqual(first.body.result.structuredContent);
});

test("llms.txt names every operation and door", async () => {
  const { text } = await send("/llms.txt");
  for (const { name, path } of operations)
    expect(text).toContain(`${name} (POST ${lane.deskUrl}${path})`);
  for (const door of ["/mcp", "/gpt-rag/openapi.json"]) expect(text).toContain(door);
});
