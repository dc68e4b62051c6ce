// node bench/login-timing.ts: whether the time of a refused login tells that its name is known. After `npm run build`.
import { randomBytes } from "node:crypto";
import { noCost } from "../src/cost.ts";
import { openDatabase } from "../src/db/database.ts";
import { hashPassword } from "../src/identity/passwords.ts";
import { startBareDesk } from "../test/support/bare-desk.ts";
import { insertUsers } from "../test/support/people.ts";

const EACH = 1_000;
const INSERTED_AT_ONCE = 250;
const WARMING = 30;
const PERMUTATIONS = 10_000;

const desk = await startBareDesk();
const database = openDatabase({ url: desk.databaseUrl, authToken: null }, noCost());
const passwordHash = await hashPassword("the right password");

// Every name is tried once: a second try would find its counter awake.
const known: string[] = [];
while (known.length < EACH) {
  const made = await insertUsers(database, INSERTED_AT_ONCE, { passwordHash });
  known.push(...made.map(({ username }) => username));
}
const tries = shuffled([
  ...known.map((name) => ({ name, isKnown: true })),
  ...known.map(() => ({ name: newName(), isKnown: false })),
]);
for (let i = 0; i < WARMING; i += 1) await timeLogin(newName());
const times: Record<"known" | "unknown", number[]> = { known: [], unknown: [] };
for (const { name, isKnown } of tries) {
  times[isKnown ? "known" : "unknown"].push(await timeLogin(name));
}
await desk.stop();

const difference = median(times.known) - median(times.unknown);
const all = [...times.known, ...times.unknown];
let asFar = 0;
for (let i = 0; i < PERMUTATIONS; i += 1) {
  const mixed = shuffled(all);
  const byChance = median(mixed.slice(0, EACH)) - median(mixed.slice(EACH));
  if (Math.abs(byChance) >= Math.abs(difference)) asFar += 1;
}
const percent = (100 * difference) / median(times.unknown);
const p = (asFar + 1) / (PERMUTATIONS + 1);
process.stdout.write(
  `${EACH} logins each, medians: known ${median(times.known).toFixed(1)} ms, unknown ${median(times.unknown).toFixed(1)} ms, ` +
    `difference ${percent.toFixed(1)} %; permutation test p = ${p.toFixed(3)}\n`,
);

async function timeLogin(username: string): Promise<number> {
  const address = `2001:db8:${randomBytes(2).toString("hex")}:${randomBytes(2).toString("hex")}::1`;
  const startedAt = performance.now();
  const response = await fetch(`${desk.url}/api/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "CF-Connecting-IP": address },
    body: JSON.stringify({ username, password: "the wrong password" }),
  });
  await response.text();
  if (response.status !== 401) throw new Error(`A login was answered with ${response.status}.`);
  return performance.now() - startedAt;
}

function newName(): string {
  return randomBytes(8).toString("hex");
}

function shuffled<T>(list: T[]): T[] {
  return list
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

function median(list: number[]): number {
  const sorted = list.toSorted((one, other) => one - other);
  const [low = 0, high = low] = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return (low + high) / 2;
}
