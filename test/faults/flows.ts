import { randomUUID } from "node:crypto";
import { noCost } from "../../src/cost.ts";
import { openDatabase } from "../../src/db/database.ts";
import type { Random } from "../fuzz/random.ts";
import type { BareDesk } from "../support/bare-desk.ts";
import { insertKey, insertProduct, insertUsers } from "../support/people.ts";
import { png } from "../support/pictures.ts";
import { sendBlindly, type Known } from "./blind-client.ts";

/** What the desk has acknowledged, to be held against what is stored. */
export type Acknowledged = {
  tickets: { email: string; number: string }[];
  messages: { room: string; clientId: string; seq: number; token: string }[];
  imported: string[];
  orders: { customerId: string; orderId: string; quantity: number }[];
  /** Claims that were decided and paid out; `refund` is in euros. */
  claims: { claimId: string; orderId: string; refund: number }[];
};

export type Product = { code: string; stock: number };

/** The write flows of the desk, as clients go through them who never give up. */
export async function openFlows(
  desk: Pick<BareDesk, "databaseUrl"> & { url: string | (() => string) },
  random: Random,
  people: number,
) {
  const database = openDatabase({ url: desk.databaseUrl, authToken: null }, noCost());
  // Nobody calls so often that a limit is reached.
  const buyers = await insertUsers(database, people, { isBuyer: true });
  const customers = await insertUsers(database, people);
  const admins = await insertUsers(database, Math.ceil(people / 2), { role: "admin" });
  const keys = await Promise.all(
    Array.from({ length: Math.ceil(people / 8) }, () => insertKey(database, ["gpt", "sales"])),
  );
  const stock = await Promise.all(Array.from({ length: 5 }, () => newProduct(people * 2)));
  const done: Acknowledged = { tickets: [], messages: [], imported: [], orders: [], claims: [] };
  let turn = 0;

  async function newProduct(quantity: number): Promise<Product> {
    const code = `F-${randomUUID().slice(0, 8)}`;
    await insertProduct(database, code, quantity, { price_cents: 149 });
    return { code, stock: quantity };
  }

  const admin = () => admins[(turn += 1) % admins.length]?.token ?? "";
  const key = () => keys[(turn += 1) % keys.length]?.secret ?? "";

  async function insist(
    token: string,
    path: string,
    body?: object | FormData,
    more: { method?: string; headers?: Record<string, string> } = {},
  ): Promise<Known> {
    return sendBlindly(desk.url, path, { token, ...(body ? { body } : {}), ...more });
  }

  function once(): { headers: Record<string, string> } {
    return { headers: { "Idempotency-Key": randomUUID() } };
  }

  async function ticket(): Promise<void> {
    const email = `${randomUUID()}@example.org`;
    const body = { customer_email: email, issue_type: "general", description: "Storm" };
    const answer = await insist(key(), "/gpt-rag/create-ticket", body, once());
    requireStatus(answer, 200);
    done.tickets.push({ email, number: answer.body.ticket_data.ticket_number });
  }

  async function chat(): Promise<void> {
    const { token } = random.pick(customers);
    const opened = await insist(token, "/api/chat/rooms", { customer_name: "Storm" }, once());
    const room = String(opened.body.room_id);
    for (let i = 0; i < 4; i += 1) {
      const clientId = randomUUID();
      const body = { content: `Lampa ${i}`, client_id: clientId };
      const answer = await insist(token, `/api/chat/rooms/${room}/messages`, body);
      requireStatus(answer, 200);
      done.messages.push({ room, clientId, seq: Number(answer.body.seq), token });
    }
  }

  async function importLeads(): Promise<void> {
    const emails = Array.from({ length: 15 }, () => `${randomUUID()}@example.org`);
    const body = { leads: emails.map((email) => ({ name: "Storm", email })) };
    const answer = await insist(key(), "/import/leads", body, once());
    requireStatus(answer, 200);
    if (answer.body.imported_count !== emails.length) {
      throw new Error(`An import of ${emails.length} counted ${answer.body.imported_count}.`);
    }
    done.imported.push(...emails);
  }

  async function checkOut() {
    const buyer = buyers.pop();
    if (!buyer?.customerId) throw new Error("There are no more buyers; begin with more people.");
    const quantity = random.int(1, 4);
    const item = { product_code: random.pick(stock).code, quantity };
    requireStatus(await insist(buyer.token, "/customer/cart/items", item, once()), 200);
    const delivery_date = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const placed = await insist(buyer.token, "/customer/orders/", { delivery_date }, once());
    requireStatus(placed, 200);
    const orderId = String(placed.body.order_id);
    done.orders.push({ customerId: buyer.customerId, orderId, quantity });
    return { buyer, orderId };
  }

  async function deliver() {
    const { buyer, orderId } = await checkOut();
    for (const status of ["picking", "delivering", "delivered"]) {
      const path = `/admin/orders/${orderId}/status`;
      requireStatus(await insist(admin(), path, { status }, { method: "PUT" }), 200, 409);
    }
    return { buyer, orderId };
  }

  /** From the cart to the delivery, to a claim, its approval twice at once, and its payment. */
  async function claim(): Promise<void> {
    const { buyer, orderId } = await deliver();
    const form = new FormData();
    const fields = {
      order_id: orderId,
      claim_type: "DAMAGED_ITEM",
      description: "Torn in the storm.",
    };
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("files", new Blob([new Uint8Array(png())], { type: "image/png" }), "torn.png");
    const claimed = await insist(buyer.token, "/customer/claims/", form, once());
    requireStatus(claimed, 200);
    const claimId = String(claimed.body.claim_id);
    const approve = `/admin/claims/${claimId}/approve`;
    const tooMuch = await insist(admin(), approve, { refund_amount: 1_000 });
    requireStatus(tooMuch, 409);
    const refund_amount = 0.5;
    const both = [1, 2].map(() => insist(admin(), approve, { refund_amount }));
    for (const answer of await Promise.all(both)) requireStatus(answer, 200, 409);
    requireStatus(await insist(admin(), `/admin/claims/${claimId}/settle`, {}), 200, 409);
    done.claims.push({ claimId, orderId, refund: refund_amount });
  }

  const flows = [ticket, chat, importLeads, checkOut, claim];
  return {
    done,
    stock,
    /** Runs one flow to its end, whatever happens meanwhile. */
    one: async () => void (await random.pick(flows)()),
    deliver,
    /** Those that need no object to remember anything. */
    oneOfTheDatabase: async () =>
      void (await random.pick([ticket, importLeads, checkOut, claim])()),
  };
}

function requireStatus({ status, body }: Known, ...expected: number[]): void {
  if (expected.includes(status)) return;
  throw new Error(`Answered ${status} instead of ${expected}: ${JSON.stringify(body)}`);
}
