import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { problems } from "../src/problems.ts";
import { startBrowser, watch } from "./support/browser.ts";
import { operations } from "./support/contract.ts";

const origin = inject("deskUrl");
const widths = [1280, 390];
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
    await page.locator(`.opblock [data-path="/gpt-rag/${path}"]`).waitFor();
  }
  const price = page.locator("#operations-Prices-getPrice");
  await price.getByRole("button").first().click();
  const entries = { floors_from: "4", floors_to: "2", distance_km: "15", volume_m3: "25" };
  for (const [name, value] of Object.entries(entries)) {
    await price.locator(`[data-param-name="${name}"] input`).fill(value);
  }
  await price.getByRole("button", { name: "Execute" }).click();
  const answer = price.locator(".live-responses-table");
  await answer.getByText('"total_price"').waitFor();
  console.log(await answer.innerText());
  expect(wrongs).toEqual([]);
});

test("every operation can be read in /redoc, with nothing asked of another host", async () => {
  for (const width of widths) {
    const { page, wrongs } = await open("/redoc/", width);
    for (const { operation } of operations) {
      await page.getByRole("heading", { name: operation.summary, exact: true }).first().waitFor();
    }
    expect([width, wrongs]).toEqual([width, []]);
    await page.close();
  }
});

test("every problem has its place on /problems, where its type points", async () => {
  const { page, wrongs } = await open("/problems#rate-limited");
  const codes = await page.locator("dt").evaluateAll((terms) => terms.map(({ id }) => id));
  expect(codes).toEqual(Object.keys(problems));
  const pointedAt = page.locator("dt:target");
  expect(await pointedAt.innerText()).toContain("rate-limited");
  expect(await pointedAt.boundingBox()).toMatchObject({ y: expect.closeTo(0, 0) });
  expect(wrongs).toEqual([]);
});
