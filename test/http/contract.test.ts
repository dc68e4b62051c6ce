import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { operations as agentOperations } from "../../src/agents/operations.ts";
import { createApp } from "../../src/app.ts";
import { asYaml } from "../../scripts/support/yaml.ts";
import { servedAt, wholeDocument } from "../../src/http/documents.ts";
import { newKey, send } from "../support/desk.ts";
import { document, operations } from "../support/contract.ts";

const documents = [
  "/openapi.json",
  "/openapi.yaml",
  "/gpt-rag/openapi.json",
  "/gpt-rag/openapi.yaml",
];

test("every operation says who may call it, and refuses everybody else", async () => {
  const keys = { gpt: await newKey("gpt"), sales: await newKey("sales") };
  const walked = [];
  for (const { path, method, operation } of operations) {
    const access = Reflect.get(operation, "x-access");
    expect([path, access]).toEqual([path, expect.any(String)]);
    if (access.startsWith("Anyone")) continue;
    const request = { method: method.toUpperCase(), ...(method === "get" ? {} : { body: {} }) };
    const anonymous = await send(path, request);
    expect([path, anonymous.status]).toEqual([path, 401]);
    const wrongKey = await send(path, { ...request, headers: { Authorization: "Bearer nobody" } });
    expect([path, wrongKey.status]).toEqual([path, 401]);
    const withoutScope = access.includes("gpt") ? keys.sales : keys.gpt;
    const refused = await withoutScope.send(path, request);
    expect([path, refused.status, refused.body.code]).toEqual([path, 403, "forbidden"]);
    walked.push(path);
  }
  expect(walked.length).toBeGreaterThanOrEqual(5);
});

test("every registered route is in the contract, and every operation is registered", () => {
  const registered = new Set(
    createApp()
      .routes.filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`),
  );
  const documented = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  // Socket.IO is a protocol of its own, which OpenAPI cannot describe.
  const served = [...documents.map((path) => `GET ${path}`), "GET /socket.io", "POST /socket.io"];
  expect([...registered].toSorted()).toEqual([...documented, ...served].toSorted());
});

test("no two schemas have the same name, for one would take the place of the other", () => {
  const names = globSync("src/**/*.ts").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/\.openapi\("(\w+)"\)/g)].map(([, name]) => name),
  );
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test("every operation is described, and every body of it required unless its fields may be query parameters", () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(operations.length);
  for (const { path, operation } of operations) {
    const body = Reflect.get(operation, "requestBody");
    const parameters: any[] = Reflect.get(operation, "parameters") ?? [];
    const mayBeLeftOut = parameters.some((parameter) => parameter.in === "query");
    if (body && !mayBeLeftOut) expect([path, body.required]).toEqual([path, true]);
    for (const part of ["summary", "description", "tags"]) {
      expect([path, part, Boolean(Reflect.get(operation, part))]).toEqual([path, part, true]);
    }
  }
});

test("every pattern is one that other programs read as we do", () => {
  const patterns = [...JSON.stringify(document).matchAll(/"pattern":("(?:[^"\\\\]|\\\\.)*")/g)].map(
    ([, text]) => String(JSON.parse(text ?? '""')),
  );
  expect(patterns.length).toBeGreaterThan(5);
  for (const pattern of patterns) {
    expect(pattern).toMatch(/^\^.*\$$/);
    expect(new RegExp(pattern, "u")).toBeInstanceOf(RegExp);
  }
});

test("the served contract, as JSON and YAML, is the committed one", async () => {
  const committed = parse(readFileSync("openapi.yaml", "utf8"));
  const json = await send("/openapi.json");
  const yaml = await send("/openapi.yaml");
  expect(yaml.headers.get("Content-Type")).toMatch(/^application\/yaml/);
  const { servers, ...rest } = json.body;
  expect(servers).toHaveLength(1);
  expect({ ...rest, servers: committed.servers }).toEqual(committed);
  expect(parse(yaml.text)).toEqual(json.body);
  const current = asYaml(servedAt("http://localhost:8787", wholeDocument(createApp())));
  expect(readFileSync("openapi.yaml", "utf8")).toBe(current);
});

test("the agents' document has the operations of the list and nothing that an agent cannot send", async () => {
  const { body } = await send("/gpt-rag/openapi.json");
  expect(parse((await send("/gpt-rag/openapi.yaml")).text)).toEqual(body);
  const posts = Object.values<any>(body.paths).map(({ post }) => post);
  expect(posts.map(({ operationId }) => operationId).toSorted()).toEqual(
    agentOperations.map(({ name }) => name).toSorted(),
  );
  for (const { name, writes } of agentOperations) {
    const post = posts.find(({ operationId }) => operationId === name);
    expect([name, post["x-openai-isConsequential"]]).toEqual([name, writes]);
  }
  for (const { parameters, summary, description, security } of posts) {
    expect(parameters).toBeUndefined();
    expect(summary.length).toBeLessThanOrEqual(300);
    expect(description.length).toBeLessThanOrEqual(300);
    expect([[], [{ machineKey: [] }]]).toContainEqual(security);
  }
  expect(body.servers).toHaveLength(1);
  const needed = ["CustomerLookup", "BookingFound", "NewTicket", "AgentPrice", "Problem"];
  expect(Object.keys(body.components.schemas)).toEqual(expect.arrayContaining(needed));
  expect(JSON.stringify(body)).not.toMatch(/Credentials|NewPassword|SystemConfig/);
});
