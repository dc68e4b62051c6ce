import { and, eq, gt, lt, sql } from "drizzle-orm";
import { bookings } from "../bookings/bookings.schema.ts";
import type { Ctx } from "../context.ts";
import { customers } from "../customers/customers.schema.ts";
import { query } from "../db/query.ts";
import { customerIdOf, principalOf } from "../identity/actor.ts";
import { authenticateUser } from "../identity/authenticate.ts";
import { admit } from "../limits/admit.ts";
import { ProblemError } from "../problems.ts";
import { issueCustomerToken, readCustomerToken, type VerifiedCustomer } from "./customer-token.ts";
import { addressDigest, codeDigest } from "./send-code.ts";
import { verificationCodes } from "./verification.tables.ts";

const TRIES = 3;

export type Proof =
  | { kind: "code"; email: string; code: string }
  | { kind: "booking"; email: string; bookingNumber: string }
  | { kind: "portal"; token: string };

/**
 * A token for whoever proves to be a customer: by a code from their e-mail, by a booking number together with
 * the e-mail address, or by their token of the portal. `verification-failed` whatever was wrong; ten attempts in
 * 15 minutes for an e-mail address, then `rate-limited`.
 */
export async function verifyCustomer(ctx: Ctx, proof: Proof) {
  const customer = await customerBy(ctx, proof);
  if (!customer) throw new ProblemError("verification-failed");
  ctx.about.customerEmail = customer.email;
  return issueCustomerToken(ctx, customer);
}

async function customerBy(ctx: Ctx, proof: Proof): Promise<VerifiedCustomer | null> {
  if (proof.kind === "portal") return customerOfPortalToken(ctx, proof.token);
  await admit(ctx, "verify", proof.email, true);
  if (proof.kind === "booking") return customerOfBooking(ctx, proof);
  return (await useCode(ctx, proof)) ? customerAt(ctx, eq(customers.email, proof.email)) : null;
}

/** Counts the try before it compares, so that no number of parallel guesses has more than three. */
async function useCode(ctx: Ctx, { email, code }: { email: string; code: string }) {
  const address = await addressDigest(ctx, email);
  const codeHash = await codeDigest(ctx, email, code);
  const isThis = eq(verificationCodes.address, address);
  const [, used] = await ctx.db.write([
    query
      .update(verificationCodes)
      .set({ tries: sql`${verificationCodes.tries} + 1` })
      .where(and(isThis, lt(verificationCodes.tries, TRIES))),
    query
      .delete(verificationCodes)
      .where(
        and(
          isThis,
          eq(verificationCodes.codeHash, codeHash),
          gt(verificationCodes.expiresAt, ctx.now.toISOString()),
          sql`changes() = 1`,
        ),
      )
      .returning({ address: verificationCodes.address }),
  ]);
  return used.length === 1;
}

async function customerOfBooking(ctx: Ctx, proof: { email: string; bookingNumber: string }) {
  const [[found]] = await ctx.db.read([
    query
      .select({ customerId: customers.id, email: customers.email })
      .from(bookings)
      .innerJoin(customers, eq(customers.id, bookings.customerId))
      .where(
        and(
          eq(bookings.reference, proof.bookingNumber.toUpperCase()),
          eq(customers.email, proof.email),
        ),
      ),
  ]);
  return found ?? null;
}

async function customerOfPortalToken(ctx: Ctx, token: string) {
  const user = await authenticateUser(ctx, token);
  const customerId = user && customerIdOf(user);
  return customerId === null ? null : customerAt(ctx, eq(customers.id, customerId));
}

async function customerAt(ctx: Ctx, where: ReturnType<typeof eq>) {
  const [[found]] = await ctx.db.read([
    query.select({ customerId: customers.id, email: customers.email }).from(customers).where(where),
  ]);
  return found ?? null;
}

/** The customer for whom an agent calls: their own login's, or the token's. `verification-required`. */
export async function verifiedCustomer(ctx: Ctx, token: string | undefined): Promise<string> {
  const own = customerIdOf(ctx.actor);
  if (own !== null) return own;
  const customer = token === undefined ? null : await readCustomerToken(ctx, token);
  if (!customer) throw new ProblemError("verification-required");
  ctx.about.customerEmail = customer.email;
  return customer.customerId;
}

/** The same request as the customer's own: they see their things and nobody else's. */
export async function asCustomer<T>(
  ctx: Ctx,
  token: string | undefined,
  act: (own: Ctx, customerId: string) => Promise<T>,
): Promise<T> {
  const id = await verifiedCustomer(ctx, token);
  const own: Ctx = { ...ctx, actor: { kind: "customer", id } };
  if (ctx.db.change && ctx.actor.kind === "visitor") ctx.db.change.actor = principalOf(own.actor);
  const answer = await act(own, id);
  ctx.replayed = own.replayed;
  return answer;
}
