import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { customers } from "../customers/customers.schema.ts";
import { oneOf } from "../db/columns.ts";
import { orders } from "../orders/orders.tables.ts";

export const invoiceTypes = ["order", "refund", "modification"] as const;
export const invoiceStatuses = ["pending", "paid", "refunded", "cancelled"] as const;

/**
 * Invoices as issued. Amounts and items never change (a trigger refuses it). Modifications are signed; refunds
 * are positive amounts that are owed to the customer.
 */
export const invoices = sqliteTable(
  "invoices",
  {
    id: text().primaryKey(),
    /** Without gaps: 2026-1, 2026-2, … */
    number: text().notNull(),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id),
    /** The order that it is shown with; null for the refund of a claim. */
    orderId: text("order_id").references(() => orders.id),
    claimId: text("claim_id"),
    /** The order that it is about, in any case. */
    concernsOrderId: text("concerns_order_id")
      .notNull()
      .references(() => orders.id),
    type: text({ enum: invoiceTypes }).notNull(),
    status: text({ enum: invoiceStatuses }).notNull().default("pending"),
    netCents: integer("net_cents").notNull(),
    vatCents: integer("vat_cents").notNull(),
    notes: text(),
    createdAt: text("created_at").notNull(),
    paidAt: text("paid_at"),
  },
  (t) => [
    uniqueIndex("invoices_number").on(t.number),
    uniqueIndex("invoices_refund_of_claim").on(t.claimId),
    index("invoices_of_customer").on(t.customerId, t.createdAt),
    index("invoices_of_order").on(t.concernsOrderId),
    check("invoices_type", oneOf(t.type, invoiceTypes)),
    check("invoices_status", oneOf(t.status, invoiceStatuses)),
    check("invoices_sign", sql`${t.type} = 'modification' or ${t.netCents} + ${t.vatCents} >= 0`),
  ],
);

export const invoiceItems = sqliteTable(
  "invoice_items",
  {
    id: integer().primaryKey(),
    invoiceId: text("invoice_id")
      .notNull()
      .references(() => invoices.id),
    productCode: text("product_code"),
    description: text().notNull(),
    /** Signed: what a modification takes away is negative. */
    quantity: integer().notNull(),
    unitPriceCents: integer("unit_price_cents").notNull(),
    netCents: integer("net_cents").notNull(),
    vatBasisPoints: integer("vat_basis_points").notNull(),
    vatCents: integer("vat_cents").notNull(),
  },
  (t) => [
    index("invoice_items_invoice").on(t.invoiceId),
    check("invoice_items_net", sql`${t.netCents} = ${t.quantity} * ${t.unitPriceCents}`),
  ],
);
