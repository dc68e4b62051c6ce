import { createClient } from "@libsql/client/web";
import { beforeAll, expect, test } from "vitest";
import { claimStatuses, type ClaimStatus } from "../../src/claims/claims.tables.ts";
import { invoiceStatuses } from "../../src/invoices/invoices.tables.ts";
import {
  customerMayCancel,
  orderStatuses,
  transitions,
  type OrderStatus,
} from "../../src/orders/order-transitions.ts";
import { newUser } from "../support/desk.ts";
import { lane } from "../support/lane.ts";
import { move, newBuyer, type Buyer } from "../support/portal.ts";

const client = createClient({ url: lane.databaseUrl });
const now = new Date().toISOString();
let admin: Awaited<ReturnType<typeof newUser>>;
let buyer: Buyer;
beforeAll(async () => {
  [admin, buyer] = [await newUser("admin"), await newBuyer()];
});

/** Which status of a claim may follow which, and by which decision of staff. */
const claimMoves: Record<
  ClaimStatus,
  Partial<Record<ClaimStatus, "approve" | "reject" | "settle" | null>>
> = {
  open: { ai_processing: null, manual_review: null, approved: "approve", rejected: "reject" },
  ai_processing: { manual_review: null, approved: "approve", rejected: "reject" },
  manual_review: { approved: "approve", rejected: "reject" },
  approved: { resolved: "settle" },
  rejected: {},
  resolved: {},
};

/** By which statuses a thing gets from its first one to each. */
const orderPaths: Record<OrderStatus, OrderStatus[]> = {
  placed: [],
  under_risk: ["under_risk"],
  waiting_for_customer_action: ["waiting_for_customer_action"],
  picking: ["picking"],
  delivering: ["picking", "delivering"],
  delivered: ["picking", "delivering", "delivered"],
  cancelled: ["cancelled"],
};

let made = 0;

function setOrder(id: string, status: string) {
  const answerBy = status === "waiting_for_customer_action" ? now : null;
  return {
    sql: "update orders set status = ?, answer_by = ? where id = ?",
    args: [status, answerBy, id],
  };
}

async function newOrder(status: OrderStatus, begin: OrderStatus = "placed"): Promise<string> {
  const id = `ORD-C08-${buyer.id}-${(made += 1)}`;
  await client.batch(
    [
      {
        sql: `insert into orders (id, customer_id, delivery_date, status, placed_by, created_at, updated_at)
              values (?, ?, '2026-01-01', ?, 'test', ?, ?)`,
        args: [id, buyer.customerId, begin, now, now],
      },
      ...orderPaths[status].map((next) => setOrder(id, next)),
    ],
    "write",
  );
  return id;
}

/** A claim of an order of its own, with an invoice of 5 euros and a refund that waits if it has been approved. */
async function newClaim(status: ClaimStatus): Promise<string> {
  const orderId = await newOrder("delivered");
  const id = `CLM-C08-${orderId}`;
  const invoice = (name: string, type: string, claim: string | null, cents: number) => ({
    sql: `insert into invoices (id, number, customer_id, order_id, claim_id, concerns_order_id, type, status, net_cents, vat_cents, created_at)
          values (?, ?, ?, ?, ?, ?, ?, 'pending', ?, 0, ?)`,
    args: [
      ...[`INV-${name}-${id}`, `C08-${name}-${id}`, buyer.customerId, claim ? null : orderId],
      ...[claim, orderId, type, cents, now],
    ],
  });
  await client.batch(
    [
      {
        sql: `insert into claims (id, order_id, customer_id, type, status, description, proposed_cents, created_at, updated_at)
              values (?, ?, ?, 'DAMAGED_ITEM', ?, 'Torn', 100, ?, ?)`,
        args: [id, orderId, buyer.customerId, status, now, now],
      },
      invoice("O", "order", null, 500),
      ...(status === "approved" ? [invoice("R", "refund", id, 100)] : []),
    ],
    "write",
  );
  return id;
}

async function statusOf(table: "orders" | "claims" | "invoices", id: string): Promise<unknown> {
  const { rows } = await client.execute(`select status from ${table} where id = ?`, [id]);
  return rows[0]?.["status"];
}

