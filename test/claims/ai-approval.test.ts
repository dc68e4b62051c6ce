import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { noCost } from "../../src/cost.ts";
import { openDatabase } from "../../src/db/database.ts";
import { query } from "../../src/db/query.ts";
import { auditLog } from "../../src/db/system.tables.ts";
import { claims } from "../../src/claims/claims.tables.ts";
import { portalMessages } from "../../src/orders/orders.tables.ts";
import { invoices } from "../../src/invoices/invoices.tables.ts";
import { png } from "../support/pictures.ts";
import { claimFields, claimForm, tomorrow, type Photo } from "../support/portal.ts";
import {
  fails,
  hangs,
  refuses,
  says,
  startProvider,
  talksNonsense,
  type Behaviour,
  type Provider,
} from "../support/responses-api.ts";
import { startSecondDesk } from "../support/second-desk.ts";

type Desk = Awaited<ReturnType<typeof startSecondDesk>>;
type User = Awaited<ReturnType<Desk["logIn"]>>;

const MINUTE_MS = 60_000;
const PRODUCT = "AI-1";

let provider: Provider;
let desk: Desk;
let admin: User;
let buyer: User;

const opinion = (confidence: number, decision = "approved", summary = "The cartons are torn.") =>
  says(JSON.stringify({ decision, summary, confidence }));
const late: Behaviour = async (response) => {
  await sleep(4_000);
  opinion(0.99)(response);
};

/** What the engine does with a claim is named by the claim's words. */
const engine: Record<string, Behaviour> = {
  "sure and small": opinion(0.85),
  "not quite sure": opinion(0.849),
  "sure and dear": opinion(1),
  "a clear no": opinion(0.99, "rejected", "The photo shows a cat."),
  "not for me": opinion(0.99, "manual_review_needed"),
  "out of range": opinion(17, "paid in full"),
  "one word": says("approved"),
  refusal: refuses(),
  nonsense: talksNonsense(),
  error: fails(500),
  silence: hangs(),
  "too late": late,
};

beforeAll(async () => {
  provider = await startProvider((response) => {
    const asked = JSON.stringify(provider.requests.at(-1));
    const named = Object.entries(engine).find(([name]) => asked.includes(`Case: ${name}.`));
    named?.[1](response);
  });
  desk = await startSecondDesk({
    OPENAI_API_KEY: "test",
    OPENAI_BASE_URL: provider.baseUrl,
    CLAIM_AUTO_APPROVAL_EUROS: "5",
  });
  admin = await desk.logIn("admin", "admin123");
  buyer = await desk.logIn("unicafe", "customer123");
  const product = { product_code: PRODUCT, product_name: "Test milk", price: 1.5 };
  await admin.send("/admin/products/", { body: product });
  await admin.send(`/admin/inventory/${PRODUCT}`, { method: "PUT", body: { quantity: 5_000 } });
}, 120_000);

afterAll(async () => {
  provider.close();
  await desk.stop();
});

/** An order of 40, delivered: a claim about all of it proposes € 6, one about the whole less. */
async function deliveredOrder(quantity: number): Promise<string> {
  await buyer.send("/customer/cart/items", { body: { product_code: PRODUCT, quantity } });
  const { body } = await buyer.send("/customer/orders/", { body: { delivery_date: tomorrow() } });
  for (const status of ["picking", "delivering", "delivered"]) {
    await admin.send(`/admin/orders/${body.order_id}/status`, { method: "PUT", body: { status } });
  }
  return body.order_id;
}

type Sent = { quantity?: number; photos?: Photo[]; headers?: Record<string, string> };

async function claim(name: string, { quantity = 20, photos, headers = {} }: Sent = {}) {
  const fields = claimFields(await deliveredOrder(quantity), { description: `Case: ${name}.` });
  const body = claimForm(fields, photos ?? [{ bytes: png() }]);
  return (await buyer.send("/customer/claims/", { method: "POST", body, headers })).body;
}

/** A claim once the engine is no longer waited for. Looked at in the database, which has no limits. */
async function decided(id: string) {
  const status = async () => (await rowOf(id))?.status;
  await expect.poll(status, { timeout: 60_000, interval: 200 }).not.toBe("ai_processing");
  await expect.poll(async () => (await messagesOf(id)).length, { timeout: 10_000 }).toBe(1);
  return (await buyer.send(`/customer/claims/${id}`)).body;
}

async function rowOf(id: string) {
  const [[row]] = await database().read([query.select().from(claims).where(eq(claims.id, id))]);
  return row;
}

async function messagesOf(id: string) {
  const [rows] = await database().read([
    query.select().from(portalMessages).where(eq(portalMessages.claimId, id)),
  ]);
  return rows;
}

async function refundsOf(id: string) {
  const [rows] = await database().read([
    query.select().from(invoices).where(eq(invoices.claimId, id)),
  ]);
  return rows;
}

