import { DEVELOPMENT_SECRET, readConfig } from "../../src/env.ts";
import { countStock, reserveForOrder } from "../../src/catalog/stock-moves.ts";
import { products } from "../../src/catalog/products.schema.ts";
import { claimLines, claims } from "../../src/claims/claims.tables.ts";
import { proposedRefund } from "../../src/claims/proposed-refund.ts";
import type { Writing } from "../../src/context.ts";
import { businessCustomers } from "../../src/customers/business-customers.schema.ts";
import { customers } from "../../src/customers/customers.schema.ts";
import { nextNumber } from "../../src/db/numbers.ts";
import { query, type Statement } from "../../src/db/query.ts";
import { addDays, localDay } from "../../src/db/time.ts";
import { invoiceSeries, orderInvoice } from "../../src/invoices/issue-invoice.ts";
import { tell } from "../../src/orders/messages.ts";
import { moveOrder } from "../../src/orders/order-moves.ts";
import type { OrderSnapshot } from "../../src/orders/order-snapshot.ts";
import type { OrderStatus } from "../../src/orders/order-transitions.ts";
import {
  orderLines,
  orders,
  orderSubstitutes,
  orderTracking,
} from "../../src/orders/orders.tables.ts";
import { demoProducts } from "./portal-products.ts";
import { seededRandom, type Random } from "./random.ts";

const DAYS = 30;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const STOCK = 100;
const FIRST_ORDER = 0xde3000000000;

/** What makes some of today's orders come up short. */
const scarce = new Map([
  ["SKU-10007", 3],
  ["SKU-30004", 0],
]);

export const portalCustomers = [
  ["CUST-001", "Unicafe", "restaurant", "Kumpula, Helsinki", "kumpula@unicafe.example"],
  ["CUST-002", "Kampus", "canteen", "Otaniemi, Espoo", "keittio@kampus.example"],
] as const;

/** Customers, catalogue, stock, and thirty days of orders in all seven states with their claims. */
export function demoPortal(now: Date): Statement[] {
  const loadedAt = new Date(now.getTime() - (DAYS + 1) * DAY_MS);
  const createdAt = loadedAt.toISOString();
  const random = seededRandom(1917);
  return [
    query
      .insert(customers)
      .values(portalCustomers.map(([id, name, , , email]) => ({ id, name, email, createdAt }))),
    query.insert(businessCustomers).values(
      portalCustomers.map(([customerId, , segment, location]) => ({
        customerId,
        segment,
        location,
        createdAt,
      })),
    ),
    query.insert(products).values(demoProducts),
    ...stockTo(loadedAt, () => 2_000),
    ...demoOrders(random, now),
  ];
}

function stockTo(at: Date, quantityOf: (code: string) => number): Statement[] {
  return demoProducts.map(({ product_code }) =>
    countStock(contextAt(at), product_code, quantityOf(product_code), "receipt"),
  );
}

/** What the verbs' statements need to know of a request that never was. */
function contextAt(now: Date): Writing {
  const url = "http://127.0.0.1";
  const config = readConfig({
    ENVIRONMENT: "development",
    DATABASE_URL: url,
    AUTH_SECRET: DEVELOPMENT_SECRET,
  });
  return { now, config, actor: { kind: "system" } };
}

const delivered: OrderStatus[] = ["picking", "delivering", "delivered"];

const plenty = demoProducts.filter(({ product_code }) => !scarce.has(product_code));
const lacking = demoProducts.find(({ product_code }) => scarce.has(product_code));
const instead = plenty.find((product) => product.sub_category === lacking?.sub_category);

/** How the newest orders stand, so that every state can be seen. */
const newest: OrderStatus[][] = [
  [],
  ["under_risk"],
  ["waiting_for_customer_action"],
  ["picking"],
  ["picking", "delivering"],
  ["picking", "delivering", "delivered"],
  ["cancelled"],
];

function demoOrders(random: Random, now: Date): Statement[] {
  let lineId = 0;
  const past = Array.from({ length: DAYS - 2 }, (_, i) => ({
    at: new Date(now.getTime() - (DAYS - i) * DAY_MS),
    path: i % 9 === 8 ? (["cancelled"] satisfies OrderStatus[]) : delivered,
  }));
  const recent = newest.map((path, i) => ({
    at: new Date(now.getTime() - (newest.length - i + 1) * HOUR_MS),
    path,
  }));
  const statements = [...past, ...recent].map(({ at, path }, i) => {
    const [customerId] = portalCustomers[i % portalCustomers.length] ?? portalCustomers[0];
    const id = `ORD-${(FIRST_ORDER + i).toString(16).toUpperCase()}`;
    const count = random.between(2, 5);
    const first = random.between(0, plenty.length - 1);
    const isShort = ["under_risk", "waiting_for_customer_action"].includes(path.at(-1) ?? "");
    const lines = Array.from({ length: count }, (_, n) => {
      lineId += 1;
      const product = isShort && n === 0 ? lacking : plenty[(first + n * 7) % plenty.length];
      const lots = isShort && n === 0 ? 12 : random.between(1, 8);
      return newLine(lineId, id, product, lots * (product?.allowed_lot_size ?? 1));
    });
    return demoOrder(random, { id, customerId, at, lines, path });
  });
  // What was ordered long ago came from ample stock; today there is what the original's demo has, 100 of each.
  const today = stockTo(recent[0]?.at ?? now, (code) => scarce.get(code) ?? STOCK);
  return [...statements.slice(0, past.length), today, ...statements.slice(past.length)].flat();
}

