import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { randomBytes } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { newUser, send } from "../support/desk.ts";
import { call, connected, meta, say } from "../support/mcp.ts";
import { deliveredOrder, newBuyer, type Buyer } from "../support/portal.ts";
import { lane } from "../support/lane.ts";

const capabilities = "io.modelcontextprotocol/clientCapabilities";
const asking = (elicitation: object) => ({ ...meta, [capabilities]: { elicitation } });

let admin: Awaited<ReturnType<typeof newUser>>;
let buyer: Buyer;
let customer_token: string;
beforeAll(async () => {
  [admin, buyer] = await Promise.all([newUser("admin"), newBuyer()]);
  customer_token = await tokenOf(buyer);
});

async function tokenOf({ token }: Buyer): Promise<string> {
  const { body } = await send("/gpt-rag/verify-customer", { body: { portal_token: token } });
  return String(body.customer_token);
}

/** What a claim about a new delivered order is asked for with. */
async function newClaim(more: Record<string, unknown> = {}) {
  const { orderId } = await deliveredOrder(admin, buyer);
  const claim = { order_id: orderId, claim_type: "DAMAGED_ITEM", description: "Torn cartons." };
  return { ...claim, customer_token, language: "en", ...more };
}

async function claimsOf(orderId: unknown): Promise<unknown[]> {
  const { body } = await buyer.send("/customer/claims/");
  return body.filter((claim: { order_id: string }) => claim.order_id === orderId);
}

/** The same call, asked for or brought back with an answer. */
function fileClaim(args: object, retry: object = {}, elicitation: object = {}) {
  const params = { name: "fileClaim", arguments: args, _meta: asking(elicitation), ...retry };
  return say("tools/call", params);
}

const accepted = { inputResponses: { confirm: { action: "accept", content: {} } } };

test("M15: a client that can ask is given the question, and the claim is made once the customer agrees", async () => {
  const claim = await newClaim();
  const { body: first } = await fileClaim(claim);
  expect(first.result.resultType).toBe("input_required");
  const { confirm } = first.result.inputRequests;
  expect(confirm.method).toBe("elicitation/create");
  expect(confirm.params.message).toContain(claim.order_id);
  expect(confirm.params.message).toContain("Torn cartons.");
  expect(await claimsOf(claim.order_id)).toEqual([]);

  const { requestState } = first.result;
  const retry = { ...accepted, requestState };
  const { body: done } = await fileClaim(claim, retry);
  expect(done.result.structuredContent.claim_id).toMatch(/^CLM-/);
  const { body: again } = await fileClaim(claim, retry);
  expect(again.result.structuredContent.claim_id).toBe(done.result.structuredContent.claim_id);
  expect(await claimsOf(claim.order_id)).toHaveLength(1);
});

test("M15: a no is a no, and what was agreed to is good for nothing else", async () => {
  const claim = await newClaim();
  const { body: first } = await fileClaim(claim);
  const { requestState } = first.result;
  for (const action of ["decline", "cancel"]) {
    const { body } = await fileClaim(claim, {
      inputResponses: { confirm: { action } },
      requestState,
    });
    expect(body.result.content[0].text).toBe("Nothing was done: the customer did not agree.");
  }
  const { body: silent } = await fileClaim(claim, { requestState });
  expect(silent.result.isError).toBe(true);
  const { body: early } = await fileClaim(claim, accepted);
  expect(early.result.resultType).toBe("input_required");

  const wrongs = [
    { args: claim, state: `${requestState}0` },
    { args: claim, state: requestState.replace(/^\d+/, "99999999999") },
    { args: { ...claim, description: "Everything is missing." }, state: requestState },
    { args: { ...claim, claim_type: "MISSING_ITEM" }, state: requestState },
    { args: { ...claim, openaiFileIdRefs: ["https://a.example/b"] }, state: requestState },
  ];
  for (const { args, state } of wrongs) {
    const { body } = await fileClaim(args, { ...accepted, requestState: state });
    expect(body.error).toMatchObject({
      code: -32602,
      message: expect.stringMatching(/requestState/),
    });
  }
  const other = await tokenOf(await newBuyer());
  const { body: foreign } = await fileClaim(
    { ...claim, customer_token: other },
    { ...accepted, requestState },
  );
  expect(foreign.result.isError).toBe(true);
  expect(await claimsOf(claim.order_id)).toEqual([]);
});

