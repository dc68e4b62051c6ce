import { afterAll, beforeAll, expect, test } from "vitest";
import { VECTOR_LENGTH } from "../../src/ai/model.ts";
import { fails, startProvider, streams, type Provider } from "../support/responses-api.ts";
import { startSecondDesk } from "../support/second-desk.ts";

const base = "/api/v1/chat/knowledge";

/** Texts of one subject point the same way, whatever their words are. */
const subjects = [["giraffe", "longnecked", "kirahvi"], ["zeppelin", "airship"], []];

function vectorOf(text: string): number[] {
  const found = subjects.findIndex((words) => words.some((word) => text.includes(word)));
  const axis = found < 0 ? subjects.length : found;
  return Array.from({ length: VECTOR_LENGTH }, (_, i) => (i === axis ? 1 : 0));
}

let isBroken = false;
let provider: Provider;
let desk: Awaited<ReturnType<typeof startSecondDesk>>;

beforeAll(async () => {
  provider = await startProvider((response) => {
    const request = provider.requests.at(-1);
    if (request.dimensions === undefined) return streams(["Fed at noon [1]."])(response);
    if (isBroken) return fails(401)(response);
    const data = request.input.map((text: string, index: number) => ({
      object: "embedding",
      index,
      embedding: vectorOf(text),
    }));
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ object: "list", data, usage: { total_tokens: 7 } }));
  });
  desk = await startSecondDesk({
    OPENAI_API_KEY: "test",
    OPENAI_BASE_URL: provider.baseUrl,
    OPENAI_EMBEDDING_MODEL: "text-embedding-3-small",
  });
});
afterAll(async () => {
  provider.close();
  await desk.stop();
});

test("with an embedding model knowledge is found by its meaning, renewed when it changes, and by words if it fails", async () => {
  const admin = await desk.logIn("admin", "admin123");
  const entry = (title: string) => ({
    kind: "text",
    category: "zoo",
    texts: [{ language: "en", title, body: "At noon." }],
  });
  const { body: added } = await admin.send(base, { body: entry("When is the giraffe fed?") });
  const best = async (q: string) =>
    (await admin.send(`${base}/search?q=${encodeURIComponent(q)}`)).body.items[0];
  const found = async (q: string) => {
    for (let i = 0; i < 100; i += 1) {
      const item = await best(q);
      if (item?.entry_id === added.id) return item;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`Nothing was found by ${q}.`);
  };
  expect(await found("longnecked animals")).toMatchObject({ score: 1 });
  expect((await best("airship"))?.entry_id).not.toBe(added.id);

  const user = await desk.newUser();
  const answer = await user.send("/api/v1/chat/chat", { body: { message: "kirahvi?" } });
  expect(answer.body).toMatchObject({ citations: [{ id: added.id }], tokens_used: 20 + 7 });

  const change = { method: "PUT", body: entry("When does the zeppelin fly?") };
  await admin.send(`${base}/${added.id}`, change);
  expect(await found("airship")).toMatchObject({ score: 1 });
  isBroken = true;
  expect(await best("zeppelin")).toMatchObject({ entry_id: added.id });
  isBroken = false;
  expect((await admin.send(`${base}/${added.id}`, { method: "DELETE" })).status).toBe(200);
});
