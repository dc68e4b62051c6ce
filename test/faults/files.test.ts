import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { createClient } from "@libsql/client/web";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { newId } from "../../src/db/ids.ts";
import { seeded } from "../fuzz/random.ts";
import { startBareDesk, type BareDesk } from "../support/bare-desk.ts";
import { until } from "../support/chat.ts";
import { jpeg, png } from "../support/pictures.ts";
import type { Conduct } from "../support/stores.ts";
import { openFlows } from "./flows.ts";

const seed = Number(process.env["FAULTS_SEED"] ?? Date.now() % 1_000_000);
const rounds = Number(process.env["FAULTS_ROUNDS"] ?? 3);
const HOUR_MS = 3_600_000;
const yesterday = new Date(Date.now() - 30 * HOUR_MS);
/** More than one part of an upload to R2. */
const LARGE_BYTES = 6 * 1024 * 1024;

let desk: BareDesk;
let flows: Awaited<ReturnType<typeof openFlows>>;
const random = seeded(seed);
beforeAll(async () => {
  desk = await startBareDesk();
  flows = await openFlows(desk, random, 40 + rounds * 4);
});
afterAll(() => desk.stop());
afterEach(() => {
  desk.stores.conduct = () => "works";
});

type Photo = { bytes: Buffer; type: string };
const small: Photo = { bytes: png(), type: "image/png" };
const large: Photo = { bytes: jpeg(1, 1, LARGE_BYTES), type: "image/jpeg" };

function claimOf(orderId: string, photos: Photo[]): FormData {
  const form = new FormData();
  const fields = { order_id: orderId, claim_type: "DAMAGED_ITEM", description: "With files." };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const { bytes, type } of photos) {
    form.append("files", new Blob([new Uint8Array(bytes)], { type }), "photo");
  }
  return form;
}

async function send(path: string, token: string, body?: FormData, key = randomUUID()) {
  const response = await fetch(desk.url + path, {
    method: body ? "POST" : "GET",
    headers: { Authorization: `Bearer ${token}`, "Idempotency-Key": key },
    ...(body ? { body } : {}),
  });
  return { status: response.status, body: (await response.json()) as any };
}

/** The files that claims have, by the database. */
async function claimed(): Promise<Map<string, number>> {
  const client = createClient({ url: desk.databaseUrl });
  const { rows } = await client.execute("select file_key, bytes from claim_attachments");
  client.close();
  return new Map(rows.map((row) => [String(row["file_key"]), Number(row["bytes"])]));
}

/** What R2 holds is what claims have, whole; and nothing is half uploaded. */
async function expectNothingAstray(): Promise<void> {
  const stored = [...desk.stores.files].map(([name, { bytes }]) => [name, bytes.length]);
  expect(new Map(stored as [string, number][]), `seed ${seed}`).toEqual(await claimed());
  expect([...desk.stores.uploads.keys()]).toEqual([]);
}

/** What R2 does with requests of one kind; all else works. */
function r2(method: string, conduct: Conduct) {
  desk.stores.conduct = (asked) =>
    asked.store === "r2" && asked.method === method ? conduct : "works";
}

/** Whatever no claim has is a day old now. */
async function letADayPass(): Promise<number> {
  const kept = await claimed();
  const strays = [...desk.stores.files].filter(([name]) => !kept.has(name));
  for (const [name, file] of strays) {
    desk.stores.files.delete(name);
    desk.stores.files.set(`claims/${newId("file", yesterday)}`, file);
  }
  return strays.length;
}

test("F-17: R2 that is slow is waited for; one that hangs or keeps less than it was given is 503, and nothing is kept", async () => {
  const { buyer, orderId } = await flows.deliver();
  const another = await flows.deliver();
  let hanging = "";
  desk.stores.conduct = ({ store, method, name }) => {
    if (store !== "r2" || method !== "uploadPart") return "works";
    hanging ||= name;
    return name === hanging ? "hangs" : "dawdles";
  };
  const hung = send("/customer/claims/", another.buyer.token, claimOf(another.orderId, [small]));
  await until(() => hanging || undefined);
  const slow = await send("/customer/claims/", buyer.token, claimOf(orderId, [small, large]));
  expect(slow.status).toBe(200);
  const third = await flows.deliver();
  const cut = desk.stores.conduct;
  desk.stores.conduct = (asked) =>
    asked.method === "completeMultipartUpload" ? "cuts" : cut(asked);
  const less = await send("/customer/claims/", third.buyer.token, claimOf(third.orderId, [small]));
  for (const { status, body } of [less, await hung]) {
    expect([status, body.code]).toEqual([503, "files-unavailable"]);
  }
  await expectNothingAstray();
  desk.stores.conduct = () => "works";
  for (const late of [another, third]) {
    const { status } = await send(
      "/customer/claims/",
      late.buyer.token,
      claimOf(late.orderId, [small]),
    );
    expect(status).toBe(200);
  }
  await expectNothingAstray();
}, 60_000);

