import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { ProblemError } from "../problems.ts";
import { businessCustomers, type BusinessCustomer } from "./business-customers.schema.ts";
import { presentBusinessCustomer, selectBusinessCustomers } from "./business-customers.ts";

/** The customers of the portal by id. */
export async function listBusinessCustomers(
  ctx: Ctx,
  page: { skip: number; limit: number },
): Promise<BusinessCustomer[]> {
  const [rows] = await ctx.db.read([
    selectBusinessCustomers()
      .orderBy(businessCustomers.customerId)
      .limit(page.limit)
      .offset(page.skip),
  ]);
  return rows.map(presentBusinessCustomer);
}

/** One customer of the portal, or `not-found`. */
export async function findBusinessCustomer(ctx: Ctx, id: string): Promise<BusinessCustomer> {
  const [[row]] = await ctx.db.read([
    selectBusinessCustomers().where(eq(businessCustomers.customerId, id)),
  ]);
  if (!row) throw new ProblemError("not-found");
  return presentBusinessCustomer(row);
}
