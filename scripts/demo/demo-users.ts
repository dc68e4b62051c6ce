import { newId } from "../../src/db/ids.ts";
import { hashPassword } from "../../src/identity/passwords.ts";
import { usernameKey, type users } from "../../src/identity/users.tables.ts";

/** Users that exist only in the demo. Their passwords are public and shorter than a real one may be. */
export const demoUsers = [
  { username: "admin", password: "admin123", email: "admin@example.com", role: "admin" },
  { username: "demo", password: "demo123", email: "demo@example.com", role: "customer" },
  {
    username: "customer1",
    password: "customer123",
    email: "customer1@example.com",
    role: "customer",
  },
  {
    username: "unicafe",
    password: "customer123",
    email: "unicafe@helsinki.fi",
    role: "customer",
    customerId: "CUST-001",
  },
  {
    username: "kampus",
    password: "customer123",
    email: "kampus@example.com",
    role: "customer",
    customerId: "CUST-002",
  },
] as const;

export function demoUserRows(now: Date): Promise<(typeof users.$inferInsert)[]> {
  return Promise.all(
    demoUsers.map(async ({ username, password, email, role, ...rest }) => ({
      ...rest,
      id: newId("usr", now),
      username,
      usernameKey: usernameKey(username),
      email,
      passwordHash: await hashPassword(password),
      role,
      tokensValidFrom: now.toISOString(),
      createdAt: now.toISOString(),
    })),
  );
}
