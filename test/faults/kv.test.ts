import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { noCost } from "../../src/cost.ts";
import { openDatabase } from "../../src/db/database.ts";
import { seeded } from "../fuzz/random.ts";
import { startBareDesk, type BareDesk } from "../support/bare-desk.ts";
import { connectSocketIo, RoomSocket } from "../support/chat.ts";
import { insertKey, insertUsers } from "../support/people.ts";
import { BOOTSTRAP_SECRET } from "../support/secrets.ts";
import { openFlows } from "./flows.ts";
import { wrongsOf } from "./invariants.ts";

const seed = Number(process.env["FAULTS_SEED"] ?? Date.now() % 1_000_000);
const MINUTE_MS = 60_000;
/** Of a client. Three reads of KV that hang are six seconds. */
const PATIENCE_MS = 18_000;

let desk: BareDesk;
beforeAll(async () => {
  desk = await startBareDesk();
});
afterAll(() => desk.stop());
afterEach(() => {
  desk.stores.conduct = () => "works";
  desk.stores.seen = desk.stores.kv;
});

const database = () => openDatabase({ url: desk.databaseUrl, authToken: null }, noCost());

type Sent = { method?: string; body?: object; now?: Date };

async function ask(path: string, token: string | null, { method, body, now }: Sent = {}) {
  const response = await fetch(desk.url + path, {
    method: method ?? (body ? "POST" : "GET"),
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(body ? { "Content-Type": "application/json" } : {}),
      ...(now ? { "X-Test-Now": now.toISOString() } : {}),
      "X-Bootstrap-Secret": BOOTSTRAP_SECRET,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text || "null") };
}

const lookup = { email: "anna.svensson@gmail.com" };
const price =
  "/price?volume_m3=10&floors_from=2&floors_to=3&elevator_from=yes&elevator_to=none&distance_km=15";

async function newUser() {
  const registration = { username: `u${randomUUID().slice(0, 12)}`, password: randomUUID() };
  const { body } = await ask("/api/auth/register", null, { body: registration });
  return { ...registration, id: String(body.user_id), token: String(body.access_token) };
}

test("F-16: KV that hangs holds nobody up: keys and prices go on, logins are 503, and who is in a room stays and is heard", async () => {
  const [user] = await insertUsers(database(), 1, { now: new Date(Date.now() - 10 * MINUTE_MS) });
  const token = user?.token ?? "";
  const key = await insertKey(database(), ["gpt"]);
  const opened = await ask("/api/chat/rooms", token, { body: { customer_name: "Anna" } });
  const room = String(opened.body.room_id);
  // Their token was last looked at two minutes ago, so the next frame looks again.
  const headers = { "X-Test-Now": new Date(Date.now() - 2 * MINUTE_MS).toISOString() };
  const member = await new RoomSocket(room, token, { origin: desk.url, headers }).live();

  desk.stores.conduct = ({ store }) => (store === "kv" ? "hangs" : "works");
  const late = connectSocketIo(token, { origin: desk.url, reconnectionDelay: 200 });
  member.send({ type: "send", client_id: "during", content: "Lampa" });
  const ticket = {
    customer_email: "a@example.org",
    issue_type: "general",
    description: "KV hangs",
  };
  const [priced, found, ticketed, me, posted] = await Promise.all([
    ask(price, null),
    ask("/gpt-rag/customer-lookup", key.secret, { body: lookup }),
    ask("/gpt-rag/create-ticket", key.secret, { body: ticket }),
    ask("/api/auth/me", token),
    ask(`/api/chat/rooms/${room}/messages`, token, { body: { content: "Lampa" } }),
  ]);
  expect([priced.status, found.status, ticketed.status]).toEqual([200, 200, 200]);
  expect(found.body.customer_found).toBe(true);
  for (const refused of [me, posted]) {
    expect([refused.status, refused.body.code]).toEqual([503, "sessions-unavailable"]);
    expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThanOrEqual(1);
  }
  expect(await member.frame("ack")).toMatchObject({ client_id: "during", seq: 1 });
  expect(late.socket.connected).toBe(false);

  desk.stores.conduct = () => "works";
  await late.connected();
  const sent = await late.socket.emitWithAck("send_message", { room, message: "Back" });
  expect(sent).toMatchObject({ ok: true });
  await member.frame("message", ({ message }) => message.content === "Back");
  late.socket.close();
  member.close();
});

