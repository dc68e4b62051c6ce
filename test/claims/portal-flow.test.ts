import { eq, inArray } from "drizzle-orm";
import { expect, test } from "vitest";
import { claims } from "../../src/claims/claims.tables.ts";
import { query } from "../../src/db/query.ts";
import { auditLog } from "../../src/db/system.tables.ts";
import { invoices } from "../../src/invoices/invoices.tables.ts";
import { control, database, newUser, send } from "../support/desk.ts";
import { gif, jpeg, mp4, png, webp } from "../support/pictures.ts";
import {
  claimFields,
  claimForm as form,
  deliveredOrder as delivered,
  move,
  newBuyer,
  newProduct,
  order,
  stockOf,
  type Buyer,
  type Photo,
} from "../support/portal.ts";
import { lane } from "../support/lane.ts";

const owed = async (buyer: Buyer) => {
  const { body } = await buyer.send("/customer/payments/invoices");
  return Math.round(body.reduce((sum: number, one: any) => sum + one.gross_amount, 0) * 100);
};

test("from an order at night to the refund: placed, short, asked, replaced, delivered, claimed with photos, settled", async () => {
  const [admin, buyer, stranger] = [await newUser("admin"), await newBuyer(), await newBuyer()];
  const [milk, oat] = [await newProduct(4), await newProduct(50, { price_cents: 200 })];
  const { body: placed } = await order(buyer, [[milk, 20, oat]]);
  expect(placed).toMatchObject({ status: "under_risk", customer_id: buyer.customerId });
  expect(placed.order_lines[0]).toMatchObject({
    ordered_qty: 20,
    reserved_qty: 4,
    shortage_flag: true,
    shortage_ratio: 0.8,
  });
  expect(placed.tracking_history.map((entry: any) => entry.status)).toEqual([
    "placed",
    "under_risk",
  ]);
  const path = `/customer/orders/${placed.order_id}`;

  const waiting = await move(admin, placed.order_id, "WAITING_FOR_CUSTOMER_ACTION");
  expect(waiting.body).toMatchObject({ answer_by: expect.any(String) });
  expect((await buyer.send("/customer/dashboard/actions-needed")).body).toHaveLength(1);
  const asked = await buyer.send(`${path}/messages`);
  expect(asked.body[0]).toMatchObject({ sender: "admin", order_id: placed.order_id });
  expect(asked.body[0].content).toContain(milk);
  await buyer.send(`${path}/messages`, { body: { content: "Oat is fine" } });

  const strangers = await Promise.all([
    stranger.send(path),
    stranger.send(`${path}/messages`),
    stranger.send(`${path}/messages`, { body: { content: "hello" } }),
    stranger.send(`${path}/answer`, { body: { decision: "accept" } }),
    stranger.send(`${path}/cancel`, { method: "PUT" }),
    stranger.send(`${path}/again`, { method: "POST" }),
  ]);
  expect(strangers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);

  const answered = await buyer.send(`${path}/answer`, { body: { decision: "substitute" } });
  expect(answered.body).toMatchObject({ status: "placed", answer_by: null });
  expect(answered.body.order_lines[0]).toMatchObject({
    product_code: oat,
    line_status: "REPLACED",
    reserved_qty: 20,
    unit_price: 2,
    order_changes: [{ original_product_code: milk, price_difference: 10 }],
  });
  expect(await owed(buyer)).toBe(4000 + 540);

  for (const status of ["picking", "delivering", "delivered"]) {
    expect((await move(admin, placed.order_id, status)).body.status).toBe(status);
  }
  const { body: there } = await buyer.send(path);
  expect(there.order_lines[0]).toMatchObject({ delivered_qty: 20, shortage_flag: false });
  const { body: stock } = await admin.send(`/admin/inventory/${oat}`);
  expect(stock).toMatchObject({ quantity: 30, reserved_quantity: 0, available_quantity: 30 });
  expect((await admin.send(`/admin/inventory/${milk}`)).body.reserved_quantity).toBe(0);

  const photos = [
    { bytes: png(), name: "carton.png" },
    { bytes: jpeg(), name: "leak.JPG", type: "image/jpeg" },
  ];
  const foreign = await stranger.send("/customer/claims/", {
    method: "POST",
    body: form(claimFields(placed.order_id), photos),
  });
  expect(foreign.status).toBe(404);
  const made = await buyer.send("/customer/claims/", {
    method: "POST",
    body: form(claimFields(placed.order_id), photos),
  });
  expect(made.body).toMatchObject({ status: "manual_review", claim_type: "DAMAGED_ITEM" });
  const claimId = made.body.claim_id;
  const [carton, leak] = made.body.claim_attachments;
  expect([carton.file_type, leak.file_type]).toEqual(["IMAGE", "IMAGE"]);

  const seen = await fetch(lane.deskUrl + carton.file_path);
  expect(Object.fromEntries(seen.headers)).toMatchObject({
    "content-type": "image/png",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
  });
  expect(seen.headers.get("content-disposition")).toMatch(/^attachment/);
  const bytes = Buffer.from(await seen.arrayBuffer());
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  expect(bytes.includes("SECRET")).toBe(false);
  expect((await send(carton.file_path.split("?")[0])).status).toBe(422);
  expect((await send(carton.file_path.replace(/signature=./, "signature=_"))).status).toBe(404);

  const claimPath = `/customer/claims/${claimId}`;
  expect((await stranger.send(claimPath)).status).toBe(404);
  expect((await stranger.send(`${claimPath}/messages`)).status).toBe(404);
  const intrusion = await stranger.send(`${claimPath}/messages`, { body: { content: "x" } });
  expect(intrusion.status).toBe(404);
  const { body: queue } = await admin.send("/admin/claims/manual-review");
  expect(queue.map((one: any) => one.claim_id)).toContain(claimId);

  const approved = await admin.send(`/admin/claims/${claimId}/approve`, {
    method: "POST",
    body: "null",
    headers: { "Content-Type": "application/json" },
  });
  expect(approved.body).toMatchObject({ status: "approved", credit_amount: 4 });
  const { body: list } = await buyer.send("/customer/payments/invoices");
  const refund = list.find((one: any) => one.invoice_type === "refund");
  expect(refund).toMatchObject({
    claim_id: claimId,
    order_id: null,
    status: "pending",
    total_amount: 4,
    tax_amount: 0,
  });
  const invoicePath = `/customer/payments/invoices/${refund.invoice_id}`;
  expect((await stranger.send(invoicePath)).status).toBe(404);
  expect((await stranger.send("/customer/payments/invoices")).body).toEqual([]);
  expect(await owed(buyer)).toBe(4540 - 400);
  const printed = await send(refund.print_path);
  expect(printed.text).toContain(`Credit note ${refund.invoice_number}`);

  const settled = await admin.send(`/admin/claims/${claimId}/settle`, { method: "POST" });
  expect(settled.body.status).toBe("resolved");
  expect((await buyer.send(invoicePath)).body.status).toBe("refunded");
  const again = await admin.send(`/admin/claims/${claimId}/settle`, { method: "POST" });
  expect(again.status).toBe(409);
  expect((await buyer.send("/customer/dashboard/")).body).toMatchObject({
    open_claims: [],
    stats: { total_orders: 1, orders_delivered_today: 1 },
  });
});

