import { createClient } from "@libsql/client/web";
import { randomUUID } from "node:crypto";
import { noCost } from "../../src/cost.ts";
import { openDatabase } from "../../src/db/database.ts";
import type { BareDesk } from "../support/bare-desk.ts";
import { insertProduct, insertUsers } from "../support/people.ts";
import { sendBlindly } from "./blind-client.ts";

/** One of two operations on the same things; whether it was done or refused. */
type Operation = () => Promise<"done" | "refused">;

/** Two operations about the same new things, and a look at all that they can change. */
export type Duel = {
  one: Operation;
  rival: Operation;
  look: () => Promise<string>;
  /** Only one of them may be done. */
  isContest?: boolean;
};

type Person = { customerId: string; token: string };
const MOST_TRIES = 3;

type Call = { method?: string; body?: object };

/**
 * Pairs of operations that meet: for each a maker, so that every meeting is about things of its own. `one` is what a
 * rival is slipped into.
 */
export function duelsOf(desk: BareDesk): Record<string, () => Promise<Duel>> {
  const database = openDatabase({ url: desk.databaseUrl, authToken: null }, noCost());
  const client = createClient({ url: desk.databaseUrl });

  async function ask(token: string, path: string, call: Call = {}) {
    return sendBlindly(desk.url, path, { token, ...call });
  }

  /** What is refused because it was changed meanwhile is asked for again, as the refusal says. */
  function operation(token: string, path: string, call: Call = {}): Operation {
    return async () => {
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const { status, attempts, body } = await ask(token, path, call);
        if (attempts > 1) throw new Error(`${path} was not answered at once.`);
        if (status < 300) return "done";
        if (body.code !== "order-changed") return "refused";
      }
      throw new Error(`${path} is changed meanwhile for ever.`);
    };
  }

  async function newPeople(count: number): Promise<Person[]> {
    const people = await insertUsers(database, count, { isBuyer: true });
    return people.map(({ customerId, token }) => ({ customerId: customerId ?? "", token }));
  }

  async function newStock(quantity: number): Promise<string> {
    const code = `D-${randomUUID().slice(0, 13)}`;
    await insertProduct(database, code, quantity);
    return code;
  }

  async function newAdmin(): Promise<string> {
    const [admin] = await insertUsers(database, 1, { role: "admin" });
    return admin?.token ?? "";
  }

  async function fill({ token }: Person, code: string, quantity: number, substitutes: string[]) {
    const chosen = substitutes.map((substitute_product_code, i) => ({
      substitute_product_code,
      priority: i + 1,
    }));
    const body = { product_code: code, quantity, substitutes: chosen };
    const { body: item } = await ask(token, "/customer/cart/items", { body });
    return Number(item.cart_item_id);
  }

  const place = ({ token }: Person) => {
    const delivery_date = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    return operation(token, "/customer/orders/", { body: { delivery_date } });
  };

  /** Orders, stock, invoices, claims, carts and prices, with names that are the same in every meeting. */
  function lookAt(people: Person[], codes: string[]) {
    const owners = people.map(({ customerId }) => `'${customerId}'`).join();
    const products = codes.map((code) => `'${code}'`).join();
    const statements = [
      `select o.customer_id, o.status, l.product_code, ordered_qty, reserved_qty, price_cents, l.status
       from orders o join order_lines l on l.order_id = o.id where customer_id in (${owners})`,
      `select product_code, on_hand, reserved from inventory where product_code in (${products})`,
      `select customer_id, type, status, net_cents, vat_cents from invoices where customer_id in (${owners})`,
      `select type, status, credit_cents from claims where customer_id in (${owners})`,
      `select customer_id, product_code, quantity from cart_items where customer_id in (${owners})`,
      `select product_code, price_cents, deleted_at is null from products where product_code in (${products})`,
      `select customer_id, group_concat(moved, '>') from (
         select o.id, customer_id, t.status moved from order_tracking t join orders o on o.id = order_id
         where customer_id in (${owners}) order by t.id) group by id`,
      `select to_product_code, difference_cents from order_changes join orders o on o.id = order_id
       where customer_id in (${owners})`,
    ];
    return async () => {
      const results = await client.batch(statements, "read");
      const named = [...people.map(({ customerId }) => customerId), ...codes];
      return results.map(({ rows }) => inOrder(rows, named)).join("\n");
    };
  }

  async function checkout(rivalOf: (met: Checkout) => Operation | Promise<Operation>) {
    const [people, admin] = [await newPeople(2), await newAdmin()];
    const [buyer, other] = people as [Person, Person];
    const code = await newStock(10);
    const item = await fill(buyer, code, 6, []);
    const rival = await rivalOf({ buyer, other, admin, code, item });
    return { one: place(buyer), rival, look: lookAt(people, [code]) };
  }

  async function replacement(rivalOf: (met: Replacement) => Operation | Promise<Operation>) {
    const [people, admin] = [await newPeople(2), await newAdmin()];
    const [buyer, other] = people as [Person, Person];
    const codes = [await newStock(2), await newStock(6), await newStock(20)];
    const [code, first, second] = codes as [string, string, string];
    await fill(buyer, code, 5, [first, second]);
    await place(buyer)();
    const { body } = await ask(buyer.token, "/customer/orders/");
    const path = `/admin/orders/${body[0].order_id}`;
    const line_id = body[0].order_lines[0].line_id;
    const replace = (substitute_product_code: string) =>
      operation(admin, `${path}/replace-product`, { body: { line_id, substitute_product_code } });
    const cancel = `/customer/orders/${body[0].order_id}/cancel`;
    const rival = await rivalOf({ buyer, other, admin, first, second, path, cancel, replace });
    return { one: replace(first), rival, look: lookAt(people, codes) };
  }

  async function approval(rivalOf: (met: Approval) => Operation) {
    const [people, admin] = [await newPeople(1), await newAdmin()];
    const [buyer] = people as [Person];
    const code = await newStock(10);
    await fill(buyer, code, 4, []);
    await place(buyer)();
    const { rows } = await client.execute(
      `select id from orders where customer_id = '${buyer.customerId}'`,
    );
    const id = String(rows[0]?.["id"]);
    const now = new Date().toISOString();
    const claims = ["DAMAGED_ITEM", "MISSING_ITEM"].map((type) => ({ type, id: randomUUID() }));
    await client.batch(
      [
        ...["picking", "delivering", "delivered"].map(
          (status) => `update orders set status = '${status}' where id = '${id}'`,
        ),
        ...claims.map(
          (claim) =>
            `insert into claims (id, order_id, customer_id, type, status, description, proposed_cents, created_at, updated_at)
             values ('${claim.id}', '${id}', '${buyer.customerId}', '${claim.type}', 'manual_review', 'Torn', 400, '${now}', '${now}')`,
        ),
      ],
      "write",
    );
    const on = (claim: number, verb: string, body: object = {}) =>
      operation(admin, `/admin/claims/${claims[claim]?.id}/${verb}`, { method: "POST", body });
    return { one: on(0, "approve"), rival: rivalOf({ on }), look: lookAt(people, [code]) };
  }

  async function registration(isSameName: boolean) {
    const names = [0, 1].map(() => `n${randomUUID().slice(0, 12)}`);
    const emails = [0, 1].map(() => `${randomUUID()}@example.org`);
    const register = (who: number) =>
      operation("", "/api/auth/register", {
        body: {
          username: names[isSameName ? 0 : who],
          email: emails[isSameName ? who : 0],
          password: randomUUID(),
        },
      });
    const list = [...names, ...emails].map((text) => `'${text}'`).join();
    const look = async () => {
      const text = `select username, email from users where username in (${list}) or email in (${list})`;
      return inOrder((await client.execute(text)).rows, [...names, ...emails]);
    };
    return { one: register(0), rival: register(1), look, isContest: true };
  }

  return {
    "placing an order, and another takes the stock": () =>
      checkout(async ({ other, code }) => {
        await fill(other, code, 6, []);
        return place(other);
      }),
    "placing an order, and placing it in another tab": () => checkout(({ buyer }) => place(buyer)),
    "placing an order, and changing its cart": () =>
      checkout(({ buyer, item }) =>
        operation(buyer.token, `/customer/cart/items/${item}/quantity`, {
          method: "PATCH",
          body: { quantity: 2 },
        }),
      ),
    "placing an order, and another price": () =>
      checkout(({ admin, code }) =>
        operation(admin, `/admin/products/${code}`, { method: "PUT", body: { price: 2.5 } }),
      ),
    "placing an order, and the product is sold no longer": () =>
      checkout(({ admin, code }) =>
        operation(admin, `/admin/products/${code}`, { method: "DELETE" }),
      ),
    "approving a claim, and rejecting it": () =>
      approval(({ on }) => on(0, "reject", { reason: "No" })),
    "approving a claim, and approving it with less": () =>
      approval(({ on }) => on(0, "approve", { refund_amount: 1 })),
    "approving a claim, and another of the same order": () =>
      approval(({ on }) => on(1, "approve")),
    "approving a claim, and paying it out": () => approval(({ on }) => on(0, "settle")),
    "replacing a product, and the customer cancels": () =>
      replacement(({ buyer, cancel }) => operation(buyer.token, cancel, { method: "PUT" })),
    "replacing a product, and another takes the substitute": () =>
      replacement(async ({ other, first }) => {
        await fill(other, first, 4, []);
        return place(other);
      }),
    "replacing a product, and replacing it by another": () =>
      replacement(({ replace, second }) => replace(second)),
    "replacing a product, and sending it off": () =>
      replacement(({ admin, path }) => {
        const to = (status: string) =>
          operation(admin, `${path}/status`, { method: "PUT", body: { status } });
        return async () => [await to("picking")(), await to("delivering")()][1] ?? "refused";
      }),
    "registering, and another takes the name": () => registration(true),
    "registering, and another takes the address": () => registration(false),
  };
}

/** Rows as one text, with a number for each of the names and in an order that does not hang on them. */
function inOrder(rows: object[], names: string[]): string {
  const lines = rows.map((row) => {
    const line = JSON.stringify(Object.values(row));
    return names.reduce((text, name, i) => text.replaceAll(name, `#${i}`), line);
  });
  return lines.toSorted().join(" ");
}

type Checkout = { buyer: Person; other: Person; admin: string; code: string; item: number };
type Replacement = {
  buyer: Person;
  other: Person;
  admin: string;
  first: string;
  second: string;
  path: string;
  cancel: string;
  replace: (code: string) => Operation;
};
type Approval = { on: (claim: number, verb: string, body?: object) => Operation };
