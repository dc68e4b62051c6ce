import { beforeAll, expect, test } from "vitest";
import { newUser, send, type Answer } from "../support/desk.ts";
import { operations } from "../support/contract.ts";
import { png } from "../support/pictures.ts";
import {
  claimFields,
  claimForm,
  claimOf,
  deliveredOrder,
  move,
  newBuyer,
  newProduct,
  order,
  tomorrow,
  type Buyer,
} from "../support/portal.ts";

const SECRET = "only between the two of us";

/** Every operation of the portal's contract that needs a login, with its path, method and id. */
const portal = operations
  .filter(({ path }) => /^\/(customer|admin)\//.test(path))
  .map(({ path, method, operation }) => ({ path, method, id: operation.operationId ?? "" }));

let ids: Record<string, string>;
let owner: Buyer;
let bodies: Record<string, unknown>;

beforeAll(async () => {
  const admin = await newUser("admin");
  owner = await newBuyer();
  const [wanted, instead] = [await newProduct(1), await newProduct(9)];
  const { orderId, code } = await deliveredOrder(admin, owner);
  await owner.send(`/customer/orders/${orderId}/messages`, { body: { content: SECRET } });
  const { body: claim } = await claimOf(owner, orderId, { photos: [{ bytes: png() }] });
  await owner.send(`/customer/claims/${claim.claim_id}/messages`, { body: { content: SECRET } });
  const { body: waiting } = await order(owner, [[wanted, 4, instead]]);
  await move(admin, waiting.order_id, "waiting_for_customer_action");
  await owner.send("/customer/cart/items", { body: { product_code: code, quantity: 1 } });
  const { body: cart } = await owner.send("/customer/cart/");
  const { body: invoices } = await owner.send("/customer/payments/invoices");
  ids = {
    order_id: waiting.order_id,
    claim_id: claim.claim_id,
    invoice_id: invoices[0].invoice_id,
    cart_item_id: String(cart.items[0].cart_item_id),
    product_code: code,
    customer_id: owner.customerId,
    room_id: waiting.room_id,
  };
  bodies = {
    postOrderMessage: { content: "mine now" },
    postClaimMessage: { content: "mine now" },
    answerOrder: { decision: "accept" },
    changeQuantity: { quantity: 5 },
    createClaim: claimForm(claimFields(orderId)),
  };
}, 60_000);

function fill(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name) => ids[name] ?? "none");
}

function ask(
  who: { send: typeof send },
  { path, method, id }: (typeof portal)[number],
): Promise<Answer> {
  const body = bodies[id] ?? (["post", "put", "patch"].includes(method) ? {} : undefined);
  return who.send(fill(path), { method: method.toUpperCase(), ...(body ? { body } : {}) });
}

/** All that the owner sees, as text, without what is signed anew with each look. */
async function ownersView(): Promise<string> {
  const looks = await Promise.all(
    [
      `/customer/orders/${ids["order_id"]}`,
      `/customer/claims/${ids["claim_id"]}`,
      "/customer/orders/",
      "/customer/cart/",
      "/customer/payments/invoices",
    ].map((path) => owner.send(path)),
  );
  return looks.map(({ text }) => text.replaceAll(/\?expires=[^"]+/g, "")).join("\n");
}

test("the walk knows every operation with somebody's id in it", () => {
  expect(portal.length).toBeGreaterThan(50);
  for (const { path } of portal) expect(fill(path)).not.toMatch(/none|\{/);
});

test("another customer with the owner's ids: 404 everywhere, nothing is told, nothing changes", async () => {
  const stranger = await newBuyer();
  const before = await ownersView();
  const theirs = portal.filter(
    ({ path }) =>
      path.startsWith("/customer/") && /\{(order|claim|invoice|cart_item)_id\}/.test(path),
  );
  expect(theirs.length).toBeGreaterThanOrEqual(12);
  for (const operation of [...theirs, ...portal.filter(({ id }) => id === "createClaim")]) {
    const answer = await ask(stranger, operation);
    expect([operation.id, answer.status]).toEqual([operation.id, 404]);
    expect(answer.text).not.toContain(SECRET);
  }
  const lists = portal.filter(
    ({ path, method }) => method === "get" && /^\/customer\/(?!products)[^{]*$/.test(path),
  );
  for (const operation of lists) {
    const { status, text } = await ask(stranger, operation);
    expect([operation.id, status]).toEqual([operation.id, 200]);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(ids["order_id"]);
    expect(text).not.toContain(ids["claim_id"]);
  }
  expect(await ownersView()).toBe(before);
});

test("a customer is 403 in every administration, also with their own ids, and nothing changes", async () => {
  const before = await ownersView();
  for (const operation of portal.filter(({ path }) => path.startsWith("/admin/"))) {
    const { status } = await ask(owner, operation);
    expect([operation.id, status]).toEqual([operation.id, 403]);
  }
  expect(await ownersView()).toBe(before);
});

test("staff, and users who belong to no customer, are 403 in the shop; nobody without a token is let in", async () => {
  const [admin, nobody] = [await newUser("admin"), await newUser()];
  for (const operation of portal.filter(({ path }) => path.startsWith("/customer/"))) {
    const statuses = [await ask(admin, operation), await ask(nobody, operation)].map(
      ({ status }) => status,
    );
    expect([operation.id, ...statuses]).toEqual([operation.id, 403, 403]);
  }
  for (const operation of portal) {
    const { status } = await ask({ send }, operation);
    expect([operation.id, status]).toEqual([operation.id, 401]);
  }
});

test("a form, a file, a room: what is not JSON is the owner's alone too", async () => {
  const stranger = await newBuyer();
  const { body } = await owner.send(`/customer/claims/${ids["claim_id"]}`);
  const [{ file_path: path }] = body.claim_attachments;
  expect((await stranger.send(path.split("?")[0])).status).toBe(422);
  const forged = await stranger.send(path.replace(/expires=\d+/, "expires=9999999999"));
  expect(forged.status).toBe(404);
  expect((await stranger.send(`/api/chat/rooms/${ids["room_id"]}`)).status).toBe(404);
  expect((await stranger.send(`/api/chat/rooms/${body.room_id}`)).status).toBe(404);
  const late = { delivery_date: tomorrow(), cart_version: 1 };
  expect((await stranger.send("/customer/orders/", { body: late })).status).toBe(409);
});