test("20 parallel approvals pay once; a rejected claim is not approved, nor an approved one rejected", async () => {
  const [admin, buyer] = [await newUser("admin"), await newBuyer()];
  const { orderId } = await delivered(admin, buyer);
  const { body: claim } = await buyer.send("/customer/claims/", {
    method: "POST",
    body: form(claimFields(orderId)),
  });
  const approve = () =>
    admin.send(`/admin/claims/${claim.claim_id}/approve?refund_amount=2.5`, { method: "POST" });
  const outcomes = await Promise.all(Array.from({ length: 20 }, approve));
  const statuses = outcomes.map(({ status }) => status).toSorted();
  expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
  const [refunds] = await database.read([
    query.select().from(invoices).where(eq(invoices.claimId, claim.claim_id)),
  ]);
  expect(refunds).toMatchObject([{ netCents: 250 }]);
  const rejection = { body: { reason: "No" } };
  const late = await admin.send(`/admin/claims/${claim.claim_id}/reject`, rejection);
  expect([late.status, late.body.code]).toEqual([409, "claim-decided"]);

  const { body: second } = await buyer.send("/customer/claims/", {
    method: "POST",
    body: form(claimFields(orderId)),
  });
  const blank = await admin.send(`/admin/claims/${second.claim_id}/reject?reason=%20`, {
    method: "POST",
  });
  expect([blank.status, blank.body.code]).toEqual([400, "reason-required"]);
  await admin.send(`/admin/claims/${second.claim_id}/reject`, rejection);
  const undone = await admin.send(`/admin/claims/${second.claim_id}/approve`, { method: "POST" });
  expect([undone.status, undone.body.code]).toEqual([409, "claim-decided"]);
});