type DemoLine = ReturnType<typeof newLine>;

function newLine(
  id: number,
  orderId: string,
  product: (typeof demoProducts)[number] | undefined,
  orderedQty: number,
) {
  return {
    id,
    orderId,
    productCode: product?.product_code ?? "",
    productName: product?.product_name ?? "",
    orderedQty,
    priceCents: product?.price_cents ?? 0,
    vatBasisPoints: product?.vat_basis_points ?? 0,
    riskScore: 0.1,
  };
}

type DemoOrder = {
  id: string;
  customerId: string;
  at: Date;
  lines: DemoLine[];
  path: OrderStatus[];
};

/** An order as the desk itself would have written it, move by move. */
function demoOrder(random: Random, { id, customerId, at, lines, path }: DemoOrder): Statement[] {
  const ctx = contextAt(at);
  const now = at.toISOString();
  const placed: Statement[] = [
    nextNumber(invoiceSeries(ctx)),
    query.insert(orders).values({
      id,
      customerId,
      deliveryDate: addDays(localDay(at, "Europe/Helsinki"), random.between(1, 3)),
      windowStart: "07:00",
      windowEnd: "10:00",
      status: "placed",
      risk: 0.1,
      placedBy: "system",
      createdAt: now,
      updatedAt: now,
    }),
    query.insert(orderLines).values(lines.map(({ productName: _name, ...line }) => line)),
    ...lines
      .filter(({ productCode }) => productCode === lacking?.product_code && instead)
      .map((line) =>
        query.insert(orderSubstitutes).values({
          lineId: line.id,
          productCode: instead?.product_code ?? "",
          priority: 1,
        }),
      ),
    reserveForOrder(ctx, id),
    query.insert(orderTracking).values({
      orderId: id,
      status: "placed",
      notes: "Order placed",
      updatedBy: "system",
      createdAt: now,
    }),
    ...orderInvoice(ctx, id),
  ];
  const moves = path.flatMap((to, i) => {
    const later = contextAt(new Date(at.getTime() + (i + 1) * 20 * 60_000));
    const answerBy = new Date(at.getTime() + DAY_MS);
    const isQuestion = to === "waiting_for_customer_action";
    const from = path[i - 1] ?? "placed";
    return [
      ...moveOrder(later, snapshot(id, customerId, from, lines), {
        to,
        notes: null,
        ...(isQuestion ? { answerBy } : {}),
      }),
      ...(isQuestion ? [tell(later, { orderId: id }, "admin", "May we send a substitute?")] : []),
    ];
  });
  const isDelivered = path.at(-1) === "delivered";
  const hasClaim = isDelivered && random.next() < 0.25;
  return [...placed, ...moves, ...(hasClaim ? demoClaim(random, id, customerId, at, lines) : [])];
}

/** Nothing was short then: the stock of the past is ample, and all of it had been promised. */
function snapshot(
  id: string,
  customerId: string,
  status: OrderStatus,
  lines: DemoLine[],
): OrderSnapshot {
  return {
    id,
    customerId,
    status,
    answerBy: null,
    paidCents: 0,
    substitutes: [],
    lines: lines.map((line) => ({
      ...line,
      reservedQty: line.orderedQty,
      shippedQty: 0,
      deliveredQty: 0,
      status: "OK",
      priority: "IMPORTANT",
      autoSubstitution: true,
      comments: null,
    })),
  };
}

const complaints = [
  ["DAMAGED_ITEM", "Two of the packages were torn."],
  ["MISSING_ITEM", "One package was not in the delivery."],
  ["QUALITY_ISSUE", "It had gone off before its date."],
] as const;

function demoClaim(
  random: Random,
  orderId: string,
  customerId: string,
  at: Date,
  lines: DemoLine[],
): Statement[] {
  const [type, description] = random.pick(complaints);
  const claimId = orderId.replace("ORD-", "CLM-");
  const createdAt = new Date(at.getTime() + 90 * 60_000).toISOString();
  const received = lines.map((line) => ({ ...line, deliveredQty: line.orderedQty }));
  const isRejected = random.next() < 0.3;
  return [
    query.insert(claims).values({
      id: claimId,
      orderId,
      customerId,
      type,
      status: isRejected ? "rejected" : "manual_review",
      description,
      rejectionReason: isRejected ? "The photo shows another product." : null,
      handledBy: isRejected ? "system" : null,
      proposedCents: proposedRefund(received, undefined),
      createdAt,
      updatedAt: createdAt,
    }),
    query.insert(claimLines).values({ claimId, description }),
    tell(contextAt(new Date(createdAt)), { claimId }, "ai", "A member of our staff looks at it."),
  ];
}
