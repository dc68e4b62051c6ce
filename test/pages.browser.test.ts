import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { problems } from "../src/problems.ts";
import { startBrowser, watch } from "./support/browser.ts";

const origin = inject("deskUrl");
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

async function open(path: string, width = 1280) {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const wrongs = watch(page, origin);
  await page.goto(origin + path, { waitUntil: "networkidle" });
  return { page, wrongs };
}

test("the API can be tried out in /docs, with nothing asked of another host", async () => {
  const { page, wrongs } = await open("/docs/");
  for (const path of ["customer-lookup", "booking-details", "create-ticket", "calculate-price"]) {
    await page.getByText(`/gpt-rag/${path}`, { exact: true }).first().waitFor();
  }
  const price = page.locator("#operations-Prices-getPrice");
  await price.getByRole("button").first().click();
  await price.getByRole("button", { name: "Execute" }).click();
  await price.getByText('"total_price"').first().waitFor();
  expect(wrongs).toEqual([]);
});

test("the API can be read in /redoc, with nothing asked of another host", async () => {
  const { page, wrongs } = await open("/redoc/");
  for (const title of ["Look up a customer", "Open a support ticket", "A signed quote"]) {
    await page.getByText(title).first().waitFor();
  }
  expect(wrongs).toEqual([]);
});

test("every problem has its place on /problems", async () => {
  const { page, wrongs } = await open("/problems/#rate-limited");
  const codes = await page.locator("dt").evaluateAll((terms) => terms.map(({ id }) => id));
  expect(codes).toEqual(Object.keys(problems));
  expect(await page.locator("dt:target").getAttribute("id")).toBe("rate-limited");
  expect(wrongs).toEqual([]);
});

test("the start page links everything, and every link works", async () => {
  const { page, wrongs } = await open("/");
  const links = await page
    .locator("a")
    .evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  expect(links.length).toBeGreaterThanOrEqual(9);
  for (const link of links) {
    const response = await fetch(origin + link);
    expect([link, response.status]).toEqual([link, 200]);
  }
  expect(wrongs).toEqual([]);
});

test("the pages fit a phone", async () => {
  for (const path of ["/", "/problems/"]) {
    const { page } = await open(path, 390);
    const overflow = await page.evaluate(
      "document.documentElement.scrollWidth - document.documentElement.clientWidth",
    );
    expect([path, overflow]).toEqual([path, 0]);
  }
});
