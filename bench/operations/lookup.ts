import { randomUUID } from "node:crypto";
import { bookings } from "../../src/bookings/bookings.schema.ts";
import { customers } from "../../src/customers/customers.schema.ts";
import { query } from "../../src/db/query.ts";
import { inParallel, type Call } from "../drive.ts";
import type { Lab } from "../lab.ts";
import type { Amounts, Operation } from "../measure.ts";
import { inParts, inTurn, newKeys } from "../people.ts";

const KEYS = 16;
const KNOWN = 200;
const BOOKINGS = 3;

/** An agent looks up customers whose profiles are in KV. */
export function lookupHit(amounts: Amounts): Operation {
  return {
    name: "lookup-hit",
    title: "Customer lookup, cached",
    unit: "request",
    events: "requests",
    amounts,
    connections: 8,
    async prepare({ lab, client }) {
      const next = await lookups(lab, KNOWN);
      await inParallel(KNOWN, 4, lab.signal, () => client.send(next()));
      return {
        run: (many, connections) =>
          inParallel(many, connections, lab.signal, () => client.send(next())),
      };
    },
  };
}

/** An agent looks up customers, none of them twice. */
export function lookupMiss(amounts: Amounts): Operation {
  return {
    name: "lookup-miss",
    title: "Customer lookup, not cached",
    unit: "request",
    events: "requests",
    amounts,
    connections: 8,
    async prepare({ lab, client, amount }) {
      const next = await lookups(lab, amount);
      return {
        run: (many, connections) =>
          inParallel(many, connections, lab.signal, () => client.send(next())),
      };
    },
  };
}

/** Makes customers with three bookings each, and the calls that look them up. */
async function lookups(lab: Lab, amount: number): Promise<() => Call> {
  const createdAt = new Date().toISOString();
  const made = Array.from({ length: amount }, () => {
    const id = randomUUID();
    return { id, name: "Anna Svensson", email: `${id}@example.org`, createdAt };
  });
  await inParts(made, (part) => lab.database.write([query.insert(customers).values(part)]));
  const moves = made.flatMap(({ id }) => Array.from({ length: BOOKINGS }, (_, i) => move(id, i)));
  await inParts(moves, (part) => lab.database.write([query.insert(bookings).values(part)]));
  const key = inTurn(await newKeys(lab, KEYS, "gpt"));
  return inTurn(
    made.map(({ email }) => ({
      path: "/gpt-rag/customer-lookup",
      headers: key(),
      body: { email },
    })),
  );
}

function move(customerId: string, i: number): typeof bookings.$inferInsert {
  return {
    id: randomUUID(),
    reference: `BK-${randomUUID()}`,
    customerId,
    day: `202${3 + i}-05-1${i}`,
    services: ["flytt", "packning"],
    totalOre: 850_000,
    status: "completed",
    fromAddress: "Storgatan 1, Stockholm",
    toAddress: "Lillgatan 2, Uppsala",
    volumeLitres: 25_000,
    createdAt: new Date().toISOString(),
  };
}