test("F-16: KV that takes no writes: a logout, a new password and a revoked key are 503, and done when sent again", async () => {
  const user = await newUser();
  const [admin] = await insertUsers(database(), 1, { role: "admin" });
  const key = await insertKey(database(), ["gpt"]);
  const password = { current_password: user.password, new_password: randomUUID() };
  const requests: [string, string, Sent][] = [
    ["/api/auth/password", user.token, { body: password }],
    [`/api/admin/keys/${key.id}`, admin?.token ?? "", { method: "DELETE" }],
    [`/api/admin/users/${user.id}/deactivate`, admin?.token ?? "", { method: "POST" }],
    ["/api/auth/logout", admin?.token ?? "", { method: "POST" }],
  ];
  for (const [path, token, sent] of requests) {
    desk.stores.conduct = ({ store, method }) =>
      store === "kv" && method !== "get" ? "throttles" : "works";
    const refused = await ask(path, token, sent);
    expect([path, refused.status, refused.body.code]).toEqual([path, 503, "sessions-unavailable"]);
    desk.stores.conduct = () => "works";
    expect([path, (await ask(path, token, sent)).status]).toEqual([path, 200]);
  }
  for (const token of [user.token, admin?.token ?? ""]) {
    expect((await ask("/api/auth/me", token)).status).toBe(401);
  }
  const minutesLater = new Date(Date.now() + MINUTE_MS);
  const gone = await ask("/gpt-rag/customer-lookup", key.secret, {
    body: lookup,
    now: minutesLater,
  });
  expect(gone.status).toBe(401);
});

test("F-16: KV that is a minute behind, absences too: administrators, stock and new keys are unaffected, the rest ends with the minute", async () => {
  const [admin, other] = await insertUsers(database(), 2, { role: "admin" });
  const [customer] = await insertUsers(database(), 1);
  const [adminToken, customerToken] = [admin?.token ?? "", customer?.token ?? ""];
  const key = await ask("/api/admin/keys/", other?.token ?? "", {
    body: { name: "agent", scopes: ["gpt"] },
  });
  const secret = String(key.body.secret);
  await ask("/gpt-rag/customer-lookup", secret, { body: lookup });
  desk.stores.seen = new Map(desk.stores.kv);

  // Whoever is out is out of administration at once.
  expect((await ask("/api/admin/keys/", adminToken)).status).toBe(200);
  expect((await ask("/api/auth/logout", adminToken, { method: "POST" })).status).toBe(200);
  expect((await ask("/api/admin/keys/", adminToken)).status).toBe(401);
  // A key that the edge says there is none of is found.
  const made = await ask("/api/admin/keys/", other?.token ?? "", {
    body: { name: "new agent", scopes: ["gpt"] },
  });
  const found = await ask("/gpt-rag/customer-lookup", made.body.secret, { body: lookup });
  expect(found.status).toBe(200);
  // What the edge remembers wrongly is for a minute only.
  expect((await ask("/api/auth/logout", customerToken, { method: "POST" })).status).toBe(200);
  const revoked = await ask(`/api/admin/keys/${key.body.id}`, other?.token ?? "", {
    method: "DELETE",
  });
  expect(revoked.status).toBe(200);
  const flows = await openFlows(desk, seeded(seed), 8);
  await Promise.all(Array.from({ length: 6 }, () => flows.deliver()));
  expect(await wrongsOf(desk, flows.done, flows.stock), `seed ${seed}`).toEqual([]);

  desk.stores.seen = desk.stores.kv;
  expect((await ask("/api/auth/me", customerToken)).status).toBe(401);
  const now = new Date(Date.now() + MINUTE_MS);
  expect((await ask("/gpt-rag/customer-lookup", secret, { body: lookup, now })).status).toBe(401);
});

test("F-16: KV that holds nonsense under every name lets nobody in, and keys, lookups and prices go on", async () => {
  const [user] = await insertUsers(database(), 1);
  const key = await insertKey(database(), ["gpt"]);
  expect((await ask("/api/auth/me", user?.token ?? "")).status).toBe(200);
  const nonsense = new Map<string, string>();
  nonsense.get = () => `{"half": `;
  desk.stores.seen = nonsense;
  expect((await ask(price, null)).status).toBe(200);
  const found = await ask("/gpt-rag/customer-lookup", key.secret, { body: lookup });
  expect([found.status, found.body.customer_found]).toEqual([200, true]);
  const me = await ask("/api/auth/me", user?.token ?? "");
  expect([me.status, me.body.code]).toEqual([503, "sessions-unavailable"]);
});
