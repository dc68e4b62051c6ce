import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { noCost } from "../../src/cost.ts";
import { openDatabase } from "../../src/db/database.ts";
import { query } from "../../src/db/query.ts";
import { auditLog } from "../../src/db/system.tables.ts";
import { readConfig } from "../../src/env.ts";
import { invoices } from "../../src/invoices/invoices.tables.ts";
import { configOf, insertKey, insertUsers } from "../support/people.ts";
import { claimFields, claimForm, tomorrow } from "../support/portal.ts";
import { startSecondDesk } from "../support/second-desk.ts";

let desk: Awaited<ReturnType<typeof startSecondDesk>>;
let buyer: Awaited<ReturnType<typeof desk.logIn>>;
let admins: { id: string; send: typeof desk.send }[];

const PRODUCT = "TEST-SECOND-PERSON";

beforeAll(async () => {
  desk = await startSecondDesk({ CLAIM_SECOND_PERSON_EUROS: "5" });
  buyer = await desk.logIn("unicafe", "customer123");
  const made = await insertUsers(database(), 2, { role: "admin" });
  admins = made.map(({ id, token }) => as(id, token));
  const product = { product_code: PRODUCT, product_name: "Test milk", price: 1.5 };
  await admins[0]?.send("/admin/products/", { body: product });
  const stock = { method: "PUT", body: { quantity: 5_000 } };
  await admins[0]?.send(`/admin/inventory/${PRODUCT}`, stock);
}, 120_000);
afterAll(() => desk.stop());

function database() {
  return openDatabase({ url: desk.databaseUrl, authToken: null }, noCost());
}

function as(id: string, token: string): { id: string; send: typeof desk.send } {
  const Authorization = `Bearer ${token}`;
  return {
    id,
    send: (path, sent = {}) =>
      desk.send(path, { ...sent, headers: { Authorization, ...sent.headers } }),
  };
}

/** A claim about a delivered order of € 60 without VAT. */
async function newClaim(): Promise<string> {
  const [admin] = admins;
  await buyer.send("/customer/cart/items", { body: { product_code: PRODUCT, quantity: 40 } });
  const { body } = await buyer.send("/customer/orders/", { body: { delivery_date: tomorrow() } });
  for (const status of ["picking", "delivering", "delivered"]) {
    await admin?.send(`/admin/orders/${body.order_id}/status`, { method: "PUT", body: { status } });
  }
  const form = claimForm(claimFields(body.order_id));
  const made = await buyer.send("/customer/claims/", { method: "POST", body: form });
  return made.body.claim_id;
}

function approve(who: { send: typeof desk.send } | undefined, claim: string, amount?: number) {
  const body = amount === undefined ? {} : { refund_amount: amount };
  return (who ?? desk).send(`/admin/claims/${claim}/approve`, { method: "POST", body });
}

async function refundsOf(claim: string) {
  const [rows] = await database().read([
    query.select().from(invoices).where(eq(invoices.claimId, claim)),
  ]);
  return rows.map(({ netCents }) => netCents);
}

