import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { query } from "../../src/db/query.ts";
import { keepUnanswered } from "../../src/knowledge/unanswered.ts";
import { unansweredQuestions } from "../../src/knowledge/unanswered.schema.ts";
import { imports } from "../../src/leads/imports.schema.ts";
import { newRoom } from "../support/chat.ts";
import { database, newEmail, newKey, newUser, send, type Answer } from "../support/desk.ts";
import { claimOf, deliveredOrder, move, newBuyer, newProduct, order } from "../support/portal.ts";

const csv = { "Content-Type": "text/csv" };

function word(): string {
  return `t${randomBytes(8).toString("hex")}`;
}

/** What was done, by whom as, to what (told by the answer if it makes it), and how. */
export type Step = [string, string, string | ((body: any) => unknown), () => Promise<Answer>];

/** Every operation that leaves a row, once, each with what it needs. */
export async function everyChange(admin: Awaited<ReturnType<typeof newUser>>): Promise<Step[]> {
  const user = await newUser();
  const [buyer, other, gone] = [await newBuyer(), await newBuyer(), await newBuyer()];
  const [gpt, sales, spare] = [await newKey("gpt"), await newKey("sales"), await newKey("gpt")];
  const [byAdmin, byUser, byBuyer] = [`user:${admin.id}`, `user:${user.id}`, `user:${buyer.id}`];
  const [byGpt, bySales] = [`key:${gpt.id}`, `key:${sales.id}`];
  const room = await newRoom(user);
  const entry = {
    kind: "text",
    category: "audit",
    texts: [{ language: "de", title: word(), body: "B" }],
  };
  const [known, forgotten] = [
    (await admin.send("/api/v1/chat/knowledge", { body: entry })).body.id,
    (await admin.send("/api/v1/chat/knowledge", { body: entry })).body.id,
  ];
  const question = word();
  await database.write([keepUnanswered(question, new Date())]);
  const [[unanswered]] = await database.read([
    query.select().from(unansweredQuestions).where(eq(unansweredQuestions.key, question)),
  ]);
  const { body: log } = await user.send("/api/v1/logs/logs", {
    body: { title: "T", description: "D", log_type: "support" },
  });
  const contacts = () => ({ leads: [{ name: "A", email: newEmail() }] });
  const { body: imported } = await sales.send("/import/leads", { body: contacts() });
  const { body: leads } = await sales.send(`/leads?import_id=${imported.id}`);
  const { body: running } = await sales.send("/import/leads", { body: contacts() });
  await database.write([
    query
      .update(imports)
      .set({ status: "running", finishedAt: null })
      .where(eq(imports.id, running.id)),
  ]);
  const { orderId } = await deliveredOrder(admin, buyer);
  const claimed = (claim_type: string) => claimOf(buyer, orderId, { fields: { claim_type } });
  const [approved, rejected] = [await claimed("WRONG_ITEM"), await claimed("QUALITY_ISSUE")];
  const [claim, refused] = [approved.body.claim_id, rejected.body.claim_id];
  const { body: proof } = await gpt.send("/gpt-rag/verify-customer", {
    body: { portal_token: buyer.token },
  });
  const [much, little] = [await newProduct(500), await newProduct(1)];
  const { body: placed } = await order(buyer, [[much, 2]]);
  const { body: cancelled } = await order(buyer, [[much, 2]]);
  const { body: waiting } = await order(buyer, [[little, 4, much]]);
  await move(admin, waiting.order_id, "waiting_for_customer_action");
  const { body: short } = await order(buyer, [[little, 4, much]]);
  const { body: invoices } = await buyer.send("/customer/payments/invoices");
  await buyer.send("/customer/cart/items", { body: { product_code: much, quantity: 1 } });
  const [code, second, customer, username] = [word(), word(), word(), word()];
  const { version: _version, ...config } = (await admin.send("/api/admin/system-config")).body;
  const register = (at: string) => () =>
    send(`${at}/register`, {
      body: { username: word(), password: word(), email: newEmail(), user_type: "customer" },
    });
  const change = (at: string) => async () => {
    const own = await newUser();
    const body = { current_password: own.password, new_password: word() };
    return own.send(`${at}/password`, { body });
  };
  const put = (body: object) => ({ method: "PUT", body });
  const post = { method: "POST" };
  const remove = { method: "DELETE" };
  const claims = "/admin/claims";
  return [
    ...(["", "V1", "Portal"] as const).flatMap((suffix, i): Step[] => {
      const at = ["/api/auth", "/api/v1/auth", "/auth"][i] ?? "";
      return [
        [`register${suffix}`, "visitor", (body) => body.user_id, register(at)],
        [`changePassword${suffix}`, "", "", change(at)],
      ];
    }),
    [
      "deactivateUser",
      byAdmin,
      gone.id,
      () => admin.send(`/api/admin/users/${gone.id}/deactivate`, post),
    ],
    [
      "activateUser",
      byAdmin,
      gone.id,
      () => admin.send(`/api/admin/users/${gone.id}/activate`, post),
    ],
    [
      "createMachineKey",
      byAdmin,
      (body) => body.id,
      () => admin.send("/api/admin/keys", { body: { name: "n", scopes: ["gpt"] } }),
    ],
    [
      "revokeMachineKey",
      byAdmin,
      spare.id,
      () => admin.send(`/api/admin/keys/${spare.id}`, remove),
    ],
    [
      "erasePerson",
      byAdmin,
      (body) => body.id,
      () =>
        admin.send("/api/admin/privacy/erase", { body: { user_id: gone.id, confirm: "erase" } }),
    ],
    [
      "openRoom",
      `user:${other.id}`,
      (body) => body.room_id,
      () => other.send("/api/chat/rooms", { body: { customer_name: "O" } }),
    ],
    [
      "handOverRoom",
      byUser,
      room,
      () => user.send(`/api/chat/rooms/${room}/hand-over`, { body: { to: "human" } }),
    ],
    ["closeRoom", byAdmin, room, () => admin.send(`/api/chat/rooms/${room}/close`, post)],
    ["reopenRoom", byAdmin, room, () => admin.send(`/api/chat/rooms/${room}/reopen`, post)],
    ["changeSystemConfig", byAdmin, "", () => admin.send("/api/admin/system-config", put(config))],
    [
      "addKnowledge",
      byAdmin,
      (body) => body.id,
      () => admin.send("/api/v1/chat/knowledge", { body: entry }),
    ],
    [
      "importKnowledge",
      byAdmin,
      "",
      () => admin.send("/api/v1/chat/knowledge/import", { body: { entries: [entry] } }),
    ],
    [
      "settleUnanswered",
      byAdmin,
      String(unanswered?.id),
      () => admin.send(`/api/v1/chat/knowledge/unanswered/${unanswered?.id}`, remove),
    ],
    [
      "replaceKnowledge",
      byAdmin,
      String(known),
      () => admin.send(`/api/v1/chat/knowledge/${known}`, put(entry)),
    ],
    [
      "removeKnowledge",
      byAdmin,
      String(forgotten),
      () => admin.send(`/api/v1/chat/knowledge/${forgotten}`, remove),
    ],
    [
      "createLog",
      byUser,
      (body) => body.id,
      () =>
        user.send("/api/v1/logs/logs", {
          body: { title: "T", description: "D", log_type: "support" },
        }),
    ],
    [
      "updateLog",
      byAdmin,
      String(log.id),
      () => admin.send(`/api/v1/logs/logs/${log.id}`, put({ status: "closed" })),
    ],
    [
      "createTicket",
      byGpt,
      (body) => body.ticket_data.ticket_id,
      () => gpt.send("/gpt-rag/create-ticket", { body: ticket() }),
    ],
    [
      "importLeads",
      bySales,
      (body) => body.id,
      () => sales.send("/import/leads", { body: contacts() }),
    ],
    [
      "saveImportMapping",
      bySales,
      "Audit",
      () => sales.send("/imports/mappings/Audit", put({ Wer: "name" })),
    ],
    [
      "changeLead",
      bySales,
      leads.items[0].id,
      () => sales.send(`/leads/${leads.items[0].id}`, { method: "PATCH", body: { notes: "N" } }),
    ],
    ["undoImport", bySales, imported.id, () => sales.send(`/imports/${imported.id}`, remove)],
    ["cancelImport", bySales, running.id, () => sales.send(`/imports/${running.id}/cancel`, post)],
    [
      "placeOrder",
      byBuyer,
      (body) => body.order_id,
      () => buyer.send("/customer/orders/", { body: { delivery_date: placed.delivery_date } }),
    ],
    [
      "cancelOrder",
      byBuyer,
      cancelled.order_id,
      () => buyer.send(`/customer/orders/${cancelled.order_id}/cancel`, { method: "PUT" }),
    ],
    [
      "answerOrder",
      byBuyer,
      waiting.order_id,
      () =>
        buyer.send(`/customer/orders/${waiting.order_id}/answer`, { body: { decision: "accept" } }),
    ],
    [
      "postOrderMessage",
      byBuyer,
      placed.order_id,
      () => buyer.send(`/customer/orders/${placed.order_id}/messages`, { body: { content: "C" } }),
    ],
    [
      "postMessageToAnyOrder",
      byAdmin,
      placed.order_id,
      () => admin.send(`/admin/orders/${placed.order_id}/messages`, { body: { content: "C" } }),
    ],
    ["updateOrderStatus", byAdmin, placed.order_id, () => move(admin, placed.order_id, "picking")],
    [
      "replaceProduct",
      byAdmin,
      short.order_id,
      () =>
        admin.send(`/admin/orders/${short.order_id}/replace-product`, {
          body: { line_id: short.order_lines[0].line_id, substitute_product_code: much },
        }),
    ],
    ["createClaim", byBuyer, (body) => body.claim_id, () => claimed("MISSING_ITEM")],
    [
      "fileClaim",
      byGpt,
      (body) => body.claim_id,
      () => gpt.send("/gpt-rag/create-claim", { body: claimBy(proof.customer_token, orderId) }),
    ],
    [
      "postClaimMessage",
      byBuyer,
      claim,
      () => buyer.send(`/customer/claims/${claim}/messages`, { body: { content: "C" } }),
    ],
    [
      "postMessageToAnyClaim",
      byAdmin,
      claim,
      () => admin.send(`${claims}/${claim}/messages`, { body: { content: "C" } }),
    ],
    [
      "approveClaim",
      byAdmin,
      claim,
      () => admin.send(`${claims}/${claim}/approve`, { body: { refund_amount: 1 } }),
    ],
    ["settleClaim", byAdmin, claim, () => admin.send(`${claims}/${claim}/settle`, post)],
    [
      "rejectClaim",
      byAdmin,
      refused,
      () => admin.send(`${claims}/${refused}/reject`, { body: { reason: "R" } }),
    ],
    [
      "payInvoice",
      byAdmin,
      invoices[0].invoice_id,
      () => admin.send(`/admin/invoices/${invoices[0].invoice_id}/pay`, post),
    ],
    [
      "createProduct",
      byAdmin,
      code,
      () =>
        admin.send("/admin/products/", {
          body: { product_code: code, product_name: "P", price: 1 },
        }),
    ],
    [
      "importProducts",
      byAdmin,
      "",
      () =>
        admin.send("/admin/products/import", {
          body: `product_code,product_name,price\n${second},P,1\n`,
          headers: csv,
        }),
    ],
    [
      "updateProduct",
      byAdmin,
      code,
      () => admin.send(`/admin/products/${code}`, put({ price: 2 })),
    ],
    [
      "importStock",
      byAdmin,
      "",
      () =>
        admin.send("/admin/inventory/import", {
          body: `product_code,quantity\n${code},4\n`,
          headers: csv,
        }),
    ],
    ["setStock", byAdmin, code, () => admin.send(`/admin/inventory/${code}`, put({ quantity: 5 }))],
    ["clearStock", byAdmin, code, () => admin.send(`/admin/inventory/${code}`, remove)],
    ["deleteProduct", byAdmin, code, () => admin.send(`/admin/products/${code}`, remove)],
    [
      "createBusinessCustomer",
      byAdmin,
      customer,
      () => admin.send("/admin/customers/", { body: { customer_id: customer, name: "N" } }),
    ],
    [
      "createCustomerUser",
      byAdmin,
      (body) => body.user_id ?? body.id,
      () =>
        admin.send(`/admin/customers/${customer}/user`, { body: { username, password: word() } }),
    ],
  ];
}

export function ticket(more: object = {}) {
  return {
    customer_email: newEmail(),
    issue_type: "damage_claim",
    description: "D is broken",
    priority: "high",
    ...more,
  };
}

export function claimBy(customer_token: string, order_id: string) {
  return {
    customer_token,
    order_id,
    claim_type: "DAMAGED_ITEM",
    description: "Torn and leaking cartons.",
  };
}
