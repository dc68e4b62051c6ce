import { afterAll, beforeAll, expect, test } from "vitest";
import { noCost } from "../../src/cost.ts";
import { openDatabase } from "../../src/db/database.ts";
import { seeded } from "../fuzz/random.ts";
import { startBareDesk, type BareDesk } from "../support/bare-desk.ts";
import { insertKey, insertUsers } from "../support/people.ts";
import { openFlows } from "./flows.ts";
import { wrongsOf } from "./invariants.ts";

const seed = Number(process.env["FAULTS_SEED"] ?? Date.now() % 1_000_000);
const rounds = process.env["FAULTS_LONG"] ? 12 : 2;

let desk: BareDesk;
beforeAll(async () => {
  desk = await startBareDesk({}, { isOnSmallDisk: true });
});
afterAll(() => desk.stop());

async function ask(path: string, token: string, body?: object) {
  const response = await fetch(desk.url + path, {
    method: body ? "POST" : "GET",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return {
    status: response.status,
    after: Number(response.headers.get("Retry-After")),
    body: (await response.json()) as any,
  };
}

test("F-07: libSQL's disk is full: writes are 503 with Retry-After, reads and chats go on, and with room again all that was asked is done, once", async () => {
  const database = openDatabase({ url: desk.databaseUrl, authToken: null }, noCost());
  const flows = await openFlows(desk, seeded(seed), 20 * rounds);
  const [user] = await insertUsers(database, 1, { isBuyer: true });
  const token = user?.token ?? "";
  const key = (await insertKey(database, ["gpt"])).secret;
  const booking = () => ask("/gpt-rag/booking-details", key, { booking_id: "BK-2024-001234" });
  expect((await booking()).status).toBe(200);
  const { body: room } = await ask("/api/chat/rooms", token, { customer_name: "Full" });
  const [code] = flows.stock.map((product) => product.code);
  const item = { product_code: code, quantity: 1 };
  const ticket = { customer_email: "a@example.org", issue_type: "general", description: "Full" };

  for (let round = 0; round < rounds; round += 1) {
    desk.fillDisk();
    const during = Array.from({ length: 4 }, () => flows.one());
    const writes = await Promise.all([
      ask("/customer/cart/items", token, item),
      ask("/gpt-rag/create-ticket", key, { ...ticket, client_ref: `full-${round}` }),
      ask("/api/v1/chat/conversations", token, { title: "Full" }),
    ]);
    for (const { status, after, body } of writes) {
      expect([status, after, body.code]).toEqual([503, 1, "outcome-unknown"]);
    }
    for (const path of ["/customer/cart/", "/customer/orders/", "/customer/products/"]) {
      expect([path, (await ask(path, token)).status]).toEqual([path, 200]);
    }
    expect((await booking()).status).toBe(200);
    const said = { content: `Full ${round}`, client_id: `full-${round}` };
    expect((await ask(`/api/chat/rooms/${room.room_id}/messages`, token, said)).status).toBe(200);

    desk.freeDisk();
    await Promise.all([...during, ...Array.from({ length: 4 }, () => flows.one())]);
    expect((await ask("/customer/cart/items", token, item)).status).toBe(200);
  }
  expect(await wrongsOf(desk, flows.done, flows.stock), `seed ${seed}`).toEqual([]);
}, 240_000);
