import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { guard } from "../db/guard.ts";
import { newId } from "../db/ids.ts";
import { query } from "../db/query.ts";
import { hashPassword, isWeak } from "../identity/passwords.ts";
import { presentUser, type User } from "../identity/users.schema.ts";
import { usernameKey, users } from "../identity/users.tables.ts";
import { ProblemError } from "../problems.ts";
import { sql } from "drizzle-orm";
import {
  businessCustomers,
  type NewCustomerUser,
  type NewCustomerUserQuery,
} from "./business-customers.schema.ts";

/**
 * Makes a user who orders and claims for a customer. Fields of the body win over query parameters.
 * `not-found`, `weak-password`, `username-taken`, `email-taken`; `validation-failed` without a username.
 */
export async function createCustomerUser(
  ctx: Ctx,
  customerId: string,
  body: NewCustomerUser,
  parameters: NewCustomerUserQuery,
): Promise<User> {
  const username = body.username ?? parameters.username;
  const email = body.email ?? parameters.email;
  if (username === undefined) throw missing("username");
  if (isWeak(body.password, [username, email])) throw new ProblemError("weak-password");
  const now = ctx.now.toISOString();
  const user = {
    id: newId("usr", ctx.now),
    username,
    usernameKey: usernameKey(username),
    email: email ?? null,
    fullName: null,
    phone: null,
    role: "customer" as const,
    customerId,
    isActive: true,
    tokensValidFrom: now,
    createdAt: now,
  };
  const known = query
    .select({ id: businessCustomers.customerId })
    .from(businessCustomers)
    .where(eq(businessCustomers.customerId, customerId));
  const passwordHash = await hashPassword(body.password);
  await ctx.db.write(
    [
      guard("not-found", sql`exists ${known}`),
      query.insert(users).values({ ...user, passwordHash }),
    ],
    { made: user.id },
  );
  return presentUser(user);
}

function missing(field: string): ProblemError {
  const msg = "is needed, in the body or as a query parameter";
  return new ProblemError("validation-failed", {
    detail: `${field}: ${msg}.`,
    errors: [{ loc: ["body", field], msg, type: "missing" }],
  });
}
