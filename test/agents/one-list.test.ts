import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { operations } from "../../src/agents/operations.ts";
import { inlined } from "../../src/http/plain-schema.ts";
import { newKey, newUser, send } from "../support/desk.ts";
import { call, say } from "../support/mcp.ts";
import { deliveredOrder, newBuyer } from "../support/portal.ts";

const anna = "anna.svensson@gmail.com";
const booking_number = "BK-2024-001234";
const move = { volume_m3: 25, floors_from: 4, floors_to: 2, distance_km: 15 };
const house = { ...move, elevator_from: "none", elevator_to: "small" };

test("the whole contract, the Actions document and the tools have the same operations with the same schemas", async () => {
  const [{ body: whole }, { body: actions }, { body: mcp }] = await Promise.all([
    send("/openapi.json"),
    send("/gpt-rag/openapi.json"),
    say("tools/list"),
  ]);
  for (const { name, path } of operations) {
    const rest = whole.paths[path].post;
    const action = actions.paths[path].post;
    const tool = mcp.result.tools.find((each: any) => each.name === name);
    expect([rest.operationId, action.operationId]).toEqual([name, name]);
    expect([rest.summary, rest.description]).toEqual([tool.title, tool.description]);
    const [asked, answered] = [action.requestBody, action.responses["200"]].map(({ content }) =>
      inlined(content["application/json"].schema, actions.components.schemas),
    );
    const { additionalProperties, ...input } = tool.inputSchema;
    expect([additionalProperties, input]).toEqual([false, asked]);
    expect(tool.outputSchema).toEqual(answered);
    const inRest: any = inlined(
      rest.requestBody.content["application/json"].schema,
      whole.components.schemas,
    );
    expect(fieldsOf(inRest)).toEqual(Object.keys(input.properties).toSorted());
  }
});

/** The fields of a schema, those of what it extends included. */
function fieldsOf(schema: any): string[] {
  const own = Object.keys(schema.properties ?? {});
  const extended = (schema.allOf ?? []).flatMap(fieldsOf);
  return [...new Set([...own, ...extended])].toSorted();
}

test("every operation gives the same answer over REST and as a tool, and a write sent through both happens once", async () => {
  const agent = await newKey("gpt");
  const [admin, buyer] = await Promise.all([newUser("admin"), newBuyer()]);
  const { orderId: order_id } = await deliveredOrder(admin, buyer);
  const proof = { portal_token: buyer.token };
  const { body: verified } = await send("/gpt-rag/verify-customer", { body: proof });
  const { customer_token } = verified;
  const client_ref = randomBytes(8).toString("hex");
  const inputs: Record<string, object> = {
    customerLookup: { email: anna },
    bookingDetails: { customer_email: anna, booking_id: booking_number },
    createTicket: { customer_email: anna, issue_type: "general", description: "Hej", client_ref },
    calculatePrice: house,
    requestQuote: house,
    findProducts: { query: "milk" },
    searchFaqs: { question: "How do I reset my password?" },
    sendVerificationCode: { email: `${client_ref}@example.org` },
    verifyCustomer: proof,
    orderStatus: { order_id, customer_token },
    fileClaim: {
      order_id,
      claim_type: "DAMAGED_ITEM",
      description: "Torn",
      customer_token,
      client_ref,
    },
    listMyBookings: { customer_token },
    listMyTickets: { customer_token },
  };
  // Signed anew each time.
  const varying = ["quote_token", "customer_token", "expires_at"];
  const headers = { Authorization: `Bearer ${agent.secret}` };
  for (const { name, path, confirm } of operations) {
    const input = { ...inputs[name], language: "en" };
    const { status, body: answer } = await agent.send(path, { body: input });
    expect([name, status]).toEqual([name, 200]);
    const first = (await call(name, input, headers)).body.result;
    const asked = confirm ? /[\w.]+$/.exec(first.content[0].text)?.[0] : undefined;
    const result = confirm
      ? (await call(name, { ...input, confirm_token: asked }, headers)).body.result
      : first;
    const same = (value: object) =>
      JSON.parse(
        JSON.stringify(value, (key, part) =>
          varying.includes(key) ? undefined : (part ?? undefined),
        ),
      );
    expect([name, same(result.structuredContent)]).toEqual([name, same(answer)]);
  }
});
