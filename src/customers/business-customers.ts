import { eq } from "drizzle-orm";
import { query } from "../db/query.ts";
import { businessCustomers, type BusinessCustomer } from "./business-customers.schema.ts";
import { customers } from "./customers.schema.ts";

/** The customers of the portal, to be narrowed down. */
export function selectBusinessCustomers() {
  return query
    .select({ name: customers.name, account: businessCustomers })
    .from(businessCustomers)
    .innerJoin(customers, eq(customers.id, businessCustomers.customerId));
}

export function presentBusinessCustomer(row: {
  name: string;
  account: typeof businessCustomers.$inferSelect;
}): BusinessCustomer {
  const { account } = row;
  return {
    customer_id: account.customerId,
    name: row.name,
    segment: account.segment,
    language_preference: account.language,
    contact_channel: account.contactChannel,
    no_call_before: account.noCallBefore,
    accept_auto_substitutions_for_flexible_items: account.acceptsSubstitutions,
    location: account.location,
    created_at: account.createdAt,
  };
}
