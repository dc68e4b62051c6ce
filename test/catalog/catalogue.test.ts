import { randomBytes } from "node:crypto";
import { assert, integer, property, record, option } from "fast-check";
import { and, inArray, isNotNull, like } from "drizzle-orm";
import { expect, test } from "vitest";
import { claims } from "../../src/claims/claims.tables.ts";
import { products } from "../../src/catalog/products.schema.ts";
import { query } from "../../src/db/query.ts";
import { orderStatuses } from "../../src/orders/order-transitions.ts";
import { orders } from "../../src/orders/orders.tables.ts";
import { assessRisk, levelOf } from "../../src/catalog/risk.ts";
import { database, newKey, newUser, send } from "../support/desk.ts";
import { newBuyer, newProduct, order } from "../support/portal.ts";

const csv = { "Content-Type": "text/csv" };
const newWord = () => `w${randomBytes(6).toString("hex")}`;

test("an admin's product is found by its words, filters and code, and is gone when deleted", async () => {
  const [admin, buyer] = [await newKey("admin"), await newBuyer()];
  const [word, category] = [newWord(), newWord()];
  const code = `SKU-${word}`;
  const made = await admin.send("/admin/products/", {
    body: {
      product_code: code,
      product_name: `Blåbärssylt ${word}`,
      price: 4.2,
      category,
      temperature_condition: 4,
      unit_size: 500,
      ingredients: "mustikka, sokeri",
    },
  });
  expect(made.body).toMatchObject({
    price: 4.2,
    vat_rate: 13.5,
    temperature_zone: "chilled",
    unit_size: "500",
  });
  const twice = await admin.send("/admin/products/", {
    body: { product_code: code, product_name: "x", price: 1 },
  });
  expect([twice.status, twice.body.code]).toEqual([400, "product-exists"]);

  for (const words of [
    `search=${word}`,
    `search=${word}%20blabar`,
    `search=${code}`,
    `search=mustikka%20${word.slice(0, 8)}`,
    `category=${category}`,
    `category=${category}&temperature_zone=chilled`,
  ]) {
    const { body } = await buyer.send(`/customer/products/?${words}`);
    expect([words, body.total, body.items[0]?.product_code]).toEqual([words, 1, code]);
  }
  for (const words of [`category=${category}&temperature_zone=frozen`, "search=%22%20OR%20*"]) {
    const { body } = await buyer.send(`/customer/products/?${words}`);
    expect([words, body]).toEqual([
      words,
      { items: [], total: 0, skip: 0, limit: 20, has_more: false },
    ]);
  }
  const { body: stock } = await admin.send(`/admin/inventory/${code}`);
  expect(stock).toMatchObject({ quantity: 0, reserved_quantity: 0, available_quantity: 0 });
  expect((await admin.send(`/admin/products/${code}`, { method: "DELETE" })).status).toBe(204);
  expect((await buyer.send(`/customer/products/${code}`)).status).toBe(404);
  expect((await buyer.send(`/customer/products/?search=${word}`)).body.total).toBe(0);
});

test("products and stock are imported from CSV, good rows taken and bad rows named", async () => {
  const admin = await newKey("admin");
  const [one, two] = [`SKU-${newWord()}`, `SKU-${newWord()}`];
  const report = await admin.send("/admin/products/import", {
    body: `\ufeffproduct_code;product_name;price;category\r\n${one};"Leipä; tumma";3,50;Bakery\r\n${two};;1;x\r\n${two};Maito;-1;x\r\n`,
    headers: csv,
  });
  expect(report.body).toMatchObject({ total_rows: 3, imported: 1 });
  expect(report.body.errors.map(({ row }: any) => row)).toEqual([3, 4]);
  const { body: bread } = await admin.send(`/admin/products/${one}`);
  expect(bread).toMatchObject({ product_name: "Leipä; tumma", price: 3.5 });
  const stock = await admin.send("/admin/inventory/import", {
    body: `product_code,quantity\n${one},40\n${two},5\n${one},many\n`,
    headers: csv,
  });
  expect(stock.body).toMatchObject({ total_rows: 3, imported: 1 });
  const { body: movements } = await admin.send(`/admin/inventory/${one}/movements`);
  expect(movements).toMatchObject([{ kind: "receipt", on_hand_change: 40 }]);
  const broken = await admin.send("/admin/products/import", { body: 'a,"b\n', headers: csv });
  expect(broken.status).toBe(422);
});

test("the risk of a product is a figure with reasons, and the same each time", async () => {
  const buyer = await newBuyer();
  const code = await newProduct(10);
  const ask = (quantity: number) =>
    buyer.send(`/customer/products/${code}/risk?quantity=${quantity}`);
  expect((await ask(5)).body).toEqual({
    product_code: code,
    risk_score: 0,
    risk_level: "safe",
    reasons: ["Stock covers the quantity and the demand."],
  });
  const short = await ask(20);
  expect(short.body).toMatchObject({ risk_score: 0.8, risk_level: "very_high" });
  expect(short.body.reasons[0]).toContain("10 of 20");
  expect((await ask(20)).body).toEqual(short.body);
  const { body } = await buyer.send("/customer/products/risk/batch", {
    body: { products: [{ product_code: code, order_qty: 20 }] },
  });
  expect(body).toMatchObject({ total_products: 1, high_risk_count: 1, engine: "rules" });
});