function database() {
  return openDatabase({ url: desk.databaseUrl, authToken: null }, noCost());
}

test("an opinion that is sure, about a refund under the cap, pays once and says why", async () => {
  const made = await claim("sure and small");
  expect(made.status).toBe("ai_processing");
  const done = await decided(made.claim_id);
  expect(done).toMatchObject({
    status: "approved",
    handled_by: "AI_AGENT",
    credit_amount: 3,
    model_confidence_score: 0.85,
    processing: { ai_processed: true, requires_manual_review: false, reviewed_by: "AI_AGENT" },
    messages: [{ sender: "ai", content: "Your claim has been approved. We refund € 3.00." }],
  });
  expect(JSON.parse(done.processing.ai_result)).toEqual({
    decision: "approved",
    summary: "The cartons are torn.",
    confidence: 0.85,
    engine: "openai",
  });
  expect(await refundsOf(made.claim_id)).toMatchObject([{ type: "refund", netCents: 300 }]);
  const [changes] = await database().read([
    query.select().from(auditLog).where(eq(auditLog.target, made.claim_id)).orderBy(auditLog.seq),
  ]);
  expect(changes.map(({ operation, actor }) => [operation, actor])).toEqual([
    ["createClaim", `user:${buyer.id}`],
    ["approveClaim", "system"],
  ]);
  const again = await admin.send(`/admin/claims/${made.claim_id}/approve`, { method: "POST" });
  expect([again.status, again.body.code]).toEqual([409, "claim-decided"]);
  expect(await refundsOf(made.claim_id)).toHaveLength(1);
});

test("whatever else the engine says or does, a person decides, and sees what it said", async () => {
  const doubtful: [string, Sent, object][] = [
    ["not quite sure", {}, { ai_confidence: 0.849 }],
    ["sure and dear", { quantity: 40 }, { ai_confidence: 1 }],
    ["a clear no", {}, { ai_result: expect.stringContaining("a cat") }],
    ["not for me", {}, { ai_processed: true }],
    ["out of range", {}, { ai_processed: false }],
    ["one word", {}, { ai_processed: false }],
    ["refusal", {}, { ai_processed: false }],
    ["nonsense", {}, { ai_processed: false }],
    ["error", {}, { ai_processed: false }],
    ["silence", {}, { ai_processed: false }],
  ];
  const made = [];
  for (const [name, sent] of doubtful) made.push(await claim(name, sent));
  expect(made.map(({ status }) => status)).toEqual(doubtful.map(() => "ai_processing"));
  for (const [i, [name, , processing]] of doubtful.entries()) {
    const { claim_id: id } = made[i];
    const done = await decided(id);
    expect([name, done]).toMatchObject([
      name,
      {
        status: "manual_review",
        rejection_reason: null,
        handled_by: null,
        processing: { requires_manual_review: true, reviewed_by: null, ...processing },
        messages: [{ sender: "ai" }],
      },
    ]);
    expect([name, await refundsOf(id)]).toEqual([name, []]);
  }
  const { body: queue } = await admin.send("/admin/claims/manual-review");
  const waiting = queue.map((one: any) => one.claim_id);
  expect(waiting).toEqual(expect.arrayContaining(made.map((one) => one.claim_id)));
}, 180_000);

test("without a picture, or with files it cannot see, the engine does not decide", async () => {
  const before = provider.requests.length;
  expect((await claim("sure and small", { photos: [] })).status).toBe("manual_review");
  expect(provider.requests).toHaveLength(before);
  const many = Array.from({ length: 5 }, () => ({ bytes: png() }));
  const made = await claim("sure and small", { photos: many });
  expect(await decided(made.claim_id)).toMatchObject({
    status: "manual_review",
    model_confidence_score: 0.85,
  });
});

test("after five minutes the alarm hands the claim to a person, and an opinion that comes then decides nothing", async () => {
  const asked = provider.requests.length;
  const headers = { "X-Test-Now": new Date(Date.now() - 5 * MINUTE_MS + 1_000).toISOString() };
  const made = await claim("too late", { headers });
  const done = await decided(made.claim_id);
  expect(done).toMatchObject({ status: "manual_review", processing: { ai_processed: false } });
  expect(provider.requests).toHaveLength(asked + 1);
  await expect
    .poll(
      async () => {
        const row = await rowOf(made.claim_id);
        return [row?.status, row?.opinionConfidence];
      },
      { timeout: 30_000, interval: 200 },
    )
    .toEqual(["manual_review", 0.99]);
  expect(await messagesOf(made.claim_id)).toHaveLength(1);
  expect(await refundsOf(made.claim_id)).toEqual([]);
  const approved = await admin.send(`/admin/claims/${made.claim_id}/approve`, { method: "POST" });
  expect(approved.body).toMatchObject({
    status: "approved",
    handled_by: expect.stringMatching(/^user:/),
  });
  expect(await refundsOf(made.claim_id)).toHaveLength(1);
});
