import { and, eq, ne } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import type { Invoice } from "./invoices.schema.ts";
import { invoices } from "./invoices.tables.ts";
import { findInvoice } from "./read-invoices.ts";

/** Notes that an invoice has been paid. `not-found`, `invoice-settled` unless it is pending and no refund. */
export async function payInvoice(ctx: Ctx, id: string): Promise<Invoice> {
  await findInvoice(ctx, id);
  await ctx.db.write([
    query
      .update(invoices)
      .set({ status: "paid", paidAt: ctx.now.toISOString() })
      .where(and(eq(invoices.id, id), eq(invoices.status, "pending"), ne(invoices.type, "refund"))),
    guard("invoice-settled", changedOneRow),
  ]);
  return findInvoice(ctx, id);
}
