import { sql } from "drizzle-orm";
import type { Writing } from "../context.ts";
import { vatOnSql } from "../db/money.sql.ts";
import { vatOn } from "../db/money.ts";
import { nextNumber, numberTaken, type Series } from "../db/numbers.ts";
import { query, type Statement } from "../db/query.ts";
import { localDay } from "../db/time.ts";
import { products } from "../catalog/products.schema.ts";
import { orderLines, orders } from "../orders/orders.tables.ts";
import { invoiceItems, invoices } from "./invoices.tables.ts";
import { portalId } from "../db/portal-id.ts";

/** The year's series of invoice numbers, without gaps. */
export function invoiceSeries(ctx: Writing): Series & { year: string } {
  const year = localDay(ctx.now, ctx.config.portal.timeZone).slice(0, 4);
  return { name: `invoice:${year}`, first: 1, year };
}

/** The invoice of an order that the same batch has placed, over its lines; its number has been taken. */
export function orderInvoice(ctx: Writing, orderId: string): Statement[] {
  const id = portalId("INV");
  const series = invoiceSeries(ctx);
  const net = sql`${orderLines.orderedQty} * ${orderLines.priceCents}`;
  const vat = vatOnSql(net, orderLines.vatBasisPoints);
  return [
    query.run(sql`
      insert into ${invoices}
        (id, number, customer_id, order_id, concerns_order_id, type, net_cents, vat_cents, created_at)
      select ${id}, ${`${series.year}-`} || ${numberTaken(series)}, ${orders.customerId},
        ${orders.id}, ${orders.id}, 'order', sum(${net}), sum(${vat}), ${ctx.now.toISOString()}
      from ${orderLines} join ${orders} on ${orders.id} = ${orderLines.orderId}
      where ${orders.id} = ${orderId} group by ${orders.id}`),
    query.run(sql`
      insert into ${invoiceItems} (invoice_id, product_code, description, quantity,
        unit_price_cents, net_cents, vat_basis_points, vat_cents)
      select ${id}, ${orderLines.productCode}, ${products.product_name}, ${orderLines.orderedQty},
        ${orderLines.priceCents}, ${net}, ${orderLines.vatBasisPoints}, ${vat}
      from ${orderLines}
      join ${products} on ${products.product_code} = ${orderLines.productCode}
      where ${orderLines.orderId} = ${orderId} order by ${orderLines.id}`),
  ];
}

export type InvoiceLine = {
  productCode: string | null;
  description: string;
  /** Signed. */
  quantity: number;
  unitPriceCents: number;
  vatBasisPoints: number;
};

type NewInvoice = {
  customerId: string;
  /** The order it is about; with a claim it is shown with the claim instead. */
  orderId: string;
  claimId?: string;
  type: "refund" | "modification";
  notes: string;
  lines: InvoiceLine[];
};

/** An invoice whose lines are known, with the next number. Nothing if its lines come to nothing. */
export function issueInvoice(ctx: Writing, invoice: NewInvoice): Statement[] {
  const series = invoiceSeries(ctx);
  const items = invoice.lines.map((line) => {
    const netCents = line.quantity * line.unitPriceCents;
    return { ...line, netCents, vatCents: vatOn(netCents, line.vatBasisPoints) };
  });
  const netCents = items.reduce((sum, item) => sum + item.netCents, 0);
  const vatCents = items.reduce((sum, item) => sum + item.vatCents, 0);
  if (netCents === 0 && vatCents === 0) return [];
  const id = portalId("INV");
  return [
    nextNumber(series),
    query.insert(invoices).values({
      id,
      number: sql`${`${series.year}-`} || ${numberTaken(series)}`,
      customerId: invoice.customerId,
      orderId: invoice.claimId === undefined ? invoice.orderId : null,
      claimId: invoice.claimId ?? null,
      concernsOrderId: invoice.orderId,
      type: invoice.type,
      netCents,
      vatCents,
      notes: invoice.notes,
      createdAt: ctx.now.toISOString(),
    }),
    query.insert(invoiceItems).values(items.map((item) => ({ ...item, invoiceId: id }))),
  ];
}