test("M15: what was asked more than ten minutes ago is asked again", async () => {
  const claim = await newClaim();
  const { body: first } = await fileClaim(claim);
  const later = { "X-Test-Now": new Date(Date.now() + 11 * 60_000).toISOString() };
  const retry = { ...accepted, requestState: first.result.requestState };
  const params = { name: "fileClaim", arguments: claim, _meta: asking({}), ...retry };
  const { body } = await say("tools/call", params, later);
  expect(body.error.code).toBe(-32602);
  const confirm_token = first.result.requestState;
  const { body: tool } = await call("fileClaim", { ...claim, confirm_token }, later);
  expect(tool.result.content[0].text).toMatch(/^Nothing has been done yet\./);
});

test("M15: for a client that cannot ask, the agent asks and brings a confirm_token", async () => {
  const claim = await newClaim({ client_ref: randomBytes(8).toString("hex") });
  const { body: first } = await call("fileClaim", claim);
  expect(first.result.isError).toBe(true);
  const [{ text }] = first.result.content;
  expect(text).toMatch(/^Nothing has been done yet\. Shall I make a claim about order ORD-/);
  const confirm_token = /[\w.]+$/.exec(text)?.[0];
  const { body: done } = await call("fileClaim", { ...claim, confirm_token });
  expect(done.result.structuredContent.claim_id).toMatch(/^CLM-/);
  const { body: onlyUrls } = await fileClaim(await newClaim(), {}, { url: {} });
  expect(onlyUrls.result.isError).toBe(true);
  expect(await claimsOf(claim.order_id)).toHaveLength(1);
});

test("M15, M25: the official client asks its user in one call, and older ones carry the token", async () => {
  const claim = await newClaim();
  const asked: string[] = [];
  const client = new Client(
    { name: "test", version: "1" },
    { versionNegotiation: { mode: "auto" }, capabilities: { elicitation: { form: {} } } },
  );
  client.setRequestHandler("elicitation/create", ({ params }) => {
    asked.push(params.message);
    return { action: "accept", content: {} };
  });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${lane.deskUrl}/mcp`)));
  const done: any = await client.callTool({ name: "fileClaim", arguments: claim });
  expect(done.structuredContent.claim_id).toMatch(/^CLM-/);
  expect(asked).toHaveLength(1);
  await client.close();

  const old = await connected("legacy");
  const next = await newClaim();
  const refused: any = await old.callTool({ name: "fileClaim", arguments: next });
  const confirm_token = /[\w.]+$/.exec(refused.content[0].text)?.[0];
  const made: any = await old.callTool({
    name: "fileClaim",
    arguments: { ...next, confirm_token },
  });
  expect(made.structuredContent.claim_id).toMatch(/^CLM-/);
  await old.close();
});

test("M14: a handle is checked at every call, whoever brings it", async () => {
  const { orderId } = await deliveredOrder(admin, buyer);
  const own = { order_id: orderId, customer_token };
  expect((await call("orderStatus", own)).body.result.structuredContent.status).toBe("delivered");
  const stranger = await tokenOf(await newBuyer());
  const { body: foreign } = await call("orderStatus", { ...own, customer_token: stranger });
  expect([foreign.result.isError, foreign.result.content[0].text]).toEqual([
    true,
    expect.stringMatching(/not|no /i),
  ]);
  const later = { "X-Test-Now": new Date(Date.now() + 31 * 60_000).toISOString() };
  const { body: expired } = await call("orderStatus", own, later);
  expect(expired.result.content[0].text).toMatch(/verifyCustomer/);
  const { body: list } = await say("tools/list");
  const lifetimes = { verifyCustomer: /30 minutes/, sendVerificationCode: /10 minutes/ };
  for (const [name, lifetime] of Object.entries(lifetimes)) {
    const tool = list.result.tools.find((each: { name: string }) => each.name === name);
    expect(tool.description).toMatch(lifetime);
  }
});
