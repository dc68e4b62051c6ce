import { beforeAll, expect, test } from "vitest";
import { newKey, newUser, send, type Answer } from "../support/desk.ts";
import { newRoom } from "../support/chat.ts";
import { operations } from "../support/contract.ts";
import { png } from "../support/pictures.ts";
import {
  claimOf,
  deliveredOrder,
  move,
  newBuyer,
  newProduct,
  order,
  type Buyer,
} from "../support/portal.ts";

const SECRET = "between the owner and the desk alone";

type Who = { send: typeof send };
type Owner = Awaited<ReturnType<typeof newUser>>;

/** Every operation that names somebody's or something's id in its path. */
const withIds = operations.filter(({ path }) => path.includes("{"));

/** Whoever has the address may read: quotes are signed, files and prints have a signature that runs out. */
const addressed = new Set(["explainQuote", "openFile", "printInvoice"]);

let user: Owner;
let buyer: Buyer;
let sales: Awaited<ReturnType<typeof newKey>>;
let admin: Owner;
let ids: Record<string, string>;

beforeAll(async () => {
  [user, admin, buyer] = [await newUser(), await newUser("admin"), await newBuyer()];
  sales = await newKey("sales");
  const room = await newRoom(user);
  await user.send(`/api/chat/rooms/${room}/messages`, { body: { content: SECRET } });
  const { body: chat } = await user.send("/api/v1/chat/chat", { body: { message: SECRET } });
  const { body: log } = await user.send("/api/v1/logs/logs", {
    body: { title: SECRET, description: SECRET, log_type: "support" },
  });
  const { body: imported } = await sales.send("/import/leads", {
    body: { leads: [{ name: SECRET, email: `${crypto.randomUUID()}@example.org` }] },
  });
  const { body: leads } = await sales.send(`/leads?import_id=${imported.id}`);
  await sales.send("/imports/mappings/Walk", { method: "PUT", body: { Wer: "name" } });
  const photo = new FormData();
  photo.append("file", new Blob([Uint8Array.from(png())], { type: "image/png" }), "walk.png");
  const { body: file } = await user.send(`/api/chat/rooms/${room}/files`, { body: photo });
  const texts = [{ language: "de", title: "Walk", body: SECRET }];
  const entry = { kind: "text", category: "general", texts };
  const { body: known } = await admin.send("/api/v1/chat/knowledge", { body: entry });

  const [wanted, instead] = [await newProduct(1), await newProduct(9)];
  const { orderId, code } = await deliveredOrder(admin, buyer);
  const { body: claim } = await claimOf(buyer, orderId, { photos: [{ bytes: png() }] });
  await buyer.send(`/customer/claims/${claim.claim_id}/messages`, { body: { content: SECRET } });
  const { body: waiting } = await order(buyer, [[wanted, 4, instead]]);
  await buyer.send(`/customer/orders/${waiting.order_id}/messages`, { body: { content: SECRET } });
  await move(admin, waiting.order_id, "waiting_for_customer_action");
  await buyer.send("/customer/cart/items", { body: { product_code: code, quantity: 1 } });
  const { body: cart } = await buyer.send("/customer/cart/");
  const { body: invoices } = await buyer.send("/customer/payments/invoices");
  ids = {
    user_id: user.id,
    key_id: sales.id,
    room_id: room,
    file: String(file.path).split("/").at(-1) ?? "",
    turn_id: chat.turn_id,
    conversation_id: String(chat.conversation_id),
    log_id: String(log.id),
    entry_id: String(known.id),
    question_id: "1",
    name: "Walk",
    imports: imported.id,
    leads: leads.items?.[0]?.id ?? leads[0]?.id,
    order_id: waiting.order_id,
    claim_id: claim.claim_id,
    invoice_id: invoices[0].invoice_id,
    cart_item_id: String(cart.items[0].cart_item_id),
    product_code: code,
    customer_id: buyer.customerId,
  };
}, 60_000);

const bodies: Record<string, unknown> = {
  sendMessage: { content: "mine now" },
  handOverRoom: { to: "human" },
  updateLog: { status: "closed" },
  postOrderMessage: { content: "mine now" },
  postClaimMessage: { content: "mine now" },
  answerOrder: { decision: "accept" },
  changeQuantity: { quantity: 5 },
  saveImportMapping: { Wer: "name" },
};

