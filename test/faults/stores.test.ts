import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createClient } from "@libsql/client/web";
import { noCost } from "../../src/cost.ts";
import { openDatabase } from "../../src/db/database.ts";
import { startBareDesk, type BareDesk } from "../support/bare-desk.ts";
import { insertKey, insertUsers } from "../support/people.ts";
import { png } from "../support/pictures.ts";
import type { Conduct, Stores } from "../support/stores.ts";
import { openFlows } from "./flows.ts";
import { seeded } from "../fuzz/random.ts";

const seed = Number(process.env["FAULTS_SEED"] ?? Date.now() % 1_000_000);

let desk: BareDesk;
beforeAll(async () => {
  desk = await startBareDesk();
});
afterAll(() => desk.stop());
afterEach(() => {
  desk.stores.conduct = () => "works";
});

const database = () => openDatabase({ url: desk.databaseUrl, authToken: null }, noCost());

async function ask(path: string, token: string, init: RequestInit = {}) {
  const response = await fetch(desk.url + path, {
    ...init,
    headers: { Authorization: `Bearer ${token}`, ...init.headers },
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    body: JSON.parse(text || "null"),
    headers: response.headers,
  };
}

const json = (body: object): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

function only(store: "kv" | "r2", conduct: Conduct): Stores["conduct"] {
  return (asked) => (asked.store === store ? conduct : "works");
}

test("KV that fails or throttles: prices, tickets and lookups go on; who cannot be checked is told so, never let in", async () => {
  const [user] = await insertUsers(database(), 1);
  const agents = await Promise.all(Array.from({ length: 3 }, () => insertKey(database(), ["gpt"])));
  const price =
    "/price?volume_m3=10&floors_from=2&floors_to=3&elevator_from=yes&elevator_to=none&distance_km=15";
  for (const [i, conduct] of (["fails", "throttles"] as const).entries()) {
    desk.stores.conduct = only("kv", conduct);
    const key = agents[i]?.secret ?? "";
    expect((await fetch(desk.url + price)).status).toBe(200);
    const found = await ask(
      "/gpt-rag/customer-lookup",
      key,
      json({ email: "anna.svensson@gmail.com" }),
    );
    expect([conduct, found.status, found.body.customer_found]).toEqual([conduct, 200, true]);
    const ticket = {
      customer_email: "a@example.org",
      issue_type: "general",
      description: "KV is away",
    };
    const opened = await ask("/gpt-rag/create-ticket", key, json(ticket));
    expect([conduct, opened.status]).toEqual([conduct, 200]);
    const me = await ask("/api/auth/me", user?.token ?? "");
    expect([conduct, me.status]).toEqual([conduct, 503]);
    expect(Number(me.headers.get("Retry-After"))).toBeGreaterThanOrEqual(1);
    const nobody = await ask("/api/auth/me", "a.b.c");
    expect([conduct, nobody.status]).toEqual([conduct, 401]);
  }
  desk.stores.conduct = () => "works";
  expect((await ask("/api/auth/me", user?.token ?? "")).status).toBe(200);
});

test("R2 that fails at any of its steps: no claim without its files, no files without their claim", async () => {
  const random = seeded(seed);
  const flows = await openFlows(desk, random, 40);
  const client = createClient({ url: desk.databaseUrl });
  const steps = ["createMultipartUpload", "uploadPart", "completeMultipartUpload"];
  const made: string[] = [];
  for (let i = 0; i < 18; i += 1) {
    const { buyer, orderId } = await flows.deliver();
    const failing = random.pick(steps);
    const after = random.int(0, 2);
    let seen = 0;
    const conduct = random.pick(["fails", "throttles"] as const);
    desk.stores.conduct = ({ store, method }) => {
      if (store !== "r2" || method !== failing) return "works";
      seen += 1;
      return seen > after ? conduct : "works";
    };
    const form = new FormData();
    const fields = { order_id: orderId, claim_type: "DAMAGED_ITEM", description: "With files." };
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    for (let n = 0; n < 3; n += 1)
      form.append("files", new Blob([new Uint8Array(png())], { type: "image/png" }), "p.png");
    const before = new Set(desk.stores.files.keys());
    const answer = await ask("/customer/claims/", buyer.token, { method: "POST", body: form });
    expect([answer.status, answer.body.code]).toEqual([503, "files-unavailable"]);
    expect(desk.stores.uploads.size).toBe(0);
    expect([...desk.stores.files.keys()].filter((name) => !before.has(name))).toEqual([]);
    desk.stores.conduct = () => "works";
    const again = await ask("/customer/claims/", buyer.token, { method: "POST", body: form });
    expect(again.status).toBe(200);
    made.push(String(again.body.claim_id));
  }
  const { rows } = await client.execute(
    "select claim_id, count(*) n from claim_attachments group by claim_id",
  );
  const counts = new Map(rows.map((row) => [row["claim_id"], row["n"]]));
  expect(made.map((id) => counts.get(id))).toEqual(made.map(() => 3));
  expect(desk.stores.files.size).toBe(made.length * 3);
}, 120_000);
