import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { inventory, stockMovements } from "../../src/catalog/stock.schema.ts";
import { query } from "../../src/db/query.ts";
import { orderLines, orders } from "../../src/orders/orders.tables.ts";
import { database, logLineOf, newUser, type Answer } from "../support/desk.ts";
import { newBuyer, newBuyers, newProduct, order, tomorrow, type Buyer } from "../support/portal.ts";

async function stockOf(code: string) {
  const [[stock], [ledger]] = await database.read([
    query.select().from(inventory).where(eq(inventory.productCode, code)),
    query
      .select({
        onHand: sql<number>`sum(${stockMovements.onHandChange})`,
        reserved: sql<number>`sum(${stockMovements.reservedChange})`,
      })
      .from(stockMovements)
      .where(eq(stockMovements.productCode, code)),
  ]);
  return { stock, ledger };
}

/** As a client must: a checkout whose outcome is not known is repeated with its key, when it is told to. */
async function placeUntilKnown(buyer: Buyer): Promise<Answer> {
  const headers = { "Idempotency-Key": `order-${buyer.id}` };
  for (let tries = 0; ; tries += 1) {
    const body = { delivery_date: tomorrow() };
    const answer = await buyer.send("/customer/orders/", { body, headers });
    if (answer.status !== 503 || tries === 20) return answer;
    await sleep(Number(answer.headers.get("Retry-After")) * 1000 * (1 + Math.random()));
  }
}

test("400 parallel checkouts on 100 units promise exactly 100, and every order knows what it lacks", async () => {
  const code = await newProduct(100);
  const buyers = await newBuyers(400);
  for (let i = 0; i < buyers.length; i += 50) {
    await Promise.all(
      buyers
        .slice(i, i + 50)
        .map((buyer) =>
          buyer.send("/customer/cart/items", { body: { product_code: code, quantity: 1 } }),
        ),
    );
  }
  const placed = await Promise.all(buyers.map(placeUntilKnown));
  expect(new Set(placed.map(({ status }) => status))).toEqual(new Set([200]));
  const [full, short] = [
    placed.filter(({ body }) => body.status === "placed"),
    placed.filter(({ body }) => body.status === "under_risk"),
  ];
  expect([full.length, short.length]).toEqual([100, 300]);
  for (const { body } of short) {
    expect(body.order_lines[0]).toMatchObject({
      shortage_flag: true,
      shortage_ratio: 1,
      reserved_qty: 0,
    });
  }
  const { stock, ledger } = await stockOf(code);
  expect(stock).toMatchObject({ onHand: 100, reserved: 100, available: 0 });
  expect(ledger).toEqual({ onHand: 100, reserved: 100 });
  const [counted] = await database.read([
    query
      .select({ orders: sql<number>`count(*)` })
      .from(orderLines)
      .where(eq(orderLines.productCode, code)),
  ]);
  expect(counted).toEqual([{ orders: 400 }]);
}, 180_000);

test("the same cart checked out by 20 parallel calls is one order", async () => {
  const code = await newProduct(10);
  const buyer = await newBuyer();
  await buyer.send("/customer/cart/items", { body: { product_code: code, quantity: 3 } });
  const calls = await Promise.all(
    Array.from({ length: 20 }, () =>
      buyer.send("/customer/orders/", { body: { delivery_date: tomorrow() } }),
    ),
  );
  const statuses = calls.map(({ status }) => status).toSorted();
  expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 400)]);
  const { body } = await buyer.send("/customer/orders/");
  expect(body).toHaveLength(1);
  expect((await stockOf(code)).stock).toMatchObject({ reserved: 3 });
});

