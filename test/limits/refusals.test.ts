import { expect, onTestFinished, test } from "vitest";
import { noCost } from "../../src/cost.ts";
import { openDatabase } from "../../src/db/database.ts";
import { startBareDesk } from "../support/bare-desk.ts";
import { until } from "../support/chat.ts";
import { insertKey } from "../support/people.ts";
import { priceMove } from "../support/price-move.ts";
import { counterOf, path } from "./price-calls.ts";

const ROUNDS = 98;
const AT_ONCE = 100;

test("10,000 calls on one key cost one KV write, and a refusal costs nothing at all", async () => {
  const desk = await startBareDesk();
  onTestFinished(desk.stop);
  const database = openDatabase({ url: desk.databaseUrl, authToken: null }, noCost());
  const agent = await insertKey(database, ["gpt"]);
  const call = async () => {
    const response = await fetch(desk.url + path, {
      method: "POST",
      headers: { Authorization: `Bearer ${agent.secret}`, "Content-Type": "application/json" },
      body: JSON.stringify(priceMove),
    });
    await response.arrayBuffer();
    return response;
  };
  const statusesOf = async (calls: number) => {
    const answers = await Promise.all(Array.from({ length: calls }, call));
    return answers.map(({ status }) => status);
  };
  const { kv, counts } = desk.stores;
  const mark = `limit-block:${await counterOf(agent.id)}`;

  const first = await statusesOf(2 * AT_ONCE);
  expect(first.filter((status) => status === 200)).toHaveLength(100);
  expect(first.filter((status) => status === 429)).toHaveLength(100);
  await expect.poll(() => kv.get(mark)).toContain("resetAt");
  expect(counts.get("kv put")).toBe(1);

  kv.delete(mark);
  const spent = new Map(counts);
  for (let round = 0; round < ROUNDS; round += 1) {
    expect(new Set(await statusesOf(AT_ONCE))).toEqual(new Set([429]));
  }
  const last = (await call()).headers.get("X-Request-Id") ?? "none";
  const line = await until(() =>
    desk
      .log()
      .split("\n")
      .find((each) => each.includes(last)),
  );
  expect(JSON.parse(line).cost).toEqual(noCost());
  expect(counts).toEqual(spent);
  expect(kv.has(mark)).toBe(false);
}, 240_000);