test("more stock never makes a shortage likelier, nor a larger quantity less likely", () => {
  const facts = record({
    available: integer({ min: 0, max: 500 }),
    quantity: integer({ min: 1, max: 500 }),
    dailyDemand: integer({ min: 0, max: 100 }),
    leadTimeDays: integer({ min: 0, max: 10 }),
    shelfLifeDays: option(integer({ min: 1, max: 400 })),
    daysUntilDelivery: integer({ min: 1, max: 10 }),
  });
  assert(
    property(facts, (known) => {
      const { score, level } = assessRisk(known);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(level).toBe(levelOf(score));
      const richer = assessRisk({ ...known, available: known.available + 10 });
      expect(richer.score).toBeLessThanOrEqual(score);
      const larger = assessRisk({ ...known, quantity: known.quantity + 10 });
      expect(larger.score).toBeGreaterThanOrEqual(score);
    }),
  );
  expect([0, 0.19, 0.2, 0.4, 0.6, 0.8, 1].map(levelOf)).toEqual([
    "safe",
    "safe",
    "low",
    "medium",
    "high",
    "very_high",
    "very_high",
  ]);
});

test("similar products are of the same category and zone, the most alike first, and never the product itself", async () => {
  const buyer = await newBuyer();
  const { body } = await buyer.send("/customer/products/SKU-10001/similar?limit=5");
  expect(body).toHaveLength(5);
  for (const product of body) {
    expect(product).toMatchObject({ category: "Dairy", temperature_zone: "chilled" });
    expect(product.product_code).not.toBe("SKU-10001");
  }
  expect(body[0].sub_category).toBe("Milk");
});

test("the demo has over 40 products in all zones, thirty days of orders in all seven states, and claims", async () => {
  const demoCustomers = ["CUST-001", "CUST-002"];
  const [demo, states, claimed] = await database.read([
    query
      .select({ zone: products.temperature_zone })
      .from(products)
      .where(and(like(products.product_code, "SKU-_____"), isNotNull(products.category))),
    query
      .selectDistinct({ status: orders.status })
      .from(orders)
      .where(inArray(orders.customerId, demoCustomers)),
    query.select({ id: claims.id }).from(claims).where(inArray(claims.customerId, demoCustomers)),
  ]);
  expect(demo.length).toBeGreaterThanOrEqual(40);
  expect(new Set(demo.map(({ zone }) => zone)).size).toBe(3);
  expect(states.map(({ status }) => status).toSorted()).toEqual([...orderStatuses].toSorted());
  expect(claimed.length).toBeGreaterThanOrEqual(3);
  const { body: login } = await send("/auth/login", {
    body: { username: "unicafe", password: "customer123" },
  });
  const headers = { Authorization: `Bearer ${login.access_token}` };
  const { body: me } = await send("/auth/me", { headers });
  expect(me).toMatchObject({ email: "unicafe@helsinki.fi", customer_id: "CUST-001" });
  const { body: dashboard } = await send("/customer/dashboard/", { headers });
  expect(dashboard.customer).toMatchObject({ customer_id: "CUST-001", name: "Unicafe" });
  expect(dashboard.recent_orders).toHaveLength(10);
  const { body: categories } = await send("/customer/products/categories", { headers });
  expect(categories.length).toBeGreaterThanOrEqual(6);
});

test("the lists and details have the fields that the original's clients read", async () => {
  const [admin, buyer] = [await newUser("admin"), await newBuyer()];
  const code = await newProduct(9);
  const { body: placed } = await order(buyer, [[code, 2]]);
  const { body: list } = await buyer.send("/customer/orders/");
  expect(Object.keys(list[0])).toEqual(
    expect.arrayContaining(
      "order_id customer_id delivery_date delivery_window_start delivery_window_end channel order_datetime status overall_order_risk order_lines".split(
        " ",
      ),
    ),
  );
  expect(Object.keys(list[0].order_lines[0])).toEqual(
    expect.arrayContaining(
      "line_id product_code ordered_qty delivered_qty shortage_flag shortage_ratio risk_score line_status item_priority auto_substitution_allowed customer_comments product order_changes".split(
        " ",
      ),
    ),
  );
  expect(placed).toMatchObject({ order_substitutes: [], tracking_history: [{}], messages: [] });
  const { body: all } = await admin.send("/admin/orders/?skip=0&limit=5");
  expect(Array.isArray(all)).toBe(true);
  const unknown = await buyer.send("/customer/orders/?status=lost");
  expect([unknown.status, unknown.body.code]).toEqual([400, "status-unknown"]);
});

test("customers and their users are made by admins; a password never travels in an address", async () => {
  const admin = await newUser("admin");
  const customer_id = `CUST-${newWord()}`;
  const body = { customer_id, name: "Café Ekberg" };
  const made = await admin.send("/admin/customers/", { body });
  expect(made.body).toMatchObject({
    language_preference: "fi",
    contact_channel: "voice_first",
    no_call_before: "07:00",
    accept_auto_substitutions_for_flexible_items: true,
  });
  expect((await admin.send("/admin/customers/", { body })).body.code).toBe("customer-exists");
  const path = `/admin/customers/${customer_id}/user`;
  const [username, password] = [newWord(), newWord()];
  const inAddress = await admin.send(`${path}?username=${username}&password=${password}`, {
    body: { password },
  });
  expect(inAddress.status).toBe(422);
  const user = await admin.send(`${path}?username=${username}`, { body: { password } });
  expect(user.body).toMatchObject({ username, customer_id, role: "customer" });
  const login = await send("/auth/login", { body: { username, password } });
  const headers = { Authorization: `Bearer ${login.body.access_token}` };
  expect((await send("/customer/cart/", { headers })).body).toMatchObject({
    customer_id,
    items: [],
  });
  expect((await send("/admin/orders/", { headers })).status).toBe(403);
  const outsider = await newUser();
  expect((await outsider.send("/customer/cart/")).status).toBe(403);
});