test("S-50: a refund above the limit is paid when another administrator approves the same amount, and not before", async () => {
  const [anna, bert] = admins;
  const claim = await newClaim();
  const first = await approve(anna, claim, 7.5);
  expect([first.status, first.body.status, first.body.credit_amount]).toEqual([
    202,
    "manual_review",
    null,
  ]);
  expect(first.body.processing.first_approval).toEqual({
    approved_by: `user:${anna?.id}`,
    approved_at: expect.any(String),
    refund_amount: 7.5,
  });
  expect(first.body.messages).toHaveLength(1);
  expect(await refundsOf(claim)).toEqual([]);
  const seen = await buyer.send(`/customer/claims/${claim}`);
  expect(seen.body.processing).not.toHaveProperty("first_approval");

  const alone = await approve(anna, claim, 7.5);
  expect([alone.status, alone.body.code]).toEqual([409, "second-person-required"]);
  const key = await insertKey(database(), ["admin"]);
  const byKey = await approve(as(key.id, key.secret), claim, 7.5);
  expect([byKey.status, byKey.body.code]).toEqual([409, "second-person-required"]);

  const other = await approve(bert, claim, 6);
  expect([other.status, other.body.processing.first_approval.refund_amount]).toEqual([202, 6]);
  const second = await approve(anna, claim, 6);
  expect([second.status, second.body.status, second.body.credit_amount]).toEqual([
    200,
    "approved",
    6,
  ]);
  expect(second.body.handled_by).toBe(`user:${anna?.id}`);
  expect(await refundsOf(claim)).toEqual([600]);
  const late = await approve(bert, claim, 6);
  expect([late.status, late.body.code]).toEqual([409, "claim-decided"]);
  const [rows] = await database().read([
    query.select().from(auditLog).where(eq(auditLog.target, claim)).orderBy(auditLog.seq),
  ]);
  expect(rows.map(({ operation, actor }) => [operation, actor])).toEqual([
    ["createClaim", expect.stringMatching(/^user:/)],
    ["approveClaim", `user:${anna?.id}`],
    ["approveClaim", `user:${bert?.id}`],
    ["approveClaim", `user:${anna?.id}`],
  ]);
});

test("S-50: up to the limit one is enough, a first approval can still be rejected, and no more than was charged is approved", async () => {
  const [anna, bert] = admins;
  const small = await newClaim();
  expect((await approve(anna, small, 5)).status).toBe(200);
  const rejected = await newClaim();
  expect((await approve(anna, rejected, 1_000)).body.code).toBe("refund-over-limit");
  expect((await approve(anna, rejected, 20)).status).toBe(202);
  const body = { reason: "No." };
  expect((await bert?.send(`/admin/claims/${rejected}/reject`, { body }))?.status).toBe(200);
  expect((await approve(bert, rejected, 20)).body.code).toBe("claim-decided");
  expect(await refundsOf(rejected)).toEqual([]);
});

test("S-50: twenty approvals of two administrators at once pay nothing twice, and nothing by one of them alone", async () => {
  const [anna, bert] = admins;
  for (const amount of [7, 8]) {
    const claim = await newClaim();
    const alone = await Promise.all(Array.from({ length: 20 }, () => approve(anna, claim, amount)));
    expect(alone.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(alone.filter(({ status }) => status === 409)).toHaveLength(19);
    expect(await refundsOf(claim)).toEqual([]);
    const both = await Promise.all(
      Array.from({ length: 20 }, (_, i) => approve(i % 2 === 0 ? anna : bert, claim, amount)),
    );
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(both.filter(({ status }) => status === 409)).toHaveLength(19);
    expect(await refundsOf(claim)).toEqual([amount * 100]);
  }
  const fresh = await newClaim();
  const raced = await Promise.all(
    Array.from({ length: 20 }, (_, i) => approve(i % 2 === 0 ? anna : bert, fresh, 9)),
  );
  const paid = raced.filter(({ status }) => status === 200).length;
  expect([raced.filter(({ status }) => status === 202).length, paid <= 1]).toEqual([1, true]);
  expect(await refundsOf(fresh)).toHaveLength(paid);
});

test("S-50: left empty or at 0 it means never, and a model never approves alone what takes two", () => {
  const read = (more: object) => readConfig({ ...variables, ...more }).portal;
  const { authSecret: AUTH_SECRET } = configOf("http://127.0.0.1:1");
  const variables = { ENVIRONMENT: "test", DATABASE_URL: "http://127.0.0.1:1", AUTH_SECRET };
  for (const off of [{}, { CLAIM_SECOND_PERSON_EUROS: "" }, { CLAIM_SECOND_PERSON_EUROS: "0" }]) {
    expect(read(off)).toMatchObject({ secondPersonCents: Infinity, autoApprovalCents: 5_000 });
  }
  expect(read({ CLAIM_SECOND_PERSON_EUROS: "20" })).toMatchObject({
    secondPersonCents: 2_000,
    autoApprovalCents: 2_000,
  });
  expect(() => read({ CLAIM_SECOND_PERSON_EUROS: "some" })).toThrow("CLAIM_SECOND_PERSON_EUROS");
});
