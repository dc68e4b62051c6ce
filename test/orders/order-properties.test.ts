import { assert, asyncProperty, constantFrom, integer, array, record, nat } from "fast-check";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { inventory, stockMovements } from "../../src/catalog/stock.schema.ts";
import { query } from "../../src/db/query.ts";
import { vatOn } from "../../src/db/money.ts";
import { invoices } from "../../src/invoices/invoices.tables.ts";
import { mayFollow, orderStatuses, transitions } from "../../src/orders/order-transitions.ts";
import { orderLines, orders, orderTracking } from "../../src/orders/orders.tables.ts";
import { database, newKey } from "../support/desk.ts";
import { newBuyer, newProduct, order, stockOf, tomorrow, type Buyer } from "../support/portal.ts";

type Key = Awaited<ReturnType<typeof newKey>>;
let admin: Key;

test("every move that is not in the table is refused by the database too, and every one that is is taken", async () => {
  const buyer = await newBuyer();
  const now = new Date().toISOString();
  for (const from of orderStatuses) {
    for (const to of orderStatuses) {
      const id = `ORD-${buyer.id}-${from}-${to}`;
      const day = tomorrow();
      const base = { id, customerId: buyer.customerId, deliveryDate: day, placedBy: "test" };
      const path = pathTo(from);
      const attempt = database.write([
        query.insert(orders).values({ ...base, status: "placed", createdAt: now, updatedAt: now }),
        ...[...path, to].map((status) =>
          query
            .update(orders)
            .set({ status, answerBy: status === "waiting_for_customer_action" ? now : null })
            .where(eq(orders.id, id)),
        ),
      ]);
      const outcome = await attempt.then(
        () => true,
        () => false,
      );
      expect([from, to, outcome]).toEqual([from, to, mayFollow(from, to)]);
    }
  }
});

/** The moves that bring an order from `placed` to a status. */
function pathTo(status: (typeof orderStatuses)[number]): (typeof orderStatuses)[number][] {
  switch (status) {
    case "placed":
      return [];
    case "delivering":
      return ["picking", "delivering"];
    case "delivered":
      return ["picking", "delivering", "delivered"];
    default:
      return [status];
  }
}

const AT_ONCE = 20;

const action = record({
  kind: constantFrom(
    "move",
    "move",
    "move",
    "cancel",
    "answer",
    "replace",
    "pay",
    "stock",
    "claim",
  ),
  order: nat(2),
  to: constantFrom(...orderStatuses),
  decision: constantFrom("accept", "substitute", "cancel"),
  amount: integer({ min: 1, max: 40 }),
});

test("whatever is done in whatever order, stock, ledger, invoices and statuses agree", async () => {
  let runs = 0;
  await assert(
    asyncProperty(array(action, { minLength: 5, maxLength: 14 }), async (actions) => {
      const buyer = await newBuyer();
      const codes = [
        await newProduct(12, { price_cents: 149 }),
        await newProduct(8, { price_cents: 333, vat_basis_points: 2550 }),
        await newProduct(30, { price_cents: 205 }),
      ] as const;
      const placed = [];
      for (const quantity of [5, 9, 4]) {
        const { body } = await order(buyer, [
          [codes[0], quantity, codes[2]],
          [codes[1], quantity, codes[0], codes[2]],
        ]);
        placed.push(body);
      }
      runs += 1;
      for (const step of actions) {
        // A caller may ask 120 times a minute, so each step has its own.
        admin = await newKey("admin");
        const chosen = placed[step.order];
        const statuses = await act(buyer, chosen, codes, step);
        for (const status of statuses) expect([200, 400, 404, 409, 422]).toContain(status);
        await expectAgreement(buyer, codes);
      }
    }),
    { numRuns: 1_000, interruptAfterTimeLimit: 30_000, endOnFailure: true },
  );
  expect(runs).toBeGreaterThan(2);
}, 300_000);

async function act(buyer: Buyer, chosen: any, codes: readonly string[], step: any) {
  const path = `/customer/orders/${chosen.order_id}`;
  const adminPath = `/admin/orders/${chosen.order_id}`;
  switch (step.kind) {
    case "move": {
      const body = { status: step.to };
      const before = (await buyer.send(path)).body.status as keyof typeof transitions;
      const answer = await admin.send(`${adminPath}/status`, { method: "PUT", body });
      const isLegal = mayFollow(before, step.to);
      expect([before, step.to, answer.status]).toEqual([before, step.to, isLegal ? 200 : 409]);
      for (const legal of isLegal ? [] : transitions[before]) {
        expect(answer.body.detail).toContain(legal);
      }
      return [answer.status];
    }
    case "cancel":
      return [(await buyer.send(`${path}/cancel`, { method: "PUT" })).status];
    case "answer":
      return [(await buyer.send(`${path}/answer`, { body: { decision: step.decision } })).status];
    case "replace": {
      const line = chosen.order_lines[step.amount % 2];
      const body = { line_id: line.line_id, substitute_product_code: codes[step.amount % 3] };
      return [(await admin.send(`${adminPath}/replace-product`, { body })).status];
    }
    case "pay": {
      const { body } = await buyer.send("/customer/payments/invoices");
      const invoice = body[step.amount % Math.max(1, body.length)];
      if (!invoice) return [];
      const pay = `/admin/invoices/${invoice.invoice_id}/pay`;
      return [(await admin.send(pay, { method: "POST" })).status];
    }
    case "stock": {
      const code = codes[step.amount % 3] ?? "";
      const body = { quantity: step.amount };
      return [(await admin.send(`/admin/inventory/${code}`, { method: "PUT", body })).status];
    }
    default:
      return claimAndDecide(buyer, chosen.order_id, step);
  }
}