function fill(path: string): string {
  const start = path.split("/")[1] ?? "";
  return path.replaceAll(/\{(\w+)\}/g, (_, name) => ids[name === "id" ? start : name] ?? "unknown");
}

function ask(who: Who, { path, method, operation }: (typeof withIds)[number]): Promise<Answer> {
  const writes = ["post", "put", "patch"].includes(method);
  const body = bodies[operation.operationId ?? ""] ?? (operation.requestBody ? {} : undefined);
  return who.send(fill(path), {
    method: method.toUpperCase(),
    ...(writes && body ? { body } : {}),
  });
}

/** All that the owners see, as text, without what is signed anew with each look. */
async function ownersView(): Promise<string> {
  const looks: [Who, string][] = [
    [user, `/api/chat/rooms/${ids["room_id"]}`],
    [user, `/api/chat/rooms/${ids["room_id"]}/messages`],
    [user, `/api/v1/chat/conversations/${ids["conversation_id"]}`],
    [user, `/api/v1/logs/logs/${ids["log_id"]}`],
    [user, "/api/auth/me"],
    [sales, `/leads/${ids["leads"]}`],
    [sales, `/imports/${ids["imports"]}`],
    [sales, "/imports/mappings"],
    [admin, `/api/v1/chat/knowledge/${ids["entry_id"]}`],
    [admin, `/admin/products/${ids["product_code"]}`],
    [admin, `/admin/inventory/${ids["product_code"]}`],
    [admin, `/admin/customers/${ids["customer_id"]}`],
    [buyer, `/customer/orders/${ids["order_id"]}`],
    [buyer, `/customer/orders/${ids["order_id"]}/messages`],
    [buyer, `/customer/claims/${ids["claim_id"]}`],
    [buyer, `/customer/claims/${ids["claim_id"]}/messages`],
    [buyer, "/customer/cart/"],
    [buyer, "/customer/payments/invoices"],
  ];
  const texts = [];
  for (const [who, path] of looks) {
    const { status, text } = await who.send(path);
    expect([path, status]).toEqual([path, 200]);
    texts.push(text.replaceAll(/\?expires=[^"]+/g, ""));
  }
  return texts.join("\n");
}

/** Who may call an operation for things of others too: only then is it no leak. */
function isShared(actor: string, { path }: (typeof withIds)[number]): boolean {
  if (actor === "another buyer") return path.startsWith("/customer/products/");
  return actor === "another sales key" && /^\/(leads|imports)\//.test(path);
}

test("every operation with an id in its path, as each kind of actor, with the ids of others: refused or not there, and nothing told or changed", async () => {
  const guest = await send("/api/chat/visitors", { body: {} });
  const bearer = (token: string): Who => ({
    send: (path, sent = {}) =>
      send(path, { ...sent, headers: { Authorization: `Bearer ${token}`, ...sent.headers } }),
  });
  const actors: Record<string, Who> = {
    nobody: { send },
    "another user": await newUser(),
    "another buyer": await newBuyer(),
    "a visitor": bearer(guest.body.access_token),
    "a gpt key": await newKey("gpt"),
    "another sales key": await newKey("sales"),
    "a token that is none": bearer("a.b.c"),
  };
  const before = await ownersView();
  expect(withIds.length).toBeGreaterThanOrEqual(60);
  for (const { path, operation } of withIds) {
    if (!addressed.has(operation.operationId ?? ""))
      expect(fill(path)).not.toMatch(/unknown\b(?!\/)|undefined/);
  }
  for (const [actor, who] of Object.entries(actors)) {
    for (const operation of withIds) {
      const id = operation.operation.operationId ?? "";
      if (addressed.has(id) || id === "joinRoom" || isShared(actor, operation)) continue;
      const { status, text } = await ask(who, operation);
      expect([actor, id, [401, 403, 404].includes(status), status]).toEqual([
        actor,
        id,
        true,
        status,
      ]);
      expect(text).not.toContain(SECRET);
    }
  }
  expect(await ownersView()).toBe(before);
}, 120_000);
