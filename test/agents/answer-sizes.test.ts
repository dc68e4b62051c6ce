import { randomBytes } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { operations } from "../../src/agents/operations.ts";
import { bookings } from "../../src/bookings/bookings.schema.ts";
import { customers } from "../../src/customers/customers.schema.ts";
import { query } from "../../src/db/query.ts";
import { orderLines, orders } from "../../src/orders/orders.tables.ts";
import { tickets } from "../../src/tickets/tickets.schema.ts";
import { database, newKey, newUser } from "../support/desk.ts";
import { deliveredOrder, newBuyer, newProduct } from "../support/portal.ts";

const LARGEST = 100_000;
const name = randomBytes(6).toString("hex");
const email = `${"m".repeat(40)}${name}@example.org`;
const order_id = `ORD-${name.toUpperCase()}`;
const booking_number = `BK-${name.toUpperCase()}`;

let agent: Awaited<ReturnType<typeof newKey>>;
let customer_token: string;

/** A text of a length, all of one word that nothing else in the desk has. */
function long(length: number): string {
  return `${name} `.repeat(Math.ceil(length / (name.length + 1))).slice(0, length - 1) + "x";
}

/** A customer with more of everything than is told at once, in texts as long as the desk takes them. */
beforeAll(async () => {
  agent = await newKey("gpt");
  const buyer = await newBuyer();
  const createdAt = new Date().toISOString();
  const codes = await Promise.all(
    Array.from({ length: 12 }, () =>
      newProduct(1, { product_name: long(200), allergens: long(1000), sales_unit: long(60) }),
    ),
  );
  const line = { orderId: order_id, orderedQty: 100_000, priceCents: 1, vatBasisPoints: 1350 };
  await database.write([
    query.insert(customers).values({ id: name, name: long(200), email, createdAt }),
    query.insert(orders).values({
      id: order_id,
      customerId: buyer.customerId,
      deliveryDate: "2026-12-01",
      status: "placed",
      placedBy: buyer.id,
      createdAt,
      updatedAt: createdAt,
    }),
    ...Array.from({ length: 120 }, (_line, i) =>
      query.insert(orderLines).values({ ...line, productCode: codes[i % 12] ?? "" }),
    ),
    ...Array.from({ length: 25 }, (_booking, i) =>
      query.insert(bookings).values({
        id: `${name}-${i}`,
        reference: i === 0 ? booking_number : `${booking_number}-${i}`,
        customerId: name,
        day: "2026-12-01",
        services: ["flytt", "packning", "städning", "magasinering"],
        totalOre: 99_999_999,
        fromAddress: long(500),
        toAddress: long(500),
        volumeLitres: 200_000,
        createdAt,
      }),
    ),
    ...Array.from({ length: 25 }, (_ticket, i) =>
      query.insert(tickets).values({
        ticketId: `${name}-${i}`,
        number: `NF-${name}-${i}`,
        customerEmail: email,
        title: long(200),
        description: long(4000),
        priority: "low",
        createdBy: "key:test",
        createdAt,
      }),
    ),
  ]);
  const admin = await newUser("admin");
  const entries = Array.from({ length: 6 }, () => ({
    kind: "faq",
    category: "general",
    texts: [{ language: "en", title: long(300), body: long(20_000) }],
  }));
  const imported = await admin.send("/api/v1/chat/knowledge/import", { body: { entries } });
  expect(imported.status).toBe(200);
  const proof = { email, booking_number };
  const { body: own } = await agent.send("/gpt-rag/verify-customer", { body: proof });
  const { body: bought } = await agent.send("/gpt-rag/verify-customer", {
    body: { portal_token: buyer.token },
  });
  customer_token = own.customer_token;
  inputs["orderStatus"] = { order_id, customer_token: bought.customer_token };
  inputs["fileClaim"] = {
    order_id: (await deliveredOrder(admin, buyer)).orderId,
    claim_type: "QUALITY_ISSUE",
    description: long(4000),
    customer_token: bought.customer_token,
  };
  inputs["listMyBookings"] = { customer_token, limit: 20 };
  inputs["listMyTickets"] = { customer_token, limit: 20 };
});

const move = { floors_from: 50, floors_to: 50, elevator_from: "none", elevator_to: "none" };
const services = ["packing", "cleaning", "piano"];
const most = { volume_m3: 200, distance_km: 5000, additional_services: services, ...move };

/** The largest that each operation can be asked for. */
const inputs: Record<string, object> = {
  customerLookup: { email },
  bookingDetails: { customer_email: email },
  createTicket: { customer_email: email, issue_type: "general", description: long(4000) },
  calculatePrice: most,
  requestQuote: most,
  findProducts: { query: name, limit: 10 },
  searchFaqs: { question: name, limit: 5 },
  sendVerificationCode: { email },
  verifyCustomer: { email, booking_number },
};

test("G15: the longest answers, and what they answer, stay under 100 000 characters", async () => {
  const sizes: Record<string, number> = {};
  for (const { name: operation, path } of operations) {
    const body = { ...inputs[operation], language: "fi" };
    const { status, text } = await agent.send(path, { body });
    expect([operation, status, status === 200 ? "" : text]).toEqual([operation, 200, ""]);
    expect(JSON.stringify(body).length).toBeLessThan(LARGEST);
    expect(text.length).toBeLessThan(LARGEST);
    sizes[operation] = text.length;
  }
  // These are lists cut to their length, so that the limits are known to have been reached.
  expect(sizes["orderStatus"]).toBeGreaterThan(20_000);
  expect(sizes["searchFaqs"]).toBeGreaterThan(10_000);
  expect(sizes["findProducts"]).toBeGreaterThan(10_000);
});

test("G15: no list gives more than its limit, and no text may be longer than is said", async () => {
  const limits = { findProducts: 10, searchFaqs: 5, listMyBookings: 20, listMyTickets: 20 };
  for (const { name: operation, path } of operations) {
    const limit = Object.entries(limits).find(([each]) => each === operation)?.[1];
    if (limit === undefined) continue;
    const { body } = await agent.send(path, { body: inputs[operation] ?? {} });
    expect([operation, body.items.length]).toEqual([operation, limit]);
    const more = await agent.send(path, { body: { ...inputs[operation], limit: limit + 1 } });
    expect([operation, more.status]).toEqual([operation, 422]);
  }
  const tooLong = { ...inputs["fileClaim"], description: long(4001) };
  expect((await agent.send("/gpt-rag/create-claim", { body: tooLong })).status).toBe(422);
});
