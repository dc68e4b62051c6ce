import { sql } from "drizzle-orm";
import { check, index, integer, real, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { products } from "../catalog/products.schema.ts";
import { customers } from "../customers/customers.schema.ts";
import { oneOf } from "../db/columns.ts";
import { orderStatuses } from "./order-transitions.ts";

export const lineStatuses = ["OK", "PARTIAL", "ZERO", "REPLACED"] as const;
export const itemPriorities = ["CRITICAL", "IMPORTANT", "FLEXIBLE"] as const;

export const orders = sqliteTable(
  "orders",
  {
    id: text().primaryKey(),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id),
    /** The local day of the delivery, YYYY-MM-DD, and HH:MM. */
    deliveryDate: text("delivery_date").notNull(),
    windowStart: text("window_start"),
    windowEnd: text("window_end"),
    channel: text().notNull().default("web"),
    status: text({ enum: orderStatuses }).notNull(),
    /** The highest risk of its lines when it was placed. */
    risk: real(),
    /** By when the customer must answer; null unless they are waited for. */
    answerBy: text("answer_by"),
    placedBy: text("placed_by").notNull(),
    /** The chat room about it: given by a trigger, random, and there from the first look at it on. */
    roomId: text("room_id").notNull().default(""),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at").notNull(),
  },
  (t) => [
    index("orders_of_customer").on(t.customerId, t.createdAt),
    index("orders_by_status").on(t.status, t.createdAt),
    index("orders_by_time").on(t.createdAt),
    index("orders_room").on(t.roomId),
    check("orders_status", oneOf(t.status, orderStatuses)),
    check(
      "orders_answer",
      sql`(${t.answerBy} is not null) = (${t.status} = 'waiting_for_customer_action')`,
    ),
  ],
);

/** Prices are those of the moment when the product came into the order. */
export const orderLines = sqliteTable(
  "order_lines",
  {
    id: integer().primaryKey(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    productCode: text("product_code")
      .notNull()
      .references(() => products.product_code),
    orderedQty: integer("ordered_qty").notNull(),
    /** Promised from stock, and sent: kept by the ledger's trigger. */
    reservedQty: integer("reserved_qty").notNull().default(0),
    shippedQty: integer("shipped_qty").notNull().default(0),
    deliveredQty: integer("delivered_qty").notNull().default(0),
    priceCents: integer("price_cents").notNull(),
    vatBasisPoints: integer("vat_basis_points").notNull(),
    riskScore: real("risk_score"),
    status: text({ enum: lineStatuses }).notNull().default("OK"),
    priority: text({ enum: itemPriorities }).notNull().default("IMPORTANT"),
    autoSubstitution: integer("auto_substitution", { mode: "boolean" }).notNull().default(true),
    comments: text(),
  },
  (t) => [
    index("order_lines_order").on(t.orderId),
    index("order_lines_product").on(t.productCode),
    check("order_lines_status", oneOf(t.status, lineStatuses)),
    check("order_lines_priority", oneOf(t.priority, itemPriorities)),
    check("order_lines_ordered", sql`${t.orderedQty} between 1 and 100000`),
    check(
      "order_lines_quantities",
      sql`${t.reservedQty} >= 0 and ${t.shippedQty} >= 0
        and ${t.reservedQty} + ${t.shippedQty} <= ${t.orderedQty}
        and ${t.deliveredQty} between 0 and ${t.orderedQty}`,
    ),
  ],
);

/** What the customer would take instead of a line's product. */
export const orderSubstitutes = sqliteTable(
  "order_substitutes",
  {
    id: integer().primaryKey(),
    lineId: integer("line_id")
      .notNull()
      .references(() => orderLines.id),
    productCode: text("product_code")
      .notNull()
      .references(() => products.product_code),
    priority: integer().notNull(),
    isUsed: integer("is_used", { mode: "boolean" }).notNull().default(false),
  },
  (t) => [unique("order_substitutes_priority").on(t.lineId, t.priority)],
);

export const orderChanges = sqliteTable(
  "order_changes",
  {
    id: integer().primaryKey(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    lineId: integer("line_id").notNull(),
    fromProductCode: text("from_product_code").notNull(),
    toProductCode: text("to_product_code").notNull(),
    quantity: integer().notNull(),
    /** Signed: what the change adds to the net value of the order. */
    differenceCents: integer("difference_cents").notNull(),
    reason: text().notNull(),
    confirmedBy: text("confirmed_by").notNull(),
    createdAt: text("created_at").notNull(),
  },
  (t) => [index("order_changes_order").on(t.orderId)],
);

export const orderTracking = sqliteTable(
  "order_tracking",
  {
    id: integer().primaryKey(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    status: text({ enum: orderStatuses }).notNull(),
    notes: text(),
    updatedBy: text("updated_by").notNull(),
    createdAt: text("created_at").notNull(),
  },
  (t) => [index("order_tracking_order").on(t.orderId)],
);

export const senders = ["customer", "admin", "ai"] as const;
export type Sender = (typeof senders)[number];

/**
 * What customer and staff write to each other about an order or a claim. What is said in its chat room comes here by
 * a trigger on the room's copy; what is written here is brought to the room by bringToRoom().
 */
export const portalMessages = sqliteTable(
  "portal_messages",
  {
    id: integer().primaryKey(),
    orderId: text("order_id"),
    claimId: text("claim_id"),
    sender: text({ enum: senders }).notNull(),
    senderId: text("sender_id").notNull(),
    content: text().notNull(),
    /** Whether the chat room has it. */
    inRoom: integer("in_room", { mode: "boolean" }).notNull().default(false),
    createdAt: text("created_at").notNull(),
  },
  (t) => [
    index("portal_messages_waiting")
      .on(t.id)
      .where(sql`in_room = 0`),
    index("portal_messages_order").on(t.orderId),
    index("portal_messages_claim").on(t.claimId),
    check("portal_messages_sender", oneOf(t.sender, senders)),
    check("portal_messages_subject", sql`(${t.orderId} is null) <> (${t.claimId} is null)`),
    check("portal_messages_content", sql`length(${t.content}) between 1 and 4000`),
  ],
);