test("the same checkout sent again with its key is the same order", async () => {
  const code = await newProduct(10);
  const buyer = await newBuyer();
  await buyer.send("/customer/cart/items", { body: { product_code: code, quantity: 3 } });
  const headers = { "Idempotency-Key": `checkout-${buyer.id}` };
  const body = { delivery_date: tomorrow() };
  const calls = await Promise.all(
    Array.from({ length: 10 }, () => buyer.send("/customer/orders/", { body, headers })),
  );
  expect(new Set(calls.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(calls.map((call) => call.body.order_id)).size).toBe(1);
});

test("an order takes prices as they are, and an invoice that sums to it, whatever becomes of the catalogue", async () => {
  const admin = await newUser("admin");
  const [milk, bread] = [
    await newProduct(50, { price_cents: 149 }),
    await newProduct(50, { price_cents: 333, vat_basis_points: 2550 }),
  ];
  const buyer = await newBuyer();
  const { body: placed } = await order(buyer, [
    [milk, 7],
    [bread, 3],
  ]);
  const raise = { price: 99.99 };
  await admin.send(`/admin/products/${milk}`, { method: "PUT", body: raise });
  const { body: list } = await buyer.send("/customer/payments/invoices");
  expect(list).toHaveLength(1);
  expect(list[0]).toMatchObject({
    order_id: placed.order_id,
    invoice_type: "order",
    status: "pending",
    total_amount: 20.42,
    tax_amount: 1.41 + 2.55,
    gross_amount: 24.38,
    invoice_number: expect.stringMatching(/^\d{4}-\d+$/),
  });
  expect(list[0].items.map((item: any) => item.total_price)).toEqual([10.43, 9.99]);
  expect(placed.order_lines[0]).toMatchObject({ unit_price: 1.49, ordered_qty: 7 });
});

test("a cart that has changed since it was shown, is empty, or has what is no longer sold is not ordered", async () => {
  const admin = await newUser("admin");
  const code = await newProduct(10);
  const buyer = await newBuyer();
  const place = (more: object = {}) =>
    buyer.send("/customer/orders/", { body: { delivery_date: tomorrow(), ...more } });
  expect((await place()).body.code).toBe("cart-empty");
  await buyer.send("/customer/cart/items", { body: { product_code: code, quantity: 1 } });
  const { version } = (await buyer.send("/customer/cart/")).body;
  await buyer.send("/customer/cart/items", { body: { product_code: code, quantity: 1 } });
  const changed = await place({ cart_version: version });
  expect([changed.status, changed.body.code]).toEqual([409, "cart-changed"]);
  await admin.send(`/admin/products/${code}`, { method: "DELETE" });
  expect((await place()).body.code).toBe("product-unavailable");
  expect((await buyer.send("/customer/orders/")).body).toEqual([]);
});

test("deliveries are from tomorrow on, in Helsinki's calendar, in windows that end after they start", async () => {
  const lateInUtc = new Date(new Date().setUTCHours(22, 30, 0, 0));
  const dayAfter = (days: number) =>
    new Date(lateInUtc.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const [helsinkiToday, later] = [dayAfter(1), dayAfter(3)];
  const headers = { "X-Test-Now": lateInUtc.toISOString() };
  const buyer = await newBuyer(lateInUtc);
  const body = { product_code: await newProduct(10), quantity: 1 };
  expect((await buyer.send("/customer/cart/items", { body, headers })).status).toBe(200);
  for (const bad of [
    { delivery_date: helsinkiToday },
    { delivery_date: "2020-01-01" },
    { delivery_date: "2027-02-30" },
    { delivery_date: "tomorrow" },
    { delivery_date: later, delivery_window_start: "25:00" },
    { delivery_date: later, delivery_window_start: "10:00", delivery_window_end: "10:00" },
    { delivery_date: later, delivery_window_start: "12:00", delivery_window_end: "08:00" },
  ]) {
    const answer = await buyer.send("/customer/orders/", { body: bad, headers });
    expect([bad, answer.status, answer.body.code]).toEqual([bad, 400, "delivery-invalid"]);
  }
  const good = await buyer.send("/customer/orders/", {
    body: { delivery_date: dayAfter(2) },
    headers,
  });
  expect(good.status).toBe(200);
});

test("quantities and substitutes that cannot be are refused", async () => {
  const [code, other, third] = [
    await newProduct(10, { allowed_lot_size: 6 }),
    await newProduct(10),
    await newProduct(10),
  ];
  const buyer = await newBuyer();
  const add = (body: object) => buyer.send("/customer/cart/items", { body });
  for (const quantity of [0, -6, 1.5, 100_001, null, "6"]) {
    const { status } = await add({ product_code: code, quantity });
    expect([quantity, status]).toEqual([quantity, 422]);
  }
  const notANumber = await buyer.send("/customer/cart/items", {
    body: `{"product_code":"${code}","quantity":NaN}`,
    headers: { "Content-Type": "application/json" },
  });
  expect(notANumber.status).toBe(400);
  expect((await add({ product_code: code, quantity: 7 })).body.code).toBe("lot-size");
  const swap = (substitute_product_code: string, priority: number) => ({
    substitute_product_code,
    priority,
  });
  for (const substitutes of [
    [swap(code, 1)],
    [swap(other, 3)],
    [swap(other, 1), swap(third, 1)],
    [swap(other, 1), swap(other, 2)],
    [swap(other, 1), swap(third, 2), swap(other, 3)],
  ]) {
    const { status, body } = await add({ product_code: code, quantity: 6, substitutes });
    expect([status, body.code]).toEqual([400, "substitutes-invalid"]);
  }
  expect((await add({ product_code: "NONE", quantity: 1 })).status).toBe(404);
  const unknown = { product_code: code, quantity: 6, substitutes: [swap("NONE", 1)] };
  expect((await add(unknown)).status).toBe(404);
  expect((await buyer.send("/customer/cart/")).body.items).toEqual([]);
});

test("the same product again is added up, and new substitutes replace the old ones", async () => {
  const [code, one, two] = [await newProduct(99), await newProduct(9), await newProduct(9)];
  const buyer = await newBuyer();
  const add = (substitutes: object[]) =>
    buyer.send("/customer/cart/items", { body: { product_code: code, quantity: 2, substitutes } });
  await add([{ substitute_product_code: one, priority: 1 }]);
  const kept = await add([]);
  expect(kept.body).toMatchObject({ quantity: 4, substitutes: [{ priority: 1 }] });
  const { body } = await add([
    { substitute_product_code: two, priority: 1 },
    { substitute_product_code: one, priority: 2 },
  ]);
  expect(body.quantity).toBe(6);
  expect(body.substitutes.map((s: any) => s.substitute_product_code)).toEqual([two, one]);
  const path = `/customer/cart/items/${body.cart_item_id}`;
  const changed = await buyer.send(`${path}/quantity`, { method: "PATCH", body: { quantity: 9 } });
  expect(changed.body.items[0].quantity).toBe(9);
  const [stranger] = await newBuyers(1);
  expect((await stranger?.send(path, { method: "DELETE" }))?.status).toBe(404);
  expect((await buyer.send(path, { method: "DELETE" })).status).toBe(204);
  expect((await buyer.send(path, { method: "DELETE" })).status).toBe(404);
});

test("a checkout is two round trips, a list of products and the dashboard one each", async () => {
  const code = await newProduct(10);
  const buyer = await newBuyer();
  await buyer.send("/customer/cart/items", { body: { product_code: code, quantity: 1 } });
  const placed = await buyer.send("/customer/orders/", {
    body: { delivery_date: tomorrow() },
  });
  expect(placed.status).toBe(200);
  expect((await logLineOf(placed)).cost.pipelines).toBe(2);
  for (const path of ["/customer/products/", "/customer/dashboard/", "/customer/orders/"]) {
    const answer = await buyer.send(path);
    expect([path, answer.status]).toEqual([path, 200]);
    expect([path, (await logLineOf(answer)).cost.pipelines]).toEqual([path, 1]);
  }
});

test("an order can be placed again, as far as its products are sold", async () => {
  const admin = await newUser("admin");
  const [one, two] = [await newProduct(10), await newProduct(10)];
  const buyer = await newBuyer();
  const { body: placed } = await order(buyer, [
    [one, 2],
    [two, 3],
  ]);
  await admin.send(`/admin/products/${two}`, { method: "DELETE" });
  const { body } = await buyer.send(`/customer/orders/${placed.order_id}/again`, {
    method: "POST",
  });
  expect(body.items).toMatchObject([{ product_code: one, quantity: 2 }]);
});

test("no money or quantity is ever stored as anything but a whole number", async () => {
  const [kinds] = await database.read([
    query
      .selectDistinct({
        kinds: sql<string>`typeof(${orderLines.priceCents}) || typeof(${orderLines.orderedQty}) || typeof(${orderLines.reservedQty})`,
      })
      .from(orderLines)
      .innerJoin(orders, eq(orders.id, orderLines.orderId)),
  ]);
  expect(kinds).toEqual([{ kinds: "integerintegerinteger" }]);
});