test("F-17, F-20: a file that R2 has lost, cannot give or gives in part is never passed off as whole; readers that go away harm nobody", async () => {
  const { buyer, orderId } = await flows.deliver();
  const { body: claim } = await send("/customer/claims/", buyer.token, claimOf(orderId, [large]));
  const seen = await send(`/customer/claims/${claim.claim_id}`, buyer.token);
  const address = new URL(seen.body.claim_attachments[0].file_path, desk.url).pathname;
  const query = new URL(seen.body.claim_attachments[0].file_path, desk.url).search;
  const open = () => fetch(`${desk.url}${address}${query}`);
  for (const [conduct, status] of [
    ["forgets", 404],
    ["fails", 503],
    ["throttles", 503],
  ] as const) {
    r2("get", conduct);
    const answer = await open();
    expect([conduct, answer.status]).toEqual([conduct, status]);
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    await answer.arrayBuffer();
    expect((await send(`/customer/claims/${claim.claim_id}`, buyer.token)).status).toBe(200);
  }
  r2("get", "cuts");
  const part = open().then(async (answer) => (await answer.arrayBuffer()).byteLength);
  await expect(part).rejects.toThrow();
  desk.stores.conduct = () => "works";
  for (let i = 0; i < rounds; i += 1) {
    const gone = new AbortController();
    const answer = await fetch(`${desk.url}${address}${query}`, { signal: gone.signal });
    const reader = answer.body?.getReader();
    for (let n = random.int(0, 3); n > 0; n -= 1) await reader?.read();
    gone.abort();
  }
  const [stored] = [...desk.stores.files].filter(([name]) => address.endsWith(name.slice(7)));
  const whole = Buffer.from(await (await open()).arrayBuffer());
  expect(stored?.[1].bytes.equals(whole)).toBe(true);
});

test("F-17: what R2 does not delete the night removes, or the next night if R2 fails again; files of claims stay", async () => {
  const { buyer, orderId } = await flows.deliver();
  const bad: Photo = { bytes: Buffer.from("no picture at all"), type: "image/png" };
  r2("delete", "fails");
  const refused = await send(
    "/customer/claims/",
    buyer.token,
    claimOf(orderId, [small, small, bad]),
  );
  expect([refused.status, refused.body.code]).toEqual([422, "file-refused"]);
  expect(await letADayPass()).toBe(2);
  for (const step of ["list", "delete"]) {
    r2(step, "throttles");
    await expect(desk.runDailyCleanUp()).rejects.toThrow();
  }
  desk.stores.conduct = () => "works";
  await desk.runDailyCleanUp();
  await expectNothingAstray();
});

/** Sends the first bytes of a form and is gone; all of them, if the form has no more. */
async function beginToSend(token: string, form: FormData, most: number, key: string) {
  const whole = new Response(form);
  const contentType = whole.headers.get("Content-Type") ?? "";
  const bytes = Buffer.from(await whole.arrayBuffer());
  const headers = {
    Authorization: `Bearer ${token}`,
    "Idempotency-Key": key,
    "Content-Type": contentType,
    "Content-Length": bytes.length,
  };
  const outgoing = request(`${desk.url}/customer/claims/`, { method: "POST", headers });
  outgoing.on("error", () => {});
  await new Promise((resolve) => outgoing.write(bytes.subarray(0, most), resolve));
  return { length: bytes.length, leave: () => outgoing.destroy() };
}

test("F-20: clients that vanish in the middle of an upload leave no claim, no file and no part; coming again they are served", async () => {
  for (let i = 0; i < rounds; i += 1) {
    const { buyer, orderId } = await flows.deliver();
    const photos = random.pick([[large], [small, large], [large, small], [large, large]]);
    const key = randomUUID();
    const most = random.int(1_000, LARGE_BYTES);
    const before = desk.stores.counts.get("r2 createMultipartUpload") ?? 0;
    const sending = await beginToSend(buyer.token, claimOf(orderId, photos), most, key);
    await until(() =>
      (desk.stores.counts.get("r2 createMultipartUpload") ?? 0) > before ? true : undefined,
    );
    sending.leave();
    await until(async () => {
      const isQuiet = desk.stores.uploads.size === 0;
      return isQuiet && desk.stores.files.size === (await claimed()).size ? true : undefined;
    });
    const mine = await send("/customer/claims/", buyer.token);
    expect(mine.body.filter((claim: any) => claim.order_id === orderId)).toEqual([]);
    const again = await send("/customer/claims/", buyer.token, claimOf(orderId, photos), key);
    expect([again.status, again.body.claim_attachments.length]).toEqual([200, photos.length]);
  }
  await expectNothingAstray();
}, 120_000);

test("F-20: clients that vanish before the answer and send again have one claim with its files, and nothing is left by the next night", async () => {
  for (let i = 0; i < rounds; i += 1) {
    const { buyer, orderId } = await flows.deliver();
    const key = randomUUID();
    const photos = [small, small];
    const sending = await beginToSend(buyer.token, claimOf(orderId, photos), LARGE_BYTES, key);
    await new Promise((resolve) => setTimeout(resolve, random.int(0, 40)));
    sending.leave();
    const again = await send("/customer/claims/", buyer.token, claimOf(orderId, photos), key);
    expect(again.status).toBe(200);
    const { body: mine } = await send("/customer/claims/", buyer.token);
    expect(mine.filter((claim: any) => claim.order_id === orderId)).toHaveLength(1);
  }
  await letADayPass();
  await desk.runDailyCleanUp();
  await expectNothingAstray();
}, 60_000);
