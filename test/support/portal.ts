import { randomBytes } from "node:crypto";
import type { products } from "../../src/catalog/products.schema.ts";
import { countStock } from "../../src/catalog/stock-moves.ts";
import type { Statement } from "../../src/db/query.ts";
import { database, send } from "./desk.ts";
import { lane } from "./lane.ts";
import { configOf, insertProduct, insertUsers } from "./people.ts";

const config = configOf(lane.databaseUrl);

export type Buyer = Awaited<ReturnType<typeof newBuyers>>[number];

/** Users of customers of their own, logged in at `now`, made without the work of hashing passwords. */
export async function newBuyers(count: number, now = new Date()) {
  const made = await insertUsers(database, count, { isBuyer: true, now });
  return made.map((user) => {
    const Authorization = `Bearer ${user.token}`;
    return {
      ...user,
      customerId: user.customerId ?? "",
      send: (path: string, sent: Parameters<typeof send>[1] = {}) =>
        send(path, { ...sent, headers: { Authorization, ...sent.headers } }),
    };
  });
}

export async function newBuyer(now = new Date()): Promise<Buyer> {
  const [buyer] = await newBuyers(1, now);
  if (!buyer) throw new Error("No buyer.");
  return buyer;
}

type Values = Partial<typeof products.$inferInsert>;

/** A product of the test's own, with stock. */
export async function newProduct(stock: number, values: Values = {}): Promise<string> {
  const code = `T-${randomBytes(6).toString("hex")}`;
  await insertProduct(database, code, stock, values);
  return code;
}

export function stockOf(code: string, quantity: number): Statement {
  const ctx = { now: new Date(), actor: { kind: "system" as const }, config };
  return countStock(ctx, code, quantity, "receipt");
}

export function tomorrow(): string {
  return new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
}

/** Puts products into the cart and orders them. */
export async function order(buyer: Buyer, items: [code: string, quantity: number, ...string[]][]) {
  for (const [product_code, quantity, ...codes] of items) {
    const substitutes = codes.map((code, i) => ({
      substitute_product_code: code,
      priority: i + 1,
    }));
    await buyer.send("/customer/cart/items", { body: { product_code, quantity, substitutes } });
  }
  return buyer.send("/customer/orders/", { body: { delivery_date: tomorrow() } });
}

type Admin = { send: Buyer["send"] };

/** Moves an order to another status. */
export function move(admin: Admin, orderId: string, status: string, more: object = {}) {
  const body = { status, ...more };
  return admin.send(`/admin/orders/${orderId}/status`, { method: "PUT", body });
}

/** An order of one new product that has been delivered. */
export async function deliveredOrder(admin: Admin, buyer: Buyer, quantity = 20) {
  const code = await newProduct(100);
  const { body } = await order(buyer, [[code, quantity]]);
  for (const status of ["picking", "delivering", "delivered"]) {
    await move(admin, body.order_id, status);
  }
  return { code, orderId: String(body.order_id), lineId: Number(body.order_lines[0].line_id) };
}

export type Photo = { bytes: Buffer; name?: string; type?: string };

/** A claim's form as a browser sends it. */
export function claimForm(fields: Record<string, string>, photos: Photo[] = []): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  for (const { bytes, name = "photo.png", type = "image/png" } of photos) {
    data.append("files", new Blob([new Uint8Array(bytes)], { type }), name);
  }
  return data;
}

export function claimFields(orderId: string, more: Record<string, string> = {}) {
  const description = "Three of the cartons were torn and leaking.";
  return { order_id: orderId, claim_type: "DAMAGED_ITEM", description, ...more };
}

/** Makes a claim about an order. */
export function claimOf(
  buyer: Buyer,
  orderId: string,
  { fields = {}, photos = [] }: { fields?: Record<string, string>; photos?: Photo[] } = {},
) {
  const body = claimForm(claimFields(orderId, fields), photos);
  return buyer.send("/customer/claims/", { method: "POST", body });
}
