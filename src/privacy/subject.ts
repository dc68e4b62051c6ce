import { eq, inArray, or } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { customers } from "../customers/customers.schema.ts";
import { query } from "../db/query.ts";
import { users } from "../identity/users.tables.ts";
import { ProblemError } from "../problems.ts";
import { addressDigest } from "../verification/send-code.ts";
import type { Naming } from "./privacy.schema.ts";

/** Whom a request is about: what was said of them and what their customer record adds, and whose things are theirs. */
export type Subject = {
  emails: string[];
  phones: string[];
  /** Ids of users, or of a visitor of the widget. */
  accounts: string[];
  customers: string[];
  /** How their addresses are known where no address stands. */
  addressDigests: string[];
};

const visitorId = /^vis_[0-9a-z]{36}$/;

/**
 * Who is meant by an e-mail address, a phone number or an account, in one round trip. What the customer's record says
 * belongs to them too, because the business made it; what an account says of itself was never proven, so whoever names
 * an account names no address. Staff accounts are `forbidden`: they are deactivated, and what they wrote is the business's.
 */
export async function findSubject(ctx: Ctx, naming: Naming): Promise<Subject> {
  const { email = "", phone = "", user_id: account = "" } = naming;
  const isOwner = or(eq(customers.email, email), eq(customers.phone, phone));
  const addresses = query.select({ email: customers.email }).from(customers).where(isOwner);
  const [owners, accounts] = await ctx.db.read([
    query
      .select({ id: customers.id, email: customers.email, phone: customers.phone })
      .from(customers)
      .where(isOwner),
    query
      .select({ id: users.id, role: users.role })
      .from(users)
      .where(or(eq(users.id, account), eq(users.email, email), inArray(users.email, addresses))),
  ]);
  if (accounts.some(({ id, role }) => id === account && role === "admin")) {
    const detail = "This is an administrator's account; deactivate it instead.";
    throw new ProblemError("forbidden", { detail });
  }
  const own = accounts.filter(({ role }) => role === "customer").map(({ id }) => id);
  const emails = known([email, ...owners.map((owner) => owner.email)]);
  return {
    emails,
    phones: known([phone, ...owners.map((owner) => owner.phone)]),
    accounts: visitorId.test(account) ? [...own, account] : own,
    customers: owners.map(({ id }) => id),
    addressDigests: await Promise.all(emails.map((each) => addressDigest(ctx, each))),
  };
}

function known(texts: (string | null)[]): string[] {
  return [...new Set(texts.flatMap((text) => text || []))];
}
