import { beforeAll, expect, test } from "vitest";
import { operations } from "../../src/agents/operations.ts";
import { newAddress, newKey, send } from "../support/desk.ts";
import { startSecondDesk } from "../support/second-desk.ts";

let document: any;
let posts: any[];
beforeAll(async () => {
  ({ body: document } = await send("/gpt-rag/openapi.json"));
  posts = Object.values<any>(document.paths).map(({ post }) => post);
});

/** A schema, its components put in their places. */
function resolve(schema: any): any {
  const name = schema?.$ref?.split("/").at(-1);
  return name === undefined ? schema : document.components.schemas[name];
}

function bodyOf(post: any): any {
  return resolve(post.requestBody.content["application/json"].schema);
}

/** Every object within a part of the document. */
function objectsIn(part: any): any[] {
  if (typeof part !== "object" || part === null) return [];
  return [part, ...Object.values(part).flatMap(objectsIn)];
}

test("G1: it is OpenAPI 3.1.0 in words that mean the same in 3.0", () => {
  expect(document.openapi).toBe("3.1.0");
  for (const part of objectsIn(document)) {
    expect(Array.isArray(part.type)).toBe(false);
    expect(part.type).not.toBe("null");
    for (const word of ["nullable", "const", "exclusiveMinimum", "exclusiveMaximum"]) {
      expect(Object.keys(part)).not.toContain(word);
    }
  }
});

test("G2: it has one server, the address it is served at, https when that is not this machine", async () => {
  const desk = await startSecondDesk({ PUBLIC_URL: "https://desk.example" });
  try {
    const { body } = await desk.send("/gpt-rag/openapi.json");
    expect(body.servers).toEqual([{ url: "https://desk.example" }]);
    expect(body.info.termsOfService).toBe("https://desk.example/privacy");
  } finally {
    await desk.stop();
  }
});

test("G3, G4, G5, G22: at most 20 operations with unique names, and descriptions that fit and do not command", () => {
  expect(posts.length).toBeLessThanOrEqual(20);
  expect(new Set(posts.map(({ operationId }) => operationId)).size).toBe(posts.length);
  for (const { operationId, summary, description } of posts) {
    expect(operationId).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    for (const text of [summary, description]) {
      expect(text.length).toBeGreaterThan(0);
      expect(text.length).toBeLessThanOrEqual(300);
      expect(text).not.toMatch(/\b(always|must|before every|never)\b/i);
    }
  }
});

test("G6, G8, G9, G10: bodies are objects of described properties, nested at most twice, without free-form maps", () => {
  for (const post of posts) {
    const body = bodyOf(post);
    expect(body.type).toBe("object");
    for (const word of ["oneOf", "anyOf", "allOf"]) expect(body).not.toHaveProperty(word);
    expect(Object.keys(body.properties).length).toBeGreaterThan(0);
    for (const [name, property] of Object.entries<any>(body.properties)) {
      expect([post.operationId, name, typeof property.description]).toEqual([
        post.operationId,
        name,
        "string",
      ]);
      expect(property.description.length).toBeLessThanOrEqual(700);
      expect(property.type).not.toBe("object");
      expect(property).not.toHaveProperty("additionalProperties");
    }
    expect(post.parameters).toBeUndefined();
  }
});