/** What the database says to a statement: null if it takes it. */
async function refusalOf(statement: { sql: string; args: (string | null)[] }) {
  return client.execute(statement).then(
    () => null,
    (error: Error) => /\w+_transition/.exec(error.message)?.[0] ?? error.message,
  );
}

test("C-08: raw SQL moves orders, claims and invoices only where the tables say; every other cell is refused by its trigger and changes nothing", async () => {
  for (const from of orderStatuses) {
    for (const to of orderStatuses) {
      const id = await newOrder(from);
      const isLegal = transitions[from].includes(to);
      const refusal = await refusalOf(setOrder(id, to));
      expect([from, to, refusal]).toEqual([from, to, isLegal ? null : "orders_transition"]);
      expect(await statusOf("orders", id)).toBe(isLegal ? to : from);
    }
    const born = await newOrder("placed", from).catch((error: Error) => error.message);
    expect([from, /orders_transition/.test(born)]).toEqual([from, from !== "placed"]);
  }
  for (const from of claimStatuses) {
    for (const to of claimStatuses) {
      const id = await newClaim(from);
      const isLegal = to in claimMoves[from];
      const refusal = await refusalOf({
        sql: "update claims set status = ? where id = ?",
        args: [to, id],
      });
      expect([from, to, refusal]).toEqual([from, to, isLegal ? null : "claims_transition"]);
      expect(await statusOf("claims", id)).toBe(isLegal ? to : from);
    }
  }
  for (const from of invoiceStatuses) {
    for (const to of invoiceStatuses) {
      const id = `INV-O-${await newClaim("open")}`;
      const set = (status: string) => ({
        sql: "update invoices set status = ? where id = ?",
        args: [status, id],
      });
      if (from !== "pending") await client.execute(set(from));
      const isLegal = from === "pending" && to !== "pending";
      const refusal = await refusalOf(set(to));
      expect([from, to, refusal]).toEqual([from, to, isLegal ? null : "invoices_transition"]);
      expect(await statusOf("invoices", id)).toBe(isLegal ? to : from);
    }
  }
}, 120_000);

test("C-08: by request, staff and customers move orders and claims only where the tables say; every other cell is 409 and changes nothing", async () => {
  for (const from of orderStatuses) {
    for (const to of orderStatuses) {
      const id = await newOrder(from);
      const isLegal = transitions[from].includes(to);
      expect([from, to, (await move(admin, id, to)).status]).toEqual([
        from,
        to,
        isLegal ? 200 : 409,
      ]);
      expect(await statusOf("orders", id)).toBe(isLegal ? to : from);
    }
    const id = await newOrder(from);
    const cancelled = await buyer.send(`/customer/orders/${id}/cancel`, { method: "PUT" });
    const mayCancel = customerMayCancel.includes(from);
    expect([from, cancelled.status]).toEqual([from, mayCancel ? 200 : 409]);
    expect(await statusOf("orders", id)).toBe(mayCancel ? "cancelled" : from);
    for (const [decision, to] of [
      ["accept", "placed"],
      ["substitute", "placed"],
      ["cancel", "cancelled"],
    ]) {
      const asked = await newOrder(from);
      const answer = await buyer.send(`/customer/orders/${asked}/answer`, {
        body: { decision },
      });
      const isAsked = from === "waiting_for_customer_action";
      expect([from, decision, answer.status]).toEqual([from, decision, isAsked ? 200 : 409]);
      expect(await statusOf("orders", asked)).toBe(isAsked ? to : from);
    }
  }
  for (const from of claimStatuses) {
    for (const [to, verb] of [
      ["approved", "approve"],
      ["rejected", "reject"],
      ["resolved", "settle"],
    ] as const) {
      const id = await newClaim(from);
      const body = verb === "reject" ? { reason: "No" } : {};
      const { status } = await admin.send(`/admin/claims/${id}/${verb}`, { method: "POST", body });
      const isLegal = claimMoves[from][to] === verb;
      expect([from, verb, status]).toEqual([from, verb, isLegal ? 200 : 409]);
      expect(await statusOf("claims", id)).toBe(isLegal ? to : from);
    }
  }
}, 120_000);
