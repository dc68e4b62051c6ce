import { randomUUID } from "node:crypto";
import { products } from "../../src/catalog/products.schema.ts";
import { countStock } from "../../src/catalog/stock-moves.ts";
import { businessCustomers } from "../../src/customers/business-customers.schema.ts";
import { customers } from "../../src/customers/customers.schema.ts";
import { query } from "../../src/db/query.ts";
import { addDays, localDay } from "../../src/db/time.ts";
import { cartItems, carts } from "../../src/orders/cart.schema.ts";
import { inParallel } from "../drive.ts";
import type { Lab } from "../lab.ts";
import type { Amounts, Operation } from "../measure.ts";
import { inParts, inTurn, newUsers } from "../people.ts";

const PRODUCTS = 50;
const LINES = 3;

/** Business customers order the three products in their carts, each once. */
export function checkout(amounts: Amounts): Operation {
  return {
    name: "checkout",
    title: "Checkout of three products (`POST /customer/orders/`)",
    unit: "request",
    events: "requests",
    amounts,
    connections: 8,
    async prepare({ lab, client, amount }) {
      const buyer = inTurn(await newBuyers(lab, amount, await newProducts(lab)));
      const body = {
        delivery_date: addDays(localDay(new Date(), lab.config.portal.timeZone), 2),
      };
      let orders = 0;
      const order = () => {
        orders += 1;
        const headers = { ...buyer(), "Idempotency-Key": `order-${orders}` };
        return client.send({ path: "/customer/orders/", headers, body });
      };
      return { run: (many, connections) => inParallel(many, connections, lab.signal, order) };
    },
  };
}

async function newProducts(lab: Lab): Promise<string[]> {
  const now = new Date();
  const at = now.toISOString();
  const codes = Array.from({ length: PRODUCTS }, () => `B-${randomUUID()}`);
  const ctx = { now, actor: { kind: "system" as const }, config: lab.config };
  await lab.database.write([
    query.insert(products).values(
      codes.map((code) => ({
        product_code: code,
        product_name: `Product ${code}`,
        price_cents: 150,
        vat_basis_points: 1350,
        created_at: at,
        updated_at: at,
      })),
    ),
    ...codes.map((code) => countStock(ctx, code, 100_000, "receipt")),
  ]);
  return codes;
}

/** Headers of users of customers of their own, with something in the cart. */
async function newBuyers(lab: Lab, amount: number, codes: readonly string[]) {
  const at = new Date().toISOString();
  const product = inTurn(codes);
  const ids = Array.from({ length: amount }, () => randomUUID());
  await inParts(ids, (part) =>
    lab.database.write([
      query
        .insert(customers)
        .values(
          part.map((id) => ({ id, name: "Café", email: `${id}@example.org`, createdAt: at })),
        ),
      query
        .insert(businessCustomers)
        .values(part.map((customerId) => ({ customerId, createdAt: at }))),
      query
        .insert(carts)
        .values(
          part.map((customerId) => ({ customerId, version: 1, createdAt: at, updatedAt: at })),
        ),
      query.insert(cartItems).values(
        part.flatMap((customerId) =>
          Array.from({ length: LINES }, () => ({
            customerId,
            productCode: product(),
            quantity: 2,
            riskScore: 0.1,
            createdAt: at,
          })),
        ),
      ),
    ]),
  );
  return newUsers(lab, "customer", ids);
}