test("refunds of an order never exceed what is charged for it, over all its claims", async () => {
  const [admin, buyer] = [await newUser("admin"), await newBuyer()];
  const { orderId, lineId } = await delivered(admin, buyer, 10);
  const lines = JSON.stringify([{ line_id: lineId, quantity: 8 }]);
  const make = async (type: string) => {
    const body = form(claimFields(orderId, { claim_type: type, lines }));
    return buyer.send("/customer/claims/", { method: "POST", body });
  };
  const first = await make("DAMAGED_ITEM");
  expect(first.body.processing.proposed_refund).toBe(13.62);
  const twice = await make("DAMAGED_ITEM");
  expect([twice.status, twice.body.code]).toEqual([409, "claim-open"]);
  const second = await make("QUALITY_ISSUE");
  const approve = (id: string, amount?: number) =>
    admin.send(`/admin/claims/${id}/approve`, { body: { refund_amount: amount } });
  for (const amount of [0, -1, 0.001]) {
    expect((await approve(first.body.claim_id, amount)).status).toBe(422);
  }
  const tooMuch = await approve(first.body.claim_id, 17.04);
  expect([tooMuch.status, tooMuch.body.code]).toEqual([409, "refund-over-limit"]);
  expect((await approve(first.body.claim_id)).status).toBe(200);
  expect((await approve(second.body.claim_id)).body.code).toBe("refund-over-limit");
  expect((await approve(second.body.claim_id, 3.41)).status).toBe(200);
  expect(await owed(buyer)).toBe(0);
});

test("files that are not what they say, too large, too many, or named to do harm are refused, and nothing is kept", async () => {
  const [admin, buyer] = [await newUser("admin"), await newBuyer()];
  const { orderId } = await delivered(admin, buyer);
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
  const tooLarge = jpeg(1, 1, 10 * 1024 * 1024);
  const before = await control.fileNames();
  const bad: Record<string, Photo[]> = {
    svg: [{ bytes: svg, name: "a.svg", type: "image/svg+xml" }],
    "svg as png": [{ bytes: svg }],
    "jpeg as png": [{ bytes: jpeg() }],
    "png named jpg": [{ bytes: png(), name: "a.jpg" }],
    "10 MiB and more": [{ bytes: tooLarge, name: "a.jpg", type: "image/jpeg" }],
    "png bomb": [{ bytes: png(65_535, 65_535) }],
    "jpeg bomb": [{ bytes: jpeg(65_000, 65_000), name: "a.jpg", type: "image/jpeg" }],
    "gif bomb": [{ bytes: gif(60_000, 60_000), name: "a.gif", type: "image/gif" }],
    "cut off": [{ bytes: png().subarray(0, 60) }],
    empty: [{ bytes: Buffer.alloc(0) }],
    traversal: [{ bytes: png(), name: "../../x.png" }],
    "encoded traversal": [{ bytes: png(), name: "..%2f..%2fx.png" }],
    "good, then bad": [{ bytes: png() }, { bytes: svg }],
    eleven: Array.from({ length: 11 }, () => ({ bytes: png() })),
  };
  for (const [name, photos] of Object.entries(bad)) {
    const answer = await buyer.send("/customer/claims/", {
      method: "POST",
      body: form(claimFields(orderId), photos),
    });
    expect([name, answer.status, answer.body.code]).toEqual([name, 422, "file-refused"]);
  }
  const missing = await buyer.send("/customer/claims/", {
    method: "POST",
    body: form({ order_id: orderId, claim_type: "DAMAGED_ITEM" }, [{ bytes: png() }]),
  });
  expect([missing.status, missing.body.errors[0].loc]).toEqual([422, ["body", "description"]]);
  expect((await buyer.send("/customer/claims/", { body: {} })).status).toBe(415);
  const [stored] = await database.read([
    query
      .select()
      .from(claims)
      .where(inArray(claims.orderId, [orderId])),
  ]);
  expect(stored).toEqual([]);
  expect(await control.fileNames()).toEqual(before);
});

test("ten files of every type are kept, without what they tell about their maker", async () => {
  const [admin, buyer] = [await newUser("admin"), await newBuyer()];
  const { orderId } = await delivered(admin, buyer);
  const large = { bytes: jpeg(100, 100, 9 * 1024 * 1024), name: "a.jpeg", type: "image/jpeg" };
  const photos: Photo[] = [
    large,
    { bytes: webp(), name: "a.webp", type: "image/webp" },
    { bytes: gif(), name: "a.gif", type: "image/gif" },
    { bytes: mp4(), name: "a.mp4", type: "video/mp4" },
    ...Array.from({ length: 6 }, () => ({ bytes: png(), name: "ä ö.png" })),
  ];
  const { status, body } = await buyer.send("/customer/claims/", {
    method: "POST",
    body: form(claimFields(orderId), photos),
  });
  expect(status).toBe(200);
  expect(body.claim_attachments.map((file: any) => file.file_type)).toEqual([
    "IMAGE",
    "IMAGE",
    "IMAGE",
    "VIDEO",
    ...Array.from({ length: 6 }, () => "IMAGE"),
  ]);
  for (const { file_path, size } of body.claim_attachments) {
    const bytes = Buffer.from(await (await fetch(lane.deskUrl + file_path)).arrayBuffer());
    expect([bytes.length, bytes.includes("SECRET")]).toEqual([size, false]);
  }
});