async function claimAndDecide(buyer: Buyer, orderId: string, step: any) {
  const body = new FormData();
  body.append("order_id", orderId);
  body.append("claim_type", "QUALITY_ISSUE");
  body.append("description", "It is sour.");
  const made = await buyer.send("/customer/claims/", { method: "POST", body });
  if (made.status !== 200) return [made.status];
  const path = `/admin/claims/${made.body.claim_id}`;
  if (step.decision === "cancel") {
    return [(await admin.send(`${path}/reject`, { body: { reason: "No" } })).status];
  }
  const approve = () => admin.send(`${path}/approve`, { body: { refund_amount: step.amount } });
  const outcomes = await Promise.all(Array.from({ length: AT_ONCE }, approve));
  const statuses = outcomes.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(1);
  const [refunds] = await database.read([
    query.select().from(invoices).where(eq(invoices.claimId, made.body.claim_id)),
  ]);
  expect(refunds).toHaveLength(statuses.filter((status) => status === 200).length);
  return statuses;
}

async function expectAgreement(buyer: Buyer, codes: readonly string[]): Promise<void> {
  const of = (code: string) => eq(inventory.productCode, code);
  for (const code of codes) {
    const [[stock], [ledger], [promised]] = await database.read([
      query.select().from(inventory).where(of(code)),
      query
        .select({
          onHand: sql<number>`sum(${stockMovements.onHandChange})`,
          reserved: sql<number>`sum(${stockMovements.reservedChange})`,
        })
        .from(stockMovements)
        .where(eq(stockMovements.productCode, code)),
      query
        .select({ sum: sql<number>`coalesce(sum(${orderLines.reservedQty}), 0)` })
        .from(orderLines)
        .where(eq(orderLines.productCode, code)),
    ]);
    expect(ledger).toEqual({ onHand: stock?.onHand, reserved: stock?.reserved });
    expect(promised?.sum).toBe(stock?.reserved);
    expect(stock?.available).toBeGreaterThanOrEqual(0);
    expect(stock?.available).toBe((stock?.onHand ?? 0) - (stock?.reserved ?? 0));
  }
  const [all, lines, charged, history] = await database.read([
    query.select().from(orders).where(eq(orders.customerId, buyer.customerId)),
    query
      .select({ line: orderLines })
      .from(orderLines)
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
      .where(eq(orders.customerId, buyer.customerId)),
    query.select().from(invoices).where(eq(invoices.customerId, buyer.customerId)),
    query
      .select({ entry: orderTracking })
      .from(orderTracking)
      .innerJoin(orders, eq(orders.id, orderTracking.orderId))
      .where(eq(orders.customerId, buyer.customerId))
      .orderBy(orderTracking.id),
  ]);
  for (const { id, status } of all) {
    const due = lines
      .filter(({ line }) => line.orderId === id && status !== "cancelled")
      .reduce((sum, { line }) => {
        const quantity = status === "delivered" ? line.deliveredQty : line.orderedQty;
        const net = quantity * line.priceCents;
        return sum + net + vatOn(net, line.vatBasisPoints);
      }, 0);
    const active = charged.filter(
      (one) => one.concernsOrderId === id && one.status !== "cancelled",
    );
    const total = (types: string[]) =>
      active
        .filter(({ type }) => types.includes(type))
        .reduce((sum, one) => sum + one.netCents + one.vatCents, 0);
    const claimed = active
      .filter(({ type, claimId }) => type === "refund" && claimId !== null)
      .reduce((sum, one) => sum + one.netCents, 0);
    const cancelled = total(["refund"]) - claimed;
    expect(total(["order", "modification"]) - cancelled).toBe(due);
    expect(claimed).toBeLessThanOrEqual(due);
    const statuses = history
      .filter(({ entry }) => entry.orderId === id)
      .map(({ entry }) => entry.status);
    statuses.slice(1).forEach((to, i) => {
      const from = statuses[i];
      expect([from, to, from !== undefined && mayFollow(from, to)]).toEqual([from, to, true]);
    });
    expect(statuses.at(-1)).toBe(status);
  }
}

test("restocking lets the next move take what an order still lacks", async () => {
  const [staff, buyer] = [await newKey("admin"), await newBuyer()];
  const code = await newProduct(2);
  const { body } = await order(buyer, [[code, 6]]);
  expect(body.status).toBe("under_risk");
  await database.write([stockOf(code, 20)]);
  const moved = await staff.send(`/admin/orders/${body.order_id}/status?status=placed`, {
    method: "PUT",
  });
  expect(moved.body.order_lines[0]).toMatchObject({ reserved_qty: 6, shortage_flag: false });
  const again = await staff.send(`/admin/orders/${body.order_id}/status?status=placed`, {
    method: "PUT",
  });
  expect([again.status, again.body.code]).toEqual([409, "transition-illegal"]);
});
