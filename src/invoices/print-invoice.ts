import { asc, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { customers } from "../customers/customers.schema.ts";
import { query } from "../db/query.ts";
import { localDay } from "../db/time.ts";
import { isSigned } from "../files/signed-address.ts";
import { ProblemError } from "../problems.ts";
import { invoicePage } from "./invoice-page.ts";
import type { Signature } from "./invoices.schema.ts";
import { invoiceItems, invoices } from "./invoices.tables.ts";

/** An invoice as a page, for whoever has its signed address; `not-found` for everybody else. */
export async function printInvoice(ctx: Ctx, id: string, signature: Signature): Promise<string> {
  const isOurs = await isSigned(ctx, `/invoices/${id}/print`, signature);
  if (!isOurs) throw new ProblemError("not-found");
  const [[found], items] = await ctx.db.read([
    query
      .select({ invoice: invoices, customerName: customers.name })
      .from(invoices)
      .innerJoin(customers, eq(customers.id, invoices.customerId))
      .where(eq(invoices.id, id)),
    query
      .select()
      .from(invoiceItems)
      .where(eq(invoiceItems.invoiceId, id))
      .orderBy(asc(invoiceItems.id)),
  ]);
  if (!found) throw new ProblemError("not-found");
  const { invoice, customerName } = found;
  return invoicePage({
    ...invoice,
    customerName,
    items,
    day: localDay(new Date(invoice.createdAt), ctx.config.portal.timeZone),
    reference: [invoice.concernsOrderId, invoice.claimId].filter((one) => one !== null).join(", "),
  });
}