test("a claim whose confirmation was lost on the way from the database keeps its photos; one that is sent again keeps no more", async () => {
  const [admin, buyer] = [await newUser("admin"), await newBuyer()];
  const { orderId } = await delivered(admin, buyer);
  const description = `Torn and leaking, ${orderId}`;
  const headers = { "Idempotency-Key": orderId };
  const claim = () => {
    const body = form(claimFields(orderId, { description }), [{ bytes: png() }]);
    return buyer.send("/customer/claims/", { method: "POST", body, headers });
  };
  await control.loseDatabaseAnswers(1, description);
  const first = await claim();
  expect([first.status, first.headers.get("Idempotency-Replayed")]).toEqual([200, null]);
  const kept = await control.fileNames();
  const again = await claim();
  expect(again.headers.get("Idempotency-Replayed")).toBe("true");
  expect(again.body.claim_id).toBe(first.body.claim_id);
  expect(await control.fileNames()).toEqual(kept);
  const [photo] = first.body.claim_attachments;
  const shown = await fetch(lane.deskUrl + photo.file_path);
  expect([shown.status, (await shown.arrayBuffer()).byteLength]).toEqual([200, photo.size]);
});

test("a customer who does not answer in time is waited for no longer; the alarm gives the order back", async () => {
  const [admin, buyer] = [await newUser("admin"), await newBuyer()];
  const code = await newProduct(1);
  const { body } = await order(buyer, [[code, 5]]);
  const answer_by = new Date(Date.now() + 500).toISOString();
  await move(admin, body.order_id, "waiting_for_customer_action", { answer_by, notes: "Well?" });
  await expect
    .poll(async () => (await buyer.send(`/customer/orders/${body.order_id}`)).body.status, {
      timeout: 20_000,
      interval: 250,
    })
    .toBe("under_risk");
  const { body: after } = await buyer.send(`/customer/orders/${body.order_id}`);
  expect(after.tracking_history.at(-1)).toMatchObject({ updated_by: "system" });
  const [changes] = await database.read([
    query.select().from(auditLog).where(eq(auditLog.target, body.order_id)).orderBy(auditLog.seq),
  ]);
  expect(changes.at(-1)).toMatchObject({ operation: "expireAnswer", actor: "system" });
  const late = await buyer.send(`/customer/orders/${body.order_id}/answer`, {
    body: { decision: "accept" },
  });
  expect([late.status, late.body.code]).toEqual([409, "order-not-changeable"]);
});

test("a short delivery is charged as it was delivered; a cancelled one after it left comes back to stock", async () => {
  const [admin, buyer] = [await newUser("admin"), await newBuyer()];
  const code = await newProduct(3, { price_cents: 333 });
  const { body: short } = await order(buyer, [[code, 5]]);
  for (const status of ["picking", "delivering", "delivered"]) {
    await move(admin, short.order_id, status);
  }
  const { body: seen } = await buyer.send(`/customer/orders/${short.order_id}`);
  expect(seen.order_lines[0]).toMatchObject({ delivered_qty: 3, line_status: "PARTIAL" });
  expect(await owed(buyer)).toBe(999 + 135);

  await database.write([stockOf(code, 10)]);
  const { body: back } = await order(buyer, [[code, 4]]);
  const [pending] = (await buyer.send("/customer/payments/invoices")).body;
  await admin.send(`/admin/invoices/${pending.invoice_id}/pay`, { method: "POST" });
  const twice = await admin.send(`/admin/invoices/${pending.invoice_id}/pay`, { method: "POST" });
  expect([twice.status, twice.body.code]).toEqual([409, "invoice-settled"]);
  for (const status of ["picking", "delivering", "cancelled"]) {
    await move(admin, back.order_id, status);
  }
  const { body: stock } = await admin.send(`/admin/inventory/${code}`);
  expect(stock).toMatchObject({ quantity: 10, reserved_quantity: 0 });
  expect(await owed(buyer)).toBe(999 + 135);
  const below = await order(buyer, [[code, 6]]);
  expect(below.status).toBe(200);
  const refused = await admin.send(`/admin/inventory/${code}`, {
    method: "PUT",
    body: { quantity: 5 },
  });
  expect([refused.status, refused.body.code]).toEqual([409, "stock-reserved"]);
});
