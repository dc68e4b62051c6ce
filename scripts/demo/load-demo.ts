import { eq } from "drizzle-orm";
import { bookings } from "../../src/bookings/bookings.schema.ts";
import { noCost } from "../../src/cost.ts";
import { customers } from "../../src/customers/customers.schema.ts";
import { openDatabase } from "../../src/db/database.ts";
import { sha256 } from "../../src/db/digest.ts";
import { query } from "../../src/db/query.ts";
import { localDay } from "../../src/db/time.ts";
import { DEMO_KEY_PREFIX, machineKeys } from "../../src/identity/machine-keys.schema.ts";
import type { Connection } from "../support/database.ts";
import { users } from "../../src/identity/users.tables.ts";
import { Explained } from "../support/explained.ts";
import { demoHistory } from "./agent-history.ts";
import { demoChats } from "./chats.ts";
import { demoLeads } from "./demo-leads.ts";
import { demoKeys } from "./demo-keys.ts";
import { demoUserRows } from "./demo-users.ts";
import { demoKnowledge } from "./knowledge.ts";
import { demoLogs } from "./logs.ts";
import { demoPortal } from "./portal-history.ts";
import { demoBookings, demoCustomers } from "./moves.ts";

/** Loads the demo in one transaction if the database has no customers; says whether it did. */
export async function loadDemo(connection: Connection, now: Date): Promise<boolean> {
  if (process.env["ENVIRONMENT"] === "production") {
    throw new Explained("The demo has public keys and passwords; it does not load in production.");
  }
  const database = openDatabase(connection, noCost());
  const [known] = await database.read([
    query.select({ id: customers.id }).from(customers).limit(1),
  ]);
  if (known.length > 0) return false;
  const userRows = await demoUserRows(now);
  const admin = userRows.find(({ role }) => role === "admin");
  const guests = userRows.filter(({ role }) => role === "customer");
  const demo = userRows.find(({ username }) => username === "demo");
  await database.write([
    query.insert(machineKeys).values(await demoKeyRows(now)),
    query.insert(customers).values(demoCustomers),
    query.insert(bookings).values(demoBookings(localDay(now, "Europe/Stockholm"))),
    ...demoHistory(now),
    ...demoPortal(now),
    query.insert(users).values(userRows),
    // The user customer1 is Karin, so that the assistant has bookings to show.
    query
      .update(users)
      .set({ customerId: "cus_demo_karin" })
      .where(eq(users.username, "customer1")),
    ...(admin ? demoChats(guests, admin, now) : []),
    ...demoKnowledge(now),
    ...(demo ? demoLogs(demo.id, now) : []),
    ...demoLeads(now),
  ]);
  return true;
}

function demoKeyRows(now: Date) {
  return Promise.all(
    demoKeys.map(async ({ key, name, scopes }, i) => ({
      id: `${DEMO_KEY_PREFIX}${i}`,
      name,
      hint: key.slice(0, 12),
      hash: await sha256(key),
      scopes: [...scopes],
      createdAt: now.toISOString(),
    })),
  );
}
