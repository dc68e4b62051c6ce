import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { problems } from "../src/problems.ts";
import { startBrowser, watch } from "./support/browser.ts";
import { operations } from "./support/contract.ts";
import { lane } from "./support/lane.ts";

const origin = lane.deskUrl;
const widths = [1280, 390];
let browser: Browser;

// Long enough to install a browser.
beforeAll(async () => {
  browser = await startBrowser();
}, 600_000);
afterAll(() => browser.close());

async function open(path: string, width = 1280) {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const wrongs = watch(page, origin);
  await page.goto(origin + path, { waitUntil: "networkidle" });
  return { page, wrongs };
}

/** The ids of all operations on the page, which draws only those that are near the window. */
async function shownOperations(page: Page): Promise<Set<string>> {
  const ids = new Set<string>();
  for (let seen = -1, y = 0; seen !== y;) {
    const shown = await page.locator(".opblock").evaluateAll((all) => all.map(({ id }) => id));
    for (const id of shown) ids.add(id);
    seen = y;
    y = await page.evaluate("scrollBy(0, 400), scrollY");
    await page.waitForTimeout(50);
  }
  await page.evaluate("scrollTo(0, 0)");
  return ids;
}

test("the API can be tried out in /docs, with nothing asked of another host", async () => {
  for (const width of widths) {
    const { page, wrongs } = await open("/docs/", width);
    await page.locator(`.opblock [data-path="/gpt-rag/customer-lookup"]`).waitFor();
    expect((await shownOperations(page)).size).toBe(operations.length);
    const price = page.locator("#operations-Prices-getPrice");
    await scrollTo(page, price);
    await price.getByRole("button").first().click();
    const services = price.locator('[data-param-name="additional_services"] input');
    await services.fill("packing,cleaning,piano");
    await price.getByRole("button", { name: "Execute" }).click();
    const answer = price.locator(".live-responses-table");
    await answer.getByText('"total_price"').waitFor();
    expect(await answer.innerText()).toContain('"total_price": 8909');
    expect([width, wrongs]).toEqual([width, []]);
    await page.close();
  }
});

/** Scrolls down until the page has drawn what is looked for. */
async function scrollTo(page: Page, wanted: Locator): Promise<void> {
  for (let i = 0; i < 200 && (await wanted.count()) === 0; i += 1) {
    await page.evaluate("scrollBy(0, 400)");
    await page.waitForTimeout(50);
  }
}

test("every operation can be read in /redoc, with nothing asked of another host", async () => {
  for (const width of widths) {
    const { page, wrongs } = await open("/redoc/", width);
    await page.locator('[id="operation/customerLookup"]').waitFor();
    for (const { operation } of operations) {
      const section = page.locator(`[id="operation/${operation.operationId}"]`);
      expect([operation.operationId, await section.count()]).toEqual([operation.operationId, 1]);
    }
    expect([width, wrongs]).toEqual([width, []]);
    await page.close();
  }
});

test("every problem has its place on /problems, where its type points", async () => {
  for (const width of widths) {
    const { page, wrongs } = await open("/problems#rate-limited", width);
    const codes = await page.locator("dt").evaluateAll((terms) => terms.map(({ id }) => id));
    expect(codes).toEqual(Object.keys(problems));
    const pointedAt = page.locator("dt:target");
    expect(await pointedAt.innerText()).toContain("rate-limited");
    const { y } = (await pointedAt.boundingBox()) ?? { y: -1 };
    expect(y).toBeGreaterThan(-1);
    expect(y).toBeLessThan(900);
    expect([width, await overflow(page), wrongs]).toEqual([width, 0, []]);
    await page.close();
  }
});

test("the start page fits every screen, and every link on it works", async () => {
  for (const width of widths) {
    const { page, wrongs } = await open("/", width);
    await page.getByRole("heading", { name: "Edgedesk" }).waitFor();
    const links = await page
      .locator("a")
      .evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    expect(links.length).toBeGreaterThanOrEqual(9);
    for (const link of new Set(links)) {
      const { status } = await fetch(origin + link);
      expect([link, status]).toEqual([link, 200]);
    }
    expect([width, await overflow(page), wrongs]).toEqual([width, 0, []]);
    await page.close();
  }
});

/** By how many pixels a page has to be scrolled sideways. */
function overflow(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - innerWidth");
}
