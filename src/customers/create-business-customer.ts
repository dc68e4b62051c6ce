import type { Ctx } from "../context.ts";
import { guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import { writeOnce } from "../write-once.ts";
import { eq, sql } from "drizzle-orm";
import {
  businessCustomers,
  type BusinessCustomer,
  type NewBusinessCustomer,
} from "./business-customers.schema.ts";
import { presentBusinessCustomer } from "./business-customers.ts";
import { customers } from "./customers.schema.ts";

/**
 * Takes on a customer of the portal. `customer-exists` if the id is taken. The desk knows every customer by
 * an e-mail address; one without gets a name under `.invalid`, to which no mail can go (RFC 2606).
 */
export async function createBusinessCustomer(
  ctx: Ctx,
  input: NewBusinessCustomer,
): Promise<BusinessCustomer> {
  const createdAt = ctx.now.toISOString();
  const id = input.customer_id;
  const account = {
    customerId: id,
    segment: input.segment ?? null,
    language: input.language_preference,
    contactChannel: input.contact_channel,
    noCallBefore: input.no_call_before,
    acceptsSubstitutions: input.accept_auto_substitutions_for_flexible_items,
    location: input.location ?? null,
    createdAt,
  };
  const taken = query.select({ id: customers.id }).from(customers).where(eq(customers.id, id));
  return writeOnce(ctx, {
    operation: "createBusinessCustomer",
    input,
    made: id,
    statements: [
      guard("customer-exists", sql`not exists ${taken}`),
      query.insert(customers).values({
        id,
        name: input.name,
        email: `${id.toLowerCase()}@customers.invalid`,
        createdAt,
      }),
      query.insert(businessCustomers).values(account),
    ],
    answer: presentBusinessCustomer({ name: input.name, account }),
  });
}
