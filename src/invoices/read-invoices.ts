import { and, asc, desc, eq, inArray, ne, type SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { kronor } from "../db/money.ts";
import { query } from "../db/query.ts";
import { signPath } from "../files/signed-address.ts";
import { customerIdOf } from "../identity/actor.ts";
import { customerOf } from "../identity/customer-of.ts";
import { ProblemError } from "../problems.ts";
import type { AllInvoicesQuery, Invoice } from "./invoices.schema.ts";
import { invoiceItems, invoices } from "./invoices.tables.ts";

type Page = { skip: number; limit: number };

/** The customer's invoices, the newest first, without cancelled ones. */
export async function listOwnInvoices(ctx: Ctx, page: Page): Promise<Invoice[]> {
  const own = eq(invoices.customerId, customerOf(ctx));
  return readInvoices(ctx, and(own, ne(invoices.status, "cancelled")), page);
}

/** Invoices of all customers, the newest first. */
export async function listAllInvoices(ctx: Ctx, input: AllInvoicesQuery): Promise<Invoice[]> {
  const wanted = and(
    input.status === undefined ? undefined : eq(invoices.status, input.status),
    input.customer_id === undefined ? undefined : eq(invoices.customerId, input.customer_id),
  );
  return readInvoices(ctx, wanted, input);
}

/** One invoice, cancelled or not; `not-found` for those of others. */
export async function findInvoice(ctx: Ctx, id: string): Promise<Invoice> {
  const customerId = customerIdOf(ctx.actor);
  const own = customerId === null ? undefined : eq(invoices.customerId, customerId);
  const [invoice] = await readInvoices(ctx, and(eq(invoices.id, id), own), { skip: 0, limit: 1 });
  if (!invoice) throw new ProblemError("not-found");
  return invoice;
}

async function readInvoices(ctx: Ctx, where: SQL | undefined, page: Page): Promise<Invoice[]> {
  const ids = query
    .select({ id: invoices.id })
    .from(invoices)
    .where(where)
    .orderBy(desc(invoices.createdAt), desc(invoices.number))
    .limit(page.limit)
    .offset(page.skip);
  const [rows, items] = await ctx.db.read([
    query
      .select()
      .from(invoices)
      .where(inArray(invoices.id, ids))
      .orderBy(desc(invoices.createdAt), desc(invoices.number)),
    query
      .select()
      .from(invoiceItems)
      .where(inArray(invoiceItems.invoiceId, ids))
      .orderBy(asc(invoiceItems.id)),
  ]);
  const itemsOf = Map.groupBy(items, (item) => item.invoiceId);
  return rows.map((row) => present(ctx, row, itemsOf.get(row.id) ?? []));
}

function present(
  ctx: Ctx,
  row: typeof invoices.$inferSelect,
  items: (typeof invoiceItems.$inferSelect)[],
): Invoice {
  const gross = row.netCents + row.vatCents;
  return {
    invoice_id: row.id,
    invoice_number: row.number,
    order_id: row.orderId,
    claim_id: row.claimId,
    customer_id: row.customerId,
    invoice_type: row.type,
    status: row.status,
    total_amount: kronor(row.netCents),
    tax_amount: kronor(row.vatCents),
    gross_amount: kronor(row.type === "refund" ? -gross : gross),
    notes: row.notes,
    created_at: row.createdAt,
    paid_at: row.paidAt,
    items: items.map((item) => ({
      item_id: item.id,
      product_code: item.productCode,
      description: item.description,
      quantity: item.quantity,
      unit_price: kronor(item.unitPriceCents),
      total_price: kronor(item.netCents),
      vat_rate: item.vatBasisPoints / 100,
      tax_amount: kronor(item.vatCents),
    })),
    print_path: signPath(ctx, `/invoices/${row.id}/print`),
  };
}
