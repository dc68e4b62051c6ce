import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { operations } from "../src/agents/operations.ts";
import { checkActions, operationsOf } from "../web/agents/check-actions.ts";
import { checkTools } from "../web/agents/check-mcp.ts";
import type { Finding } from "../web/agents/findings.ts";
import { axeFinds, startBrowser, watch } from "./support/browser.ts";
import { send } from "./support/desk.ts";
import { say } from "./support/mcp.ts";
import { lane } from "./support/lane.ts";

const origin = lane.deskUrl;
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
}, 600_000);
afterAll(() => browser.close());

test("the agents' page gives what to paste, and its checks pass on this desk, on every screen", async () => {
  for (const [width, colorScheme] of [
    [1280, "light"],
    [390, "dark"],
  ] as const) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const wrongs = watch(page, origin);
    await page.goto(`${origin}/agents/`, { waitUntil: "networkidle" });
    const listed = await page.locator("#operations-list dt").allInnerTexts();
    expect(listed.toSorted()).toEqual(operations.map(({ name }) => name).toSorted());
    const pasted = (await page.locator(".paste code").allInnerTexts()).join("\n");
    expect(pasted).not.toContain("desk.example");
    for (const door of ["/mcp", "/gpt-rag/openapi.json", "/privacy", "/gpt-rag/search-faqs"]) {
      expect(pasted).toContain(origin + door);
    }
    expect(wrongs).toEqual([]);

    await page.getByRole("button", { name: "Run the checks" }).click();
    await page.getByText(/^All \d+ checks pass\.$/).waitFor();
    const kinds = await page
      .locator("#results li")
      .evaluateAll((all) => all.map((li) => li.className));
    expect(kinds.length).toBeGreaterThan(20);
    // The one note says that this desk is not on https.
    expect(kinds.filter((kind) => kind !== "pass")).toEqual(["note"]);
    // The call that is to be refused.
    expect(wrongs.splice(0)).toEqual([expect.stringContaining("status of 401")]);
    const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect([width, overflow, await axeFinds(page), wrongs]).toEqual([width, 0, [], []]);
    await page.close();
  }
});

test("what is copied is what is shown", async () => {
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  await page.goto(`${origin}/agents/`);
  const copy = page.getByRole("button", { name: "Copy for Cursor" });
  await copy.click();
  await page.getByRole("button", { name: "Copied for Cursor" }).waitFor();
  const copied: string = await page.evaluate("navigator.clipboard.readText()");
  expect(JSON.parse(copied).mcpServers.edgedesk.url).toBe(`${origin}/mcp`);
  await context.close();
});

/** The names of the checks that fail. */
function failed(findings: Finding[]): string[] {
  return findings.filter(({ verdict }) => verdict === "fail").map(({ name }) => name);
}

test("each check of the document fails when what it looks for is wrong", async () => {
  const { text } = await send("/gpt-rag/openapi.json");
  const changed: Record<string, (document: any, post: any) => void> = {
    "OpenAPI version": (document) => (document.openapi = "3.0.3"),
    "One https server": (document) => document.servers.push({ url: "https://other.example" }),
    "Number of operations": (document) => {
      for (let i = 0; i < 18; i += 1) {
        const { post } = document.paths["/gpt-rag/search-faqs"];
        const { responses: _problems, ...copy } = post;
        const responses = { 200: post.responses["200"] };
        document.paths[`/${i}`] = { post: { ...copy, responses, operationId: `copy${i}` } };
      }
    },
    "Operation ids": (_document, post) => (post.operationId = "search.faqs"),
    "Summaries and descriptions": (_document, post) => (post.description = "x".repeat(301)),
    "What is sent": (document) =>
      delete document.components.schemas.FaqSearch.properties.limit.description,
    "Headers and parameters": (_document, post) =>
      (post.parameters = [{ in: "header", name: "a" }]),
    References: (_document, post) => (post.responses["404"] = { $ref: "#/components/responses/a" }),
    Security: (_document, post) => delete post.security,
    "Whether it changes something": (_document, post) => delete post["x-openai-isConsequential"],
    Answers: (_document, post) => (post.responses["200"].content = {}),
    Size: (document) => (document.info.description = "x".repeat(50_000)),
  };
  for (const [name, change] of Object.entries(changed)) {
    const document = JSON.parse(text);
    change(document, document.paths["/gpt-rag/search-faqs"].post);
    expect(failed(checkActions(document, JSON.stringify(document), origin))).toEqual([name]);
  }
  const http = text.replace(origin, "http://desk.example");
  expect(failed(checkActions(JSON.parse(http), http, "http://desk.example"))).toEqual([
    "One https server",
  ]);
});

test("each check of the tools fails when what it looks for is wrong", async () => {
  const [{ body: document }, { body: list }] = await Promise.all([
    send("/gpt-rag/openapi.json"),
    say("tools/list"),
  ]);
  const changed: Record<string, (tool: any) => void> = {
    Hints: (tool) => delete tool.annotations.openWorldHint,
    Schemas: (tool) => delete tool.inputSchema.additionalProperties,
    "Same input through both doors": (tool) => delete tool.inputSchema.properties.language,
    "Tools are the operations": (tool) => (tool.name = "other"),
  };
  for (const [name, change] of Object.entries(changed)) {
    const tools = structuredClone(list.result.tools);
    change(tools[0]);
    expect(failed(checkTools(tools, operationsOf(document)))).toContain(name);
  }
  expect(failed(checkTools(list.result.tools, operationsOf(document)))).toEqual([]);
});
