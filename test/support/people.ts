import { randomBytes, randomUUID } from "node:crypto";
import { products } from "../../src/catalog/products.schema.ts";
import { countStock } from "../../src/catalog/stock-moves.ts";
import { businessCustomers } from "../../src/customers/business-customers.schema.ts";
import { customers } from "../../src/customers/customers.schema.ts";
import type { Database } from "../../src/db/database.ts";
import { sha256 } from "../../src/db/digest.ts";
import { query } from "../../src/db/query.ts";
import { DEVELOPMENT_SECRET, readConfig } from "../../src/env.ts";
import { machineKeys, type Scope } from "../../src/identity/machine-keys.schema.ts";
import { issueToken } from "../../src/identity/tokens.ts";
import { usernameKey, users, type Role } from "../../src/identity/users.tables.ts";

/** How the desks of the tests are configured, as far as tokens and stock need it. */
export function configOf(databaseUrl: string) {
  return readConfig({
    ENVIRONMENT: "test",
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: DEVELOPMENT_SECRET,
  });
}

const config = configOf("http://127.0.0.1:1");

/** Users with their tokens of `now`, made without the work of hashing passwords; each of a customer of its own if asked. */
export async function insertUsers(
  database: Database,
  count: number,
  {
    role = "customer",
    isBuyer = false,
    passwordHash = "scrypt$none",
    now = new Date(),
  }: { role?: Role; isBuyer?: boolean; passwordHash?: string; now?: Date } = {},
) {
  const createdAt = now.toISOString();
  const made = Array.from({ length: count }, () => {
    const [id, name] = [randomBytes(8).toString("hex"), randomBytes(8).toString("hex")];
    return { id: `usr_${id}`, username: `u${name}`, role, customerId: isBuyer ? id : null };
  });
  const accounts = query.insert(users).values(
    made.map((user) => ({
      ...user,
      usernameKey: usernameKey(user.username),
      passwordHash,
      tokensValidFrom: createdAt,
      createdAt,
    })),
  );
  const firms = made.flatMap(({ customerId }) => customerId ?? []);
  await database.write(isBuyer ? [...customersOf(firms, createdAt), accounts] : [accounts]);
  return Promise.all(
    made.map(async (user) => {
      const { access_token } = await issueToken({ now, config }, user);
      return { ...user, token: access_token };
    }),
  );
}

/** One user, as insertUsers() makes them. */
export async function insertUser(
  database: Database,
  options: Parameters<typeof insertUsers>[2] = {},
) {
  const [user] = await insertUsers(database, 1, options);
  if (!user) throw new Error("No user.");
  return user;
}

function customersOf(ids: string[], createdAt: string) {
  return [
    query.insert(customers).values(
      ids.map((id) => ({
        id,
        name: `Café ${id}`,
        email: `${randomUUID()}@example.org`,
        createdAt,
      })),
    ),
    query.insert(businessCustomers).values(ids.map((customerId) => ({ customerId, createdAt }))),
  ] as const;
}

/** A product with stock of its own. */
export async function insertProduct(
  database: Database,
  code: string,
  quantity: number,
  values: Partial<typeof products.$inferInsert> = {},
): Promise<void> {
  const now = new Date();
  const at = now.toISOString();
  const writing = { now, actor: { kind: "system" as const }, config };
  await database.write([
    query.insert(products).values({
      ...{ product_code: code, product_name: `Product ${code}` },
      ...{ price_cents: 150, vat_basis_points: 1350, created_at: at, updated_at: at },
      ...values,
    }),
    countStock(writing, code, quantity, "receipt"),
  ]);
}

/** A machine key with its secret. */
export async function insertKey(database: Database, scopes: Scope[]) {
  const secret = `edk_${randomBytes(32).toString("base64url")}`;
  const id = `key_${randomUUID()}`;
  await database.write([
    query.insert(machineKeys).values({
      id,
      name: "test",
      hint: secret.slice(0, 8),
      hash: await sha256(secret),
      scopes,
      createdAt: new Date().toISOString(),
    }),
  ]);
  return { id, secret };
}
