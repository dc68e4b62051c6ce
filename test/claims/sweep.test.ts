import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { claimAttachments, claims } from "../../src/claims/claims.tables.ts";
import { newId } from "../../src/db/ids.ts";
import { portalId } from "../../src/db/portal-id.ts";
import { query } from "../../src/db/query.ts";
import { orders } from "../../src/orders/orders.tables.ts";
import { control, database, newUser } from "../support/desk.ts";
import {
  deliveredOrder,
  move,
  newBuyer,
  newProduct,
  order,
  type Buyer,
} from "../support/portal.ts";

const HOUR_MS = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS);

async function examinedClaim(buyer: Buyer, orderId: string, since: Date): Promise<string> {
  const id = portalId("CLM");
  const at = since.toISOString();
  await database.write([
    query.insert(claims).values({
      id,
      orderId,
      customerId: buyer.customerId,
      type: "WRONG_ITEM",
      status: "ai_processing",
      description: "Not what we ordered.",
      proposedCents: 100,
      createdAt: at,
      updatedAt: at,
    }),
  ]);
  return id;
}

test("deadlines whose clock was lost are kept the next night; those that are not over stay", async () => {
  const [admin, buyer] = [await newUser("admin"), await newBuyer()];
  const { orderId } = await deliveredOrder(admin, buyer);
  const waiting = [];
  for (const quantity of [3, 1]) {
    const { body } = await order(buyer, [[await newProduct(1), quantity]]);
    await move(admin, body.order_id, "waiting_for_customer_action");
    waiting.push(String(body.order_id));
  }
  const { body: patient } = await order(buyer, [[await newProduct(1), 3]]);
  await move(admin, patient.order_id, "waiting_for_customer_action");
  for (const id of waiting) {
    await database.write([
      query
        .update(orders)
        .set({ answerBy: ago(1).toISOString() })
        .where(eq(orders.id, id)),
    ]);
  }
  const stuck = await examinedClaim(buyer, orderId, ago(1));
  await control.runDailyCleanUp();

  const statusOf = async (id: string) => (await buyer.send(`/customer/orders/${id}`)).body;
  expect((await statusOf(waiting[0] ?? "")).status).toBe("under_risk");
  expect((await statusOf(waiting[1] ?? "")).status).toBe("placed");
  expect((await statusOf(patient.order_id)).status).toBe("waiting_for_customer_action");
  const { body: claim } = await buyer.send(`/customer/claims/${stuck}`);
  expect(claim).toMatchObject({
    status: "manual_review",
    processing: { requires_manual_review: true },
    messages: [{ sender: "ai" }],
  });
  await control.runDailyCleanUp();
  expect((await buyer.send(`/customer/claims/${stuck}`)).body.messages).toHaveLength(1);
  expect((await statusOf(waiting[0] ?? "")).messages).toHaveLength(2);
});

test("files that belong to no claim are removed after a day; those of claims, and the newest, stay", async () => {
  const [admin, buyer] = [await newUser("admin"), await newBuyer()];
  const { orderId } = await deliveredOrder(admin, buyer);
  const claimId = await examinedClaim(buyer, orderId, new Date());
  const named = (hours: number) => `claims/${newId("file", ago(hours))}`;
  const [stray, another, kept, young] = [named(30), named(100), named(40), named(1)];
  for (const name of [stray, another, kept, young]) await control.putFile(name);
  await database.write([
    query.insert(claimAttachments).values({
      claimId,
      fileKey: kept,
      type: "IMAGE",
      mediaType: "image/png",
      bytes: 1,
      createdAt: ago(40).toISOString(),
    }),
  ]);
  await control.runDailyCleanUp();
  const names = await control.fileNames();
  expect(names).toEqual(expect.arrayContaining([kept, young]));
  expect(names).not.toContain(stray);
  expect(names).not.toContain(another);
  expect((await buyer.send(`/customer/claims/${claimId}`)).body.status).toBe("ai_processing");
});