test("G7: references lead to components only", () => {
  for (const { $ref } of objectsIn(document)) {
    if ($ref !== undefined) expect($ref).toMatch(/^#\/components\/schemas\/\w+$/);
  }
});

test("G11, G12, G13, G14, G17: no headers, one kind of key or none, JSON only, and whether it writes is always said", () => {
  expect(Object.keys(document.components.securitySchemes)).toEqual(["machineKey"]);
  expect(document.security).toBeUndefined();
  for (const post of posts) {
    expect([[], [{ machineKey: [] }]]).toContainEqual(post.security);
    expect(typeof post["x-openai-isConsequential"]).toBe("boolean");
    expect(Object.keys(post.requestBody.content)).toEqual(["application/json"]);
    expect(Object.keys(post.responses["200"].content)).toEqual(["application/json"]);
  }
});

test("G18, G19: files come as openaiFileIdRefs, at most ten, and none go out", () => {
  const withFiles = posts.filter((post) => bodyOf(post).properties.openaiFileIdRefs);
  expect(withFiles.map(({ operationId }) => operationId)).toEqual(["fileClaim"]);
  const { openaiFileIdRefs: files } = bodyOf(withFiles[0]).properties;
  expect([files.type, files.items.type, files.maxItems]).toEqual(["array", "string", 10]);
  expect(JSON.stringify(document)).not.toContain("openaiFileResponse");
});

test("G25: it is small enough for a model to read", () => {
  const text = JSON.stringify(document);
  expect(text.length).toBeLessThan(200_000);
  expect(text.length / 4).toBeLessThan(12_000);
});

test("G26: every answer's fields are described, and every operation says how it refuses", () => {
  for (const post of posts) {
    const schema = resolve(post.responses["200"].content["application/json"].schema);
    for (const [name, property] of Object.entries<any>(schema.properties)) {
      expect([post.operationId, name, Boolean(property.description)]).toEqual([
        post.operationId,
        name,
        true,
      ]);
    }
    expect(Object.keys(post.responses)).toEqual(["200", "default"]);
    expect(Object.keys(post.responses.default.content)).toEqual(["application/problem+json"]);
  }
});

test("G20: who asks too often is told when to come back, in 429 and never 5xx", async () => {
  const headers = { "CF-Connecting-IP": newAddress() };
  const ask = () =>
    send("/gpt-rag/quote", { body: { volume_m3: 0 }, headers }).then(({ status, headers: h }) => [
      status,
      h.get("Retry-After") !== null,
    ]);
  const answers = await Promise.all(Array.from({ length: 125 }, ask));
  expect(answers).toContainEqual([429, true]);
  expect(answers.every(([status]) => Number(status) < 500)).toBe(true);
});

test("G21: the privacy page is there, names the AI, and runs nothing", async () => {
  const answer = await send("/privacy");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("Content-Type")).toMatch(/^text\/html/);
  expect(answer.text).toMatch(/You may be talking to an AI/);
  expect(answer.headers.get("Content-Security-Policy")).toMatch(/default-src 'none'/);
  expect(document.info.termsOfService).toMatch(/\/privacy$/);
});

test("G23, G24: what ChatGPT says of its user changes nothing but a log", async () => {
  const agent = await newKey("gpt");
  const body = { email: "anna.svensson@gmail.com" };
  const plain = await agent.send("/gpt-rag/customer-lookup", { body });
  const headers = { "openai-ephemeral-user-id": "u1", "openai-conversation-id": "c1" };
  const told = await agent.send("/gpt-rag/customer-lookup", { body, headers });
  expect(told.body).toEqual(plain.body);
});

test("every answer says a sentence in the language asked for, and seed 0's only if one is", async () => {
  const agent = await newKey("gpt");
  const body = { email: "anna.svensson@gmail.com" };
  const silent = await agent.send("/gpt-rag/customer-lookup", { body });
  expect(silent.body).not.toHaveProperty("say");
  const said = { sv: /^Hej Anna/, de: /^Hallo Anna/, en: /^Hello Anna/, fi: /^Hei Anna/ };
  for (const [language, sentence] of Object.entries(said)) {
    const answer = await agent.send("/gpt-rag/customer-lookup", { body: { ...body, language } });
    expect(answer.body.say).toMatch(sentence);
  }
  const quote = await send("/gpt-rag/find-products", { body: { query: "milk" } });
  expect(quote.body.say).toMatch(/produkt/);
});

test("the list, the routes and the document are the same operations", () => {
  expect(operations.map(({ name, path }) => [name, path]).toSorted()).toEqual(
    Object.entries<any>(document.paths)
      .map(([path, { post }]) => [post.operationId, path])
      .toSorted(),
  );
  for (const { path, title, description } of operations) {
    const { post } = document.paths[path];
    expect([post.summary, post.description]).toEqual([title, description]);
  }
});
